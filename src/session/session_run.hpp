#pragma once

#include <boost/asio/awaitable.hpp>
#include <exception>
#include <hai/run_options.hpp>
#include <hai/run_result.hpp>
#include <hai/session.hpp>
#include <memory>
#include <utility>

#include "api/calls.hpp"
#include "session/session_core.hpp"

namespace hai::detail {

/// session::wait_for_completion: follows the session on its shared cursor until it ends, as `options` say.
/// `handle` is what on_started gets.
asio::awaitable<run_result> wait_for_completion(api::caller who, session handle,
                                                std::shared_ptr<session_core> core, run_options options);

/// What starts the session of a run.
struct run_beginning {
  run_beginning(session started, std::shared_ptr<session_core> of_it)
      : handle(std::move(started)), core(std::move(of_it)) {}
  session handle;
  std::shared_ptr<session_core> core;
};

/// client::run_session: the same for a session that `begin` makes; the deadline counts from before that.
asio::awaitable<run_result> run_session(api::caller who, asio::awaitable<run_beginning> begin,
                                        run_options options);

}  // namespace hai::detail
