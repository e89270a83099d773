#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "http/pool.hpp"
#include "http/shared_pool.hpp"

namespace hai::http {

/// lease::fetch, as its comment says.
boost::asio::awaitable<std::unique_ptr<reply>> run_exchange(std::shared_ptr<lease::seat> seat,
                                                            request const& what, exchange_limits limits);

}  // namespace hai::http
