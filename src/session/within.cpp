#include <hai/within.hpp>
#include <string>

namespace hai::detail {

bool is_aborted(std::exception_ptr const& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (boost::system::system_error const& known) {
    return known.code() == asio::error::operation_aborted;
  } catch (...) {
    return false;
  }
}

void throw_timed_out(std::chrono::steady_clock::duration limit) {
  auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(limit).count();
  throw error(errc::timed_out, "the operation did not end within " + std::to_string(ms) + " ms");
}

}  // namespace hai::detail
