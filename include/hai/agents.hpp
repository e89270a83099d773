#pragma once

// Everything of the library, and what its programs need of Asio.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>

#include <hai/answer_as.hpp>
#include <hai/client.hpp>
#include <hai/error.hpp>
#include <hai/event.hpp>
#include <hai/event_stream.hpp>
#include <hai/history_cursor.hpp>
#include <hai/in_flight.hpp>
#include <hai/log_observer.hpp>
#include <hai/observer_group.hpp>
#include <hai/prometheus_exporter.hpp>
#include <hai/quota_status.hpp>
#include <hai/run.hpp>
#include <hai/session.hpp>
#include <hai/session_cursor.hpp>
#include <hai/session_monitor.hpp>
#include <hai/session_summary.hpp>
#include <hai/verify_webhook.hpp>
#include <hai/version.hpp>
#include <hai/within.hpp>
