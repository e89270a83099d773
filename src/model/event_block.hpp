#pragma once

#include <atomic>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/event_slices.hpp"

namespace hai::detail {

/// What the copies of one event share: its text in the same block of memory as this header, and the parsed
/// data once somebody has looked at it.
class event_block {
 public:
  struct decoded_data {
    std::optional<boost::json::value> value;
    std::string failure;
  };

  /// With a copy of the text.
  static event_block* create(std::uint64_t index, model::event_slices const& slices);
  /// At the front of `memory`, a block of block_memory of `size` bytes that the text lies in, behind room for
  /// this header; the event owns it from then on. Null, and nothing taken over, for an event whose names must
  /// be decoded.
  static event_block* create_in(void* memory, std::size_t size, std::uint64_t index,
                                model::event_slices const& slices);

  event_block(event_block const&) = delete;
  event_block& operator=(event_block const&) = delete;

  void retain() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept;

  std::uint64_t index() const noexcept { return index_; }
  std::string_view raw() const noexcept { return view(raw_); }
  std::string_view type() const noexcept { return view(type_); }
  std::string_view kind() const noexcept { return view(kind_); }
  std::string_view timestamp() const noexcept { return view(timestamp_); }

  /// Parses on first use. Threads that come at the same time may each parse; one result is kept.
  decoded_data const& data() const;

 private:
  /// A part of the characters behind this header.
  struct span {
    std::size_t offset = 0;
    std::size_t size = 0;
  };
  struct names;

  /// `origin`: what the slices' text will be found at as its characters are counted from behind the header.
  event_block(std::uint64_t index, model::event_slices const& slices, names const& decoded,
              char const* origin, std::size_t size) noexcept;
  ~event_block();

  char* characters() noexcept { return reinterpret_cast<char*>(this + 1); }
  char const* characters() const noexcept { return reinterpret_cast<char const*>(this + 1); }
  std::string_view view(span part) const noexcept { return {characters() + part.offset, part.size}; }

  mutable std::atomic<decoded_data const*> data_{nullptr};
  std::uint64_t index_;
  span raw_;
  span type_;
  span kind_;
  span timestamp_;
  span data_text_;
  std::size_t size_;  ///< of the whole block
  std::atomic<std::uint32_t> references_{1};
};

}  // namespace hai::detail
