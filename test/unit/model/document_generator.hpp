#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace hai::test {

/// Writes sound JSON texts in the shape of a `/changes` reply, the same ones for the same seed: members in
/// any order, missing, repeated and unknown; odd white space; escapes, also in member names; numbers of every
/// form; nesting.
class document_generator {
 public:
  explicit document_generator(std::uint64_t seed) : random_(seed) {}

  std::string changes();

  /// Below `bound`.
  std::size_t pick(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

 private:
  bool one_in(std::size_t n) { return pick(n) == 0; }
  std::string space();
  std::string text();
  std::string name(std::string const& plain);
  std::string number();
  std::string scalar();
  std::string value(int depth);
  std::string list(int depth);
  std::string object(int depth);
  std::string data();
  std::string event();
  std::string events();
  std::string member(std::string const& plain_name, std::string const& json);
  std::string joined(std::string const& open, std::vector<std::string> parts, std::string const& close);

  std::mt19937_64 random_;
};

}  // namespace hai::test
