#include <algorithm>
#include <hai/history_cursor.hpp>
#include <hai/history_query.hpp>

#include "api/page_limits.hpp"
#include "session/list_readers.hpp"

namespace hai {
namespace asio = boost::asio;

namespace {

class history_reader final : public detail::page_reader<event> {
 public:
  history_reader(api::caller who, std::string session_path, history_query query)
      : page_reader(std::move(who), query.page().value_or(1), query.size().value_or(api::most_events)),
        session_path_(std::move(session_path)),
        query_(std::move(query)) {}

 private:
  asio::awaitable<page<event>> read_page(std::int64_t number) override {
    history_query one = query_;
    one.page(number).size(page_size());
    return api::get_history(who(), session_path_, std::move(one));
  }

  /// Newest first, each event that came since the last page moves the rest of the list on by one.
  void leave_out_repeats(page<event>& read) override {
    if (query_.sort() != "-timestamp") return;
    if (total_) to_skip_ += std::max<std::int64_t>(0, read.total - *total_);
    total_ = read.total;
    auto const skipped = std::min(to_skip_, static_cast<std::int64_t>(read.items.size()));
    read.items.erase(read.items.begin(), read.items.begin() + skipped);
    to_skip_ -= skipped;
  }

  std::string const session_path_;
  history_query const query_;
  std::optional<std::int64_t> total_;
  std::int64_t to_skip_ = 0;
};

asio::awaitable<std::optional<event>> next_of(std::shared_ptr<detail::page_reader<event>> reader) {
  if (!reader) throw error(errc::closed, "the cursor is empty: make one with session::replay");
  co_return co_await detail::page_reader<event>::next(std::move(reader));
}

}  // namespace

std::shared_ptr<detail::page_reader<event>> detail::read_history(api::caller who, std::string session_path,
                                                                 history_query query) {
  return std::make_shared<history_reader>(std::move(who), std::move(session_path), std::move(query));
}

asio::any_io_executor history_cursor::home() const {
  return reader_ ? reader_->home() : asio::any_io_executor(asio::system_executor());
}

asio::awaitable<std::optional<event>> history_cursor::do_next() { return next_of(reader_); }
asio::awaitable<std::optional<event>> history_cursor::next() { return next_of(reader_); }

}  // namespace hai
