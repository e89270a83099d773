#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <functional>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace hai::detail {

/// A tool's call, its types erased.
using tool_handler = std::function<boost::asio::awaitable<boost::json::value>(boost::json::object)>;

template <class T>
struct awaited {
  using type = T;
  static constexpr bool is_awaitable = false;
};
template <class T>
struct awaited<boost::asio::awaitable<T>> {
  using type = T;
  static constexpr bool is_awaitable = true;
};

/// Result and argument of a callable, from the signature that std::function finds for it.
template <class Signature>
struct tool_signature;
template <class R>
struct tool_signature<std::function<R()>> {
  using result = R;
  using argument = void;
};
template <class R, class A>
struct tool_signature<std::function<R(A)>> {
  using result = R;
  using argument = std::remove_cvref_t<A>;
};

template <class A>
A tool_arguments(boost::json::object arguments) {
  if constexpr (std::is_same_v<A, boost::json::object>) {
    return arguments;
  } else if constexpr (std::is_same_v<A, boost::json::value>) {
    return boost::json::value(std::move(arguments));
  } else {
    auto converted = boost::json::try_value_to<A>(boost::json::value(std::move(arguments)));
    if (!converted)
      throw std::invalid_argument("the arguments do not fit the tool: " + converted.error().message());
    return std::move(*converted);
  }
}

template <class R>
boost::json::value tool_result_value(R result) {
  if constexpr (std::is_same_v<R, boost::json::value>)
    return result;
  else
    return boost::json::value_from(std::move(result));
}

// The callable is shared: its captures must outlive the coroutine that it is.

template <class R, class F>
boost::asio::awaitable<boost::json::value> await_tool(std::shared_ptr<F> call,
                                                      boost::asio::awaitable<R> work) {
  boost::json::value value;
  if constexpr (std::is_void_v<R>) {
    co_await std::move(work);
  } else {
    R result = co_await std::move(work);
    value = tool_result_value<R>(std::move(result));
  }
  call.reset();
  co_return value;
}

inline boost::asio::awaitable<boost::json::value> tool_value(boost::json::value value) { co_return value; }

template <class F>
boost::asio::awaitable<boost::json::value> call_tool(std::shared_ptr<F> const& call,
                                                     boost::json::object arguments) {
  using signature = tool_signature<decltype(std::function(std::declval<F>()))>;
  using argument = typename signature::argument;
  using result = awaited<typename signature::result>;
  using returned = typename result::type;
  auto const invoke = [&]() -> decltype(auto) {
    if constexpr (std::is_void_v<argument>)
      return (*call)();
    else
      return (*call)(tool_arguments<argument>(std::move(arguments)));
  };
  if constexpr (result::is_awaitable) {
    return await_tool<returned>(call, invoke());
  } else if constexpr (std::is_void_v<returned>) {
    invoke();
    return tool_value(nullptr);
  } else {
    return tool_value(tool_result_value<returned>(invoke()));
  }
}

template <class F>
tool_handler make_tool_handler(F call) {
  return [shared = std::make_shared<F>(std::move(call))](boost::json::object arguments) {
    return call_tool<F>(shared, std::move(arguments));
  };
}

}  // namespace hai::detail
