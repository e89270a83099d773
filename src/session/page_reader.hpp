#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <deque>
#include <hai/detail/launch.hpp>
#include <hai/error.hpp>
#include <hai/page.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "api/calls.hpp"
#include "net/side_task.hpp"

namespace hai::detail {

/// Reads a list page after page, and hands its items out one by one. Its pages are fetched on a strand of
/// their own; an item leaves in the last step, after a suspension and the look at cancellation, so that
/// whoever loses a race leaves it where it is.
template <class Item>
class page_reader {
 public:
  page_reader(api::caller who, std::int64_t first_page, std::int64_t page_size)
      : who_(std::move(who)), next_page_(first_page), page_size_(page_size) {}
  virtual ~page_reader() = default;

  asio::any_io_executor home() const { return who_.core->executor_or_system(); }

  static asio::awaitable<std::optional<Item>> next(std::shared_ptr<page_reader> self) {
    auto const held = std::make_shared<claim const>(*self);
    auto const state = co_await asio::this_coro::cancellation_state;
    if (!self->items_.empty() && state.slot().is_connected()) {
      co_await asio::post(asio::use_awaitable);
      co_await net::leave_if_cancelled();
    }
    while (self->items_.empty() && !self->is_at_end_) {
      co_await launch<void>(self->home(), fill(self, held), asio::use_awaitable);
      co_await net::leave_if_cancelled();
    }
    std::optional<Item> taken;
    if (!self->items_.empty()) {
      taken.emplace(std::move(self->items_.front()));
      self->items_.pop_front();
    }
    co_return taken;
  }

 protected:
  api::caller const& who() const noexcept { return who_; }
  std::int64_t page_size() const noexcept { return page_size_; }

 private:
  virtual asio::awaitable<page<Item>> read_page(std::int64_t number) = 0;
  /// Takes out what an earlier page had already: the list may have moved between the two.
  virtual void leave_out_repeats(page<Item>& read) = 0;

  /// The right of one consumer to read. Also the page that is fetched for it has a hold: a consumer may go,
  /// with its context, while that is under way.
  class claim {
   public:
    explicit claim(page_reader& of) : of_(of) {
      if (of_.is_claimed_.exchange(true))
        throw error(errc::already_waiting, "next: another read of this cursor waits");
    }
    claim(claim const&) = delete;
    claim& operator=(claim const&) = delete;
    ~claim() { of_.is_claimed_ = false; }

   private:
    page_reader& of_;
  };

  static asio::awaitable<void> fill(std::shared_ptr<page_reader> self,
                                    [[maybe_unused]] std::shared_ptr<claim const> held) {
    page<Item> read = co_await self->read_page(self->next_page_);
    self->is_at_end_ =
        read.items.empty() || read.total <= 0 || self->next_page_ > (read.total - 1) / self->page_size_;
    if (!self->is_at_end_) ++self->next_page_;
    self->leave_out_repeats(read);
    for (auto& item : read.items) self->items_.push_back(std::move(item));
  }

  api::caller const who_;
  std::int64_t next_page_;
  std::int64_t const page_size_;
  bool is_at_end_ = false;
  std::deque<Item> items_;
  std::atomic<bool> is_claimed_ = false;
};

}  // namespace hai::detail
