#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <hai/client_options.hpp>
#include <hai/stream_options.hpp>

#include "api/bounded_options.hpp"

namespace hai {
namespace {

using namespace std::chrono_literals;

using variables = std::map<std::string, std::string>;

/// The environment as it was, put back at the end; until then it has nothing of what the library reads.
class bare_environment {
 public:
  bare_environment() {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (char const* const value = std::getenv(names[i])) before_[i] = value;
      ::unsetenv(names[i]);
    }
  }
  bare_environment(bare_environment const&) = delete;
  bare_environment& operator=(bare_environment const&) = delete;
  ~bare_environment() {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (before_[i])
        ::setenv(names[i], before_[i]->c_str(), 1);
      else
        ::unsetenv(names[i]);
    }
  }

 private:
  static constexpr std::array names{"HAI_API_KEY",  "H_API_KEY",      "HAI_API_BASE_URL",
                                    "HAI_BASE_URL", "H_API_BASE_URL", "HTTPS_PROXY",
                                    "https_proxy",  "NO_PROXY",       "no_proxy"};
  std::array<std::optional<std::string>, names.size()> before_;
};

client_options with(variables const& given) {
  bare_environment const bare;
  for (auto const& [name, value] : given) ::setenv(name.c_str(), value.c_str(), 1);
  return client_options::from_environment();
}

std::string key_of(client_options const& options) {
  return options.has_api_key() ? options.api_key() : "none";
}

TEST(Environment, without_a_variable_changes_nothing) {
  auto const options = with({});
  EXPECT_EQ(key_of(options), "none");
  EXPECT_EQ(options.base_url(), client_options().base_url());
  EXPECT_EQ(options.proxy(), "");
  EXPECT_EQ(options.no_proxy(), "");
}

TEST(Environment, has_the_key) {
  EXPECT_EQ(key_of(with({{"HAI_API_KEY", "a"}, {"H_API_KEY", "b"}})), "a");
  EXPECT_EQ(key_of(with({{"H_API_KEY", "b"}})), "b");
  EXPECT_EQ(key_of(with({{"HAI_API_KEY", ""}, {"H_API_KEY", "b"}})), "b");
}

TEST(Environment, has_the_base_url) {
  EXPECT_EQ(
      with(
          {{"HAI_API_BASE_URL", "https://a"}, {"HAI_BASE_URL", "https://b"}, {"H_API_BASE_URL", "https://c"}})
          .base_url(),
      "https://a");
  EXPECT_EQ(with({{"HAI_BASE_URL", "https://b"}, {"H_API_BASE_URL", "https://c"}}).base_url(), "https://b");
  EXPECT_EQ(with({{"H_API_BASE_URL", "https://c"}}).base_url(), "https://c");
}

TEST(Environment, has_the_proxy_and_who_goes_without_it) {
  auto const options = with({{"HTTPS_PROXY", "http://p:1"}, {"NO_PROXY", "x"}});
  EXPECT_EQ(options.proxy(), "http://p:1");
  EXPECT_EQ(options.no_proxy(), "x");
  auto const lower = with({{"https_proxy", "http://q:1"}, {"no_proxy", "y"}});
  EXPECT_EQ(lower.proxy(), "http://q:1");
  EXPECT_EQ(lower.no_proxy(), "y");
}

TEST(Options, name_the_european_region_unless_told_otherwise) {
  EXPECT_EQ(client_options().base_url(), "https://agp.eu.hcompany.ai");
  EXPECT_EQ(client_options().region(region::us).base_url(), "https://agp.hcompany.ai");
  EXPECT_EQ(client_options().region(region::us).region(region::eu).base_url(), "https://agp.eu.hcompany.ai");
}

TEST(Options, have_the_defaults_that_are_documented) {
  pool_options const pool;
  EXPECT_EQ(pool.max_connections(), 256u);
  EXPECT_EQ(pool.short_call_connections(), 8u);
  EXPECT_EQ(pool.idle_expiry(), 30s);
  EXPECT_EQ(pool.max_lifetime(), 0s);
  EXPECT_EQ(pool.max_connecting(), 64u);
  EXPECT_EQ(pool.max_turn(), 5s);
  EXPECT_EQ(pool.max_poll_rate(), 500u);
  retry_options const retry;
  EXPECT_EQ(retry.attempts(), 3);
  EXPECT_EQ(retry.give_up_after(), 5min);
  timeout_options const timeouts;
  EXPECT_EQ(timeouts.resolve(), 10s);
  EXPECT_EQ(timeouts.connect(), 10s);
  EXPECT_EQ(timeouts.handshake(), 10s);
  EXPECT_EQ(timeouts.request(), 60s);
  EXPECT_EQ(timeouts.stall(), 20s);
  stream_options const stream;
  EXPECT_EQ(stream.wait(), 25s);
  EXPECT_EQ(stream.buffer(), 256u);
  EXPECT_EQ(stream.buffer_bytes(), 16u * 1024 * 1024);
  EXPECT_EQ(stream.from_index(), 0u);
  EXPECT_TRUE(client_options().gzip());
}

TEST(Options, mean_a_year_by_for_ever) {
  constexpr auto for_ever = std::chrono::milliseconds::max();
  constexpr std::chrono::hours a_year(365 * 24);
  timeout_options endless;
  endless.resolve(for_ever).connect(for_ever).handshake(for_ever).request(for_ever).stall(for_ever);
  pool_options lasting;
  lasting.idle_expiry(for_ever).max_lifetime(for_ever).max_turn(for_ever);
  auto const told = api::bounded(
      client_options().timeouts(endless).pool(lasting).retry(retry_options().give_up_after(for_ever)));
  EXPECT_EQ(told.timeouts().resolve(), a_year);
  EXPECT_EQ(told.timeouts().connect(), a_year);
  EXPECT_EQ(told.timeouts().handshake(), a_year);
  EXPECT_EQ(told.timeouts().request(), a_year);
  EXPECT_EQ(told.timeouts().stall(), a_year);
  EXPECT_EQ(told.pool().idle_expiry(), a_year);
  EXPECT_EQ(told.pool().max_lifetime(), a_year);
  EXPECT_EQ(told.pool().max_turn(), a_year);
  EXPECT_EQ(told.retry().give_up_after(), a_year);
  EXPECT_EQ(api::bounded(client_options()).timeouts().request(), 60s);
}

}  // namespace
}  // namespace hai
