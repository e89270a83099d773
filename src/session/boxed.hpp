#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace hai::detail {

/// An optional value in a block of its own: one that is rarely there costs a pointer where it is not.
template <class Value>
class boxed {
 public:
  boxed() noexcept = default;
  boxed(boxed&&) noexcept = default;
  boxed(boxed const& other) { *this = other; }
  boxed& operator=(boxed&&) noexcept = default;
  boxed& operator=(boxed const& other) {
    if (this != &other) box_ = other ? std::make_unique<Value>(*other) : nullptr;
    return *this;
  }
  boxed& operator=(Value value) {
    box_ = std::make_unique<Value>(std::move(value));
    return *this;
  }
  boxed& operator=(std::optional<Value> value) {
    box_ = value ? std::make_unique<Value>(*std::move(value)) : nullptr;
    return *this;
  }
  boxed& operator=(std::nullopt_t) noexcept {
    reset();
    return *this;
  }

  explicit operator bool() const noexcept { return box_ != nullptr; }
  Value& operator*() noexcept { return *box_; }
  Value const& operator*() const noexcept { return *box_; }
  Value* operator->() noexcept { return box_.get(); }
  Value const* operator->() const noexcept { return box_.get(); }
  std::optional<Value> copy() const { return box_ ? std::optional<Value>(*box_) : std::nullopt; }
  void reset() noexcept { box_.reset(); }

 private:
  std::unique_ptr<Value> box_;
};

}  // namespace hai::detail
