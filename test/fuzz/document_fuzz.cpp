// The decoders of whole bodies and of single events: any bytes give values or bad_document, nothing else.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/bad_document.hpp"
#include "model/error_detail.hpp"
#include "model/event_access.hpp"
#include "model/mended_text.hpp"
#include "model/replies.hpp"
#include "require.hpp"

namespace {

template <class Read>
void read_with(Read read) {
  try {
    static_cast<void>(read());
  } catch (hai::model::bad_document const&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const body(reinterpret_cast<char const*>(data), size);
  read_with([&] { return hai::model::read_status(body); });
  read_with([&] { return hai::model::read_session(body); });
  read_with([&] { return hai::model::read_session_page(body); });
  read_with([&] { return hai::model::read_quota(body); });
  read_with([&] { return hai::model::read_event_page(body, 0).total; });
  read_with([&] { return hai::detail::event_access::parse(7, body).payload(); });
  static_cast<void>(hai::model::error_detail(body));
  std::string const once = hai::model::mended(body);
  require(hai::model::mended(once) == once, "what is mended needs no mending");
  return 0;
}
