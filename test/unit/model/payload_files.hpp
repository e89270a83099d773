#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace hai::test {

/// The text of a file in test/payloads.
inline std::string payload_file(std::string const& name) {
  std::ifstream in(std::string(HAI_TEST_PAYLOADS) + "/" + name, std::ios::binary);
  if (!in) throw std::runtime_error("no payload file " + name);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace hai::test
