#include "http/reply_parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <hai/detail/block_memory.hpp>
#include <hai/error.hpp>

#include "http/gzip_decoder.hpp"

namespace hai::http {
namespace {

namespace beast = boost::beast;
using beast::string_view;
using beast_error = beast::error_code;

constexpr std::size_t reserve_at_most = 1 << 20;
constexpr std::size_t smallest_room = 16 * 1024;

std::string_view view(string_view text) { return {text.data(), text.size()}; }

template <class Text>
void assign(Text& member, string_view value) {
  member.assign(value.data(), value.size());
}

/// One message, read by Beast's strict parser into the few members of a reply that somebody looks at. Throws
/// through the parser, which is not used again after that.
class message_reader final : public beast::http::basic_parser<false> {
 public:
  message_reader(reply& into, std::size_t max_head, std::size_t max_body)
      : reply_(into), max_body_(max_body) {
    eager(true);
    header_limit(static_cast<std::uint32_t>(
        std::min<std::size_t>(max_head, std::numeric_limits<std::uint32_t>::max())));
    body_limit(max_body);
  }

  /// The rest of a body that is taken over as it comes, once the parser has begun with it: that makes room
  /// for it anew.
  std::span<char> room() {
    if (!body_has_begun_ || is_done() || decoder_ || chunked()) return {};
    auto const rest = content_length_remaining();
    if (!rest || *rest == 0) return {};
    auto const most = static_cast<std::size_t>(std::min<std::uint64_t>(*rest, reserve_at_most));
    auto& body = reply_.body;
    if (body.room(1).empty())
      body.reserve(body.size() + std::max(body.size(), std::min(most, smallest_room)));
    return body.room(most);
  }

 private:
  void on_response_impl(int code, string_view, int, beast_error&) override {
    if (code < 100 || code > 599 || code == 101)
      throw error(errc::bad_reply, "a reply of status " + std::to_string(code));
    reply_.status = code;
  }

  // Only newer Beasts declare this, and call it in the place of on_field_impl: a trailer changes nothing.
  // No table runs this: it is the newer Beasts' affair.
  virtual void on_trailer_field_impl(beast::http::field, string_view, string_view, beast_error&) final {}

  void on_field_impl(beast::http::field name, string_view spelled, string_view value, beast_error&) override {
    if (is_header_done()) return;  // a trailer changes nothing
    switch (name) {
      case beast::http::field::location:
        return assign(reply_.location, value);
      case beast::http::field::retry_after:
        return assign(reply_.retry_after, value);
      case beast::http::field::content_encoding:
        return read_content_coding(value);
      case beast::http::field::transfer_encoding:
        if (!beast::iequals(value, "chunked")) throw error(errc::bad_reply, "an unknown transfer coding");
        return;
      case beast::http::field::unknown:
        if (beast::iequals(spelled, "x-request-id")) return assign(reply_.request_id, value);
        if (beast::iequals(spelled, "x-ratelimit-reset")) return assign(reply_.rate_limit_reset, value);
        return;
      default:
        return;
    }
  }

  void read_content_coding(string_view value) {
    if (value.empty() || beast::iequals(value, "identity")) return;
    if (!beast::iequals(value, "gzip") && !beast::iequals(value, "x-gzip"))
      throw error(errc::bad_reply, "an unknown content coding");
    if (is_gzip_) throw error(errc::bad_reply, "a content coded twice");
    is_gzip_ = true;
  }

  void on_header_impl(beast_error&) override {}

  void on_body_init_impl(boost::optional<std::uint64_t> const& length, beast_error&) override {
    body_has_begun_ = true;
    if (is_gzip_) decoder_.emplace();
    if (length)
      reply_.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, reserve_at_most)));
  }

  std::size_t on_body_impl(string_view bytes, beast_error&) override { return append(bytes); }

  void on_chunk_header_impl(std::uint64_t, string_view, beast_error&) override {}

  std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, beast_error&) override {
    return append(bytes);
  }

  void on_finish_impl(beast_error&) override {
    if (!decoder_) return;
    decoder_->finish();
    decoder_.reset();
  }

  // No table runs this: replies are all that is read.
  void on_request_impl(beast::http::verb, string_view, string_view, int, beast_error&) override {}

  std::size_t append(string_view bytes) {
    if (decoder_)
      decoder_->put(view(bytes), reply_.body, max_body_);
    else
      reply_.body.append(view(bytes));
    return bytes.size();
  }

  reply& reply_;
  std::size_t const max_body_;
  bool is_gzip_ = false;
  bool body_has_begun_ = false;
  std::optional<gzip_decoder> decoder_;
};

[[noreturn]] void refuse(beast_error reason, std::size_t max_head, std::size_t max_body) {
  if (reason == beast::http::error::body_limit)
    throw error(errc::body_too_large, "a body over the limit of " + std::to_string(max_body) + " bytes");
  if (reason == beast::http::error::header_limit)
    throw error(errc::bad_reply, "a head over the limit of " + std::to_string(max_head) + " bytes");
  throw error(errc::bad_reply, "not an HTTP/1.1 reply: " + reason.message());
}

constexpr std::size_t shortest_end = std::string_view("0\r\n\r\n").size();

constexpr std::size_t status_line_size = std::string_view("HTTP/1.1 200").size();

/// Many servers leave out the space after the status together with the reason: Beast insists on it.
bool lacks_space(std::span<char const> message) {
  constexpr std::string_view version = "HTTP/1.";
  auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return message.size() > status_line_size && std::equal(version.begin(), version.end(), message.begin()) &&
         is_digit(message[7]) && message[8] == ' ' &&
         std::all_of(message.begin() + 9, message.begin() + 12, is_digit) && message[12] == '\r';
}

}  // namespace

class reply_parser::engine {
 public:
  static void* operator new(std::size_t size) { return detail::block_memory::take(size); }
  static void operator delete(void* block, std::size_t size) noexcept {
    detail::block_memory::give(block, size);
  }

  engine(std::size_t max_head, std::size_t max_body) : max_head_(max_head), max_body_(max_body) { restart(); }

  void put(std::span<char const> bytes) {
    received_ += bytes.size();
    if (is_done()) {
      surplus_ = surplus_ || !bytes.empty();
      return;
    }
    if (unread_.empty()) {
      auto const rest = bytes.subspan(read(bytes));
      if (!is_done()) unread_.assign(rest.data(), rest.size());
    } else {
      unread_.append(bytes.data(), bytes.size());
      if (is_too_little()) return;
      unread_.erase(0, read(unread_));
    }
    while (is_at_start_ && lacks_space(unread_)) {
      unread_.insert(status_line_size, 1, ' ');
      unread_.erase(0, read(unread_));
    }
    if (!is_done() && unread_.size() > max_head_)
      refuse(beast::http::error::header_limit, max_head_, max_body_);
  }

  std::span<char> room() { return unread_.empty() ? reader_->room() : std::span<char>(); }

  void end() {
    if (is_done()) return;
    if (!reader_->is_header_done() || !reader_->need_eof()) cut();
    beast_error failure;
    reader_->put_eof(failure);
    if (failure) cut();
  }

  [[noreturn]] void cut() const {
    throw error(errc::bad_reply, "reply cut short after " + std::to_string(received_) + " bytes");
  }

  bool is_done() const noexcept { return reader_->is_done() && reply_->status >= 200; }
  bool keeps_alive() const noexcept { return !surplus_ && reader_->keep_alive(); }
  std::unique_ptr<reply> take() { return std::move(reply_); }

 private:
  /// Once Beast has seen the length of a last chunk it asserts that five bytes are there, when it is called
  /// again. No chunked body ends in fewer.
  bool is_too_little() const {
    return reader_->is_header_done() && reader_->chunked() && unread_.size() < shortest_end;
  }

  void restart() {
    reply_ = std::make_unique<reply>();
    reader_.emplace(*reply_, max_head_, max_body_);
    is_at_start_ = true;
  }

  /// How many of `bytes` were used; the others belong to a line that is not whole yet, or that must be
  /// mended, or to nobody.
  std::size_t read(std::span<char const> bytes) {
    std::size_t used = 0;
    for (;;) {
      if (reader_->is_done()) restart();  // after an interim reply
      if (is_at_start_ && lacks_space(bytes.subspan(used))) return used;
      beast_error failure;
      auto const taken =
          reader_->put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), failure);
      used += taken;
      is_at_start_ = is_at_start_ && taken == 0;
      if (failure && failure != beast::http::error::need_more) refuse(failure, max_head_, max_body_);
      if (!reader_->is_header_done() && received_ > max_head_)
        refuse(beast::http::error::header_limit, max_head_, max_body_);
      if (is_done()) {
        surplus_ = used < bytes.size();
        return bytes.size();
      }
      if (!reader_->is_done() || used == bytes.size()) return used;
      interim_ += taken;
      if (interim_ > max_head_) refuse(beast::http::error::header_limit, max_head_, max_body_);
    }
  }

  std::size_t const max_head_;
  std::size_t const max_body_;
  std::unique_ptr<reply> reply_;
  std::optional<message_reader> reader_;
  std::string unread_;
  std::size_t received_ = 0;
  std::size_t interim_ = 0;  // bytes of interim replies; a server must not send them for ever
  bool is_at_start_ = true;  // of a message, whose status line may have to be mended
  bool surplus_ = false;
};

reply_parser::reply_parser(std::size_t max_head, std::size_t max_body)
    : engine_(std::make_unique<engine>(max_head, max_body)) {}
reply_parser::~reply_parser() = default;

std::span<char> reply_parser::room() { return engine_->room(); }
void reply_parser::put(std::span<char const> bytes) { engine_->put(bytes); }
void reply_parser::end() { engine_->end(); }
void reply_parser::cut() const { engine_->cut(); }
bool reply_parser::is_done() const noexcept { return engine_->is_done(); }
bool reply_parser::keeps_alive() const noexcept { return engine_->keeps_alive(); }
std::unique_ptr<reply> reply_parser::take() { return engine_->take(); }

}  // namespace hai::http
