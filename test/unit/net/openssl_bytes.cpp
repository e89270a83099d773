#include "unit/net/openssl_bytes.hpp"

#include <malloc.h>
#include <openssl/crypto.h>

#include <atomic>
#include <cstdlib>

namespace hai::net::testing {

namespace {

std::atomic<long> held = 0;

void count(void* block, long sign) {
  if (block) held += sign * static_cast<long>(::malloc_usable_size(block));
}

void* counted_malloc(std::size_t size, char const*, int) {
  void* const block = std::malloc(size);
  count(block, 1);
  return block;
}

void* counted_realloc(void* block, std::size_t size, char const*, int) {
  count(block, -1);
  void* const moved = std::realloc(block, size);
  count(moved, 1);
  return moved;
}

void counted_free(void* block, char const*, int) {
  count(block, -1);
  std::free(block);
}

// OpenSSL takes these only before its first allocation.
bool const installed = CRYPTO_set_mem_functions(counted_malloc, counted_realloc, counted_free) == 1;

}  // namespace

long openssl_bytes() {
  if (!installed) std::abort();
  return held;
}

}  // namespace hai::net::testing
