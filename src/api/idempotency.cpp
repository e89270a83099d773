#include "api/idempotency.hpp"

#include <cstdint>

namespace hai::api {

std::string new_key(net::system& machine) {
  std::uint64_t const high = (machine.entropy() & ~std::uint64_t{0xf000}) | 0x4000;
  std::uint64_t const low = (machine.entropy() & ~(std::uint64_t{0xc} << 60)) | (std::uint64_t{0x8} << 60);
  static constexpr char digits[] = "0123456789abcdef";
  std::string key;
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) key += '-';
    std::uint64_t const half = nibble < 16 ? high : low;
    key += digits[(half >> (60 - 4 * (nibble % 16))) & 0xf];
  }
  return key;
}

}  // namespace hai::api
