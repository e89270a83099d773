#include "net/stream_bio.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

namespace hai::net {

namespace {

/// A large event in one go; of what is never received into, the system gives no memory.
constexpr std::size_t receive_size = 128 * 1024;

struct receive_buffer {
  std::unique_ptr<char[]> bytes;
  std::size_t taken = 0;
  std::size_t filled = 0;
};

thread_local receive_buffer received;

}  // namespace

BIO_METHOD* stream_bio::make_method() {
  BIO_METHOD* const method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "byte_stream");
  if (!method) return nullptr;
  BIO_meth_set_read_ex(method, &stream_bio::on_read);
  BIO_meth_set_write_ex(method, &stream_bio::on_write);
  BIO_meth_set_ctrl(method, &stream_bio::on_control);
  return method;
}

BIO* stream_bio::make_bio(BIO_METHOD const* method) {
  BIO* const bio = BIO_new(method);
  if (!bio) return nullptr;
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  return bio;
}

void stream_bio::begin() noexcept {
  received.taken = received.filled = 0;
  failure_.clear();
}

void stream_bio::end() {
  if (spill_taken_ == spill_.size()) {
    std::string().swap(spill_);
    spill_taken_ = 0;
  }
  if (received.taken == received.filled) return;
  spill_.append(received.bytes.get() + received.taken, received.filled - received.taken);
  received.taken = received.filled = 0;
}

bool stream_bio::has_received() const noexcept {
  return spill_taken_ < spill_.size() || received.taken < received.filled;
}

std::size_t stream_bio::take_received(char* into, std::size_t size) {
  if (spill_taken_ < spill_.size()) {
    auto const count = std::min(size, spill_.size() - spill_taken_);
    std::memcpy(into, spill_.data() + spill_taken_, count);
    spill_taken_ += count;
    return count;
  }
  auto const count = std::min(size, received.filled - received.taken);
  if (count > 0) std::memcpy(into, received.bytes.get() + received.taken, count);
  received.taken += count;
  return count;
}

bool stream_bio::receive(BIO* bio) {
  if (!received.bytes) received.bytes = std::make_unique_for_overwrite<char[]>(receive_size);
  auto const got = lower_.try_read(std::span(received.bytes.get(), receive_size), failure_);
  if (failure_) return false;
  ended_ = got.ended;
  if (got.wanted != readiness::none) BIO_set_retry_read(bio);
  received.taken = 0;
  received.filled = got.bytes;
  return got.bytes > 0;
}

int stream_bio::on_read(BIO* bio, char* into, std::size_t size, std::size_t* taken) {
  auto& self = *static_cast<stream_bio*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  *taken = self.take_received(into, size);
  if (*taken == 0 && self.receive(bio)) *taken = self.take_received(into, size);
  return *taken > 0;
}

int stream_bio::on_write(BIO* bio, char const* from, std::size_t size, std::size_t* taken) {
  auto& self = *static_cast<stream_bio*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  auto const put = self.lower_.try_write(std::span(from, size), self.failure_);
  *taken = self.failure_ ? 0 : put.bytes;
  if (!self.failure_ && put.wanted != readiness::none) BIO_set_retry_write(bio);
  return *taken > 0;
}

long stream_bio::on_control(BIO* bio, int command, long, void*) {
  switch (command) {
    case BIO_CTRL_FLUSH:
      return 1;
    case BIO_CTRL_EOF:  // else OpenSSL takes a cut for a system call that failed without a reason
      return static_cast<stream_bio*>(BIO_get_data(bio))->ended_;
    default:
      return 0;
  }
}

}  // namespace hai::net
