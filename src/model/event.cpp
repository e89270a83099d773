#include <hai/errc.hpp>
#include <hai/error.hpp>
#include <hai/event.hpp>
#include <string>

#include "model/envelope_reader.hpp"
#include "model/event_access.hpp"
#include "model/event_block.hpp"
#include "model/timestamp.hpp"

namespace hai {

event::event(event const& other) noexcept : block_(other.block_) {
  if (block_ != nullptr) block_->retain();
}

event::~event() {
  if (block_ != nullptr) block_->release();
}

std::uint64_t event::index() const noexcept { return block_ ? block_->index() : 0; }

std::string_view event::type() const noexcept { return block_ ? block_->type() : std::string_view(); }

std::string_view event::kind() const noexcept { return block_ ? block_->kind() : std::string_view(); }

std::string_view event::raw() const noexcept { return block_ ? block_->raw() : std::string_view(); }

std::chrono::sys_time<std::chrono::microseconds> event::timestamp() const noexcept {
  if (block_ == nullptr) return {};
  return model::parse_timestamp(block_->timestamp())
      .value_or(std::chrono::sys_time<std::chrono::microseconds>());
}

boost::json::value const& event::data() const {
  static boost::json::value const none;
  if (block_ == nullptr) return none;
  detail::event_block::decoded_data const& decoded = block_->data();
  if (decoded.value) return *decoded.value;
  throw error(make_error_code(errc::bad_json),
              "data of event " +
                  (index() == no_index ? std::string("without an index") : std::to_string(index())) + " (" +
                  std::string(type()) + "): not sound JSON: " + decoded.failure);
}

namespace detail {

event event_access::make(std::uint64_t index, model::event_slices const& slices) {
  return event(event_block::create(index, slices));
}

std::optional<event> event_access::make_in(void* memory, std::size_t size, std::uint64_t index,
                                           model::event_slices const& slices) {
  event_block* const made = event_block::create_in(memory, size, index, slices);
  return made ? std::optional(event(made)) : std::nullopt;
}

event event_access::parse(std::uint64_t index, std::string_view text) {
  return make(index, model::read_event_text(text));
}

boost::json::value const* event_access::data_if_sound(event const& from) {
  if (from.block_ == nullptr) return nullptr;
  event_block::decoded_data const& decoded = from.block_->data();
  return decoded.value ? &*decoded.value : nullptr;
}

}  // namespace detail
}  // namespace hai
