#pragma once

#include <openssl/bio.h>

#include <memory>

namespace hai::net {

struct bio_free {
  void operator()(BIO* bio) const noexcept { BIO_free(bio); }
};
/// OpenSSL's bytes in memory.
using bio_ptr = std::unique_ptr<BIO, bio_free>;

}  // namespace hai::net
