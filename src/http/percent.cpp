#include "http/percent.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <hai/error.hpp>

namespace hai::http {

std::string percent_encoded(std::string_view text) {
  return boost::urls::encode({text.data(), text.size()}, boost::urls::unreserved_chars);
}

std::string path_segment(std::string_view id, std::string_view what) {
  if (id.empty() || id == "." || id == "..")
    throw error(errc::invalid_argument, std::string(what) + " cannot be \"" + std::string(id) + "\"");
  return percent_encoded(id);
}

query_text& query_text::add(std::string_view name, std::string_view value) {
  text_ += text_.empty() ? '?' : '&';
  text_.append(percent_encoded(name)).append("=").append(percent_encoded(value));
  return *this;
}

}  // namespace hai::http
