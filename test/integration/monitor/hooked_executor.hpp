#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace hai::test {

/// An executor of a user's own around another: runs a hook whenever something is given to it.
template <class Inner>
class hooked_executor {
 public:
  hooked_executor(Inner inner, std::shared_ptr<std::function<void()>> hook)
      : inner_(std::move(inner)), hook_(std::move(hook)) {}

  template <class Property>
  auto require(Property const& what) const requires boost::asio::can_require<Inner const&, Property>::value {
    return around(boost::asio::require(inner_, what));
  }
  template <class Property>
  auto prefer(Property const& what) const requires boost::asio::can_prefer<Inner const&, Property>::value {
    return around(boost::asio::prefer(inner_, what));
  }
  template <class Property>
  decltype(auto) query(
      Property const& what) const requires boost::asio::can_query<Inner const&, Property>::value {
    return boost::asio::query(inner_, what);
  }
  template <class Function>
  void execute(Function function) const {
    (*hook_)();
    inner_.execute(std::move(function));
  }

  friend bool operator==(hooked_executor const& one, hooked_executor const& other) noexcept {
    return one.inner_ == other.inner_ && one.hook_ == other.hook_;
  }

 private:
  template <class Other>
  hooked_executor<Other> around(Other inner) const {
    return hooked_executor<Other>(std::move(inner), hook_);
  }

  Inner inner_;
  std::shared_ptr<std::function<void()>> hook_;
};

}  // namespace hai::test
