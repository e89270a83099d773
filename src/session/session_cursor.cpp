#include <hai/session_cursor.hpp>
#include <hai/session_filter.hpp>
#include <unordered_set>

#include "api/page_limits.hpp"
#include "session/list_readers.hpp"

namespace hai {
namespace asio = boost::asio;

namespace {

class session_reader final : public detail::page_reader<session_summary> {
 public:
  session_reader(api::caller who, session_filter filter)
      : page_reader(std::move(who), filter.page().value_or(1), filter.size().value_or(api::most_sessions)),
        filter_(std::move(filter)) {}

 private:
  asio::awaitable<page<session_summary>> read_page(std::int64_t number) override {
    session_filter one = filter_;
    one.page(number).size(page_size());
    return api::list_sessions(who(), std::move(one));
  }

  void leave_out_repeats(page<session_summary>& read) override {
    std::erase_if(read.items, [this](auto const& each) { return !seen_.insert(each.id).second; });
  }

  session_filter const filter_;
  std::unordered_set<std::string> seen_;
};

asio::awaitable<std::optional<session_summary>> next_of(
    std::shared_ptr<detail::page_reader<session_summary>> reader) {
  if (!reader) throw error(errc::closed, "the cursor is empty: make one with client::sessions");
  co_return co_await detail::page_reader<session_summary>::next(std::move(reader));
}

}  // namespace

std::shared_ptr<detail::page_reader<session_summary>> detail::read_sessions(api::caller who,
                                                                            session_filter filter) {
  return std::make_shared<session_reader>(std::move(who), std::move(filter));
}

asio::any_io_executor session_cursor::home() const {
  return reader_ ? reader_->home() : asio::any_io_executor(asio::system_executor());
}

asio::awaitable<std::optional<session_summary>> session_cursor::do_next() { return next_of(reader_); }
asio::awaitable<std::optional<session_summary>> session_cursor::next() { return next_of(reader_); }

}  // namespace hai
