#include "bot/net/url.h"

#include "bot/net/proxy.h"
#include "bot/net/surroundings.h"

#include <doctest/doctest.h>
#include <ifaddrs.h>
#include <netdb.h>
#include <netinet/in.h>

#include <array>

namespace url_test {

using namespace tocsin::net;

TEST_CASE("a URL is taken apart, with the scheme's own port when it names none") {
  const auto plain = parse_url("https://slack.com/api/chat.postMessage?x=1");
  REQUIRE(plain);
  CHECK(plain->scheme == "https");
  CHECK(plain->host == "slack.com");
  CHECK(plain->port == 443);
  CHECK(plain->target == "/api/chat.postMessage?x=1");
  CHECK(plain->secure());

  CHECK(parse_url("http://127.0.0.1:8080")->port == 8080);
  CHECK(parse_url("http://127.0.0.1:8080")->target == "/");
  CHECK(parse_url("http://localhost")->port == 80);
  CHECK_FALSE(parse_url("ws://localhost/link")->secure());
  CHECK(parse_url("wss://wss-primary.slack.com/link/?ticket=a%2Fb")->target ==
        "/link/?ticket=a%2Fb");
}

TEST_CASE("scheme and host are read without case, the rest as it stands") {
  const auto url = parse_url("HTTPS://Hooks.Slack.COM/Services/AbC");
  REQUIRE(url);
  CHECK(url->scheme == "https");
  CHECK(url->host == "hooks.slack.com");
  CHECK(url->target == "/Services/AbC");
}

TEST_CASE("a query without a path gets one, and a fragment is for nobody but browsers") {
  CHECK(parse_url("https://a.example?x=1")->target == "/?x=1");
  CHECK(parse_url("https://a.example/p#part")->target == "/p");
  CHECK(parse_url("https://a.example#part")->target == "/");
}

TEST_CASE("an IPv6 address stands in brackets and loses them") {
  const auto url = parse_url("http://[::1]:8080/x");
  REQUIRE(url);
  CHECK(url->host == "::1");
  CHECK(url->port == 8080);
  CHECK(parse_url("https://[2001:db8::1]")->port == 443);
  CHECK_FALSE(parse_url("https://[::1"));
  CHECK_FALSE(parse_url("https://[::1]x"));
  CHECK_FALSE(parse_url("https://[not-an-address]/"));
  CHECK_FALSE(parse_url("https://2001:db8::1/"));
}

TEST_CASE("whatever is not a plain http, https, ws or wss URL is refused") {
  for (const char* text : {"",
                           "slack.com",
                           "/path",
                           "ftp://a.example/",
                           "https:/a.example",
                           "https://",
                           "https:///x",
                           "https://user:password@a.example/",
                           "https://user@a.example/",
                           "https://a.example:/",
                           "https://a.example:0/",
                           "https://a.example:65536/",
                           "https://a.example:12x/",
                           "https://a.example:-1/",
                           "https://a example/",
                           "https://a.example/a b",
                           "https://a.example/a\r\nHost: b",
                           "https://a.example/\x01",
                           "https://a.ex\xc3\xa4mple/",
                           "https://a.example\\@b.example/",
                           "javascript:alert(1)"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_url(text));
  }
}

TEST_CASE("only this machine counts as loopback") {
  for (const char* host : {"localhost", "LOCALHOST", "127.0.0.1", "127.8.9.10", "::1", "[::1]"}) {
    CAPTURE(host);
    CHECK(is_loopback_host(host));
  }
  for (const char* host : {"", "127.0.0.1.example.com", "127.example.com", "localhost.example.com",
                           "128.0.0.1", "0.0.0.0", "::", "10.0.0.1", "::2", "[]", "127.1"}) {
    CAPTURE(host);
    CHECK_FALSE(is_loopback_host(host));
  }
}

TEST_CASE("an address that this machine has is this machine, no other is") {
  ifaddrs* all = nullptr;
  REQUIRE(getifaddrs(&all) == 0);
  for (const ifaddrs* one = all; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET) continue;
    std::array<char, NI_MAXHOST> host{};
    REQUIRE(getnameinfo(one->ifa_addr, sizeof(sockaddr_in), host.data(), host.size(), nullptr, 0,
                        NI_NUMERICHOST) == 0);
    CAPTURE(host.data());
    CHECK(is_this_machine(host.data()));
  }
  freeifaddrs(all);
  CHECK(is_this_machine("[::1]"));
  // Addresses that are kept for examples.
  for (const char* host : {"192.0.2.1", "2001:db8::1", "example.com", "", "0.0.0.0", "::"}) {
    CAPTURE(host);
    CHECK_FALSE(is_this_machine(host));
  }
}

TEST_CASE("a proxy is read with or without scheme, port and credentials") {
  CHECK(parse_proxy("http://proxy.example:3128") == Proxy{"proxy.example", 3128, ""});
  CHECK(parse_proxy("proxy.example:3128") == Proxy{"proxy.example", 3128, ""});
  CHECK(parse_proxy("http://proxy.example/") == Proxy{"proxy.example", 80, ""});
  CHECK(parse_proxy("http://[::1]:3128") == Proxy{"::1", 3128, ""});
  CHECK(parse_proxy("http://anna:s%40e%2Fcret@proxy.example:3128") ==
        Proxy{"proxy.example", 3128, "anna:s@e/cret"});
  CHECK_FALSE(parse_proxy("https://proxy.example:3128"));
  CHECK_FALSE(parse_proxy("socks5://proxy.example:3128"));
  CHECK_FALSE(parse_proxy("http://"));
}

TEST_CASE("exceptions from the proxy are hosts, suffixes, hosts with a port, or everything") {
  CHECK(excepted_from_proxy("*", "slack.com", 443));
  CHECK(excepted_from_proxy("a.example, slack.com", "slack.com", 443));
  CHECK(excepted_from_proxy("SLACK.com", "slack.com", 443));
  CHECK(excepted_from_proxy(".slack.com", "wss-primary.slack.com", 443));
  CHECK(excepted_from_proxy("slack.com:443", "slack.com", 443));
  CHECK(excepted_from_proxy("10.1.2.3", "10.1.2.3", 443));
  CHECK(excepted_from_proxy("[2001:db8::1]:443", "2001:db8::1", 443));
  CHECK(excepted_from_proxy("2001:db8::1", "2001:db8::1", 443));

  CHECK_FALSE(excepted_from_proxy("", "slack.com", 443));
  CHECK_FALSE(excepted_from_proxy(" , ,", "slack.com", 443));
  CHECK_FALSE(excepted_from_proxy("slack.com:8443", "slack.com", 443));
  CHECK_FALSE(excepted_from_proxy("lack.com", "slack.com", 443));
  CHECK_FALSE(excepted_from_proxy("api.slack.com", "slack.com", 443));
  CHECK_FALSE(excepted_from_proxy("slack.com.example", "slack.com", 443));
}

TEST_CASE("loopback and plain connections never go through the proxy") {
  const Surroundings surroundings{.https_proxy = "http://proxy.example:3128",
                                  .no_proxy = "direct.example",
                                  .ssl_cert_file = ""};
  CHECK(goes_through_proxy(surroundings, *parse_url("https://slack.com/")));
  CHECK(goes_through_proxy(surroundings, *parse_url("wss://slack.com/")));
  CHECK_FALSE(goes_through_proxy(surroundings, *parse_url("https://direct.example/")));
  CHECK_FALSE(goes_through_proxy(surroundings, *parse_url("https://localhost/")));
  CHECK_FALSE(goes_through_proxy(surroundings, *parse_url("https://127.0.0.1/")));
  CHECK_FALSE(goes_through_proxy(surroundings, *parse_url("https://[::1]/")));
  CHECK_FALSE(goes_through_proxy(surroundings, *parse_url("http://slack.com/")));
  CHECK_FALSE(goes_through_proxy({}, *parse_url("https://slack.com/")));
}

TEST_CASE("the tunnel is asked for by name, with the credentials in base64") {
  const std::string request = connect_request(
      {.host = "p", .port = 1, .credentials = "anna:secret"}, *parse_url("https://slack.com/api"));
  CHECK(request ==
        "CONNECT slack.com:443 HTTP/1.1\r\nHost: slack.com:443\r\nUser-Agent: tocsin\r\n"
        "Proxy-Authorization: Basic YW5uYTpzZWNyZXQ=\r\n\r\n");
  CHECK(connect_request({.host = "p", .port = 1, .credentials = ""},
                        *parse_url("https://[2001:db8::1]/"))
            .starts_with("CONNECT [2001:db8::1]:443 HTTP/1.1\r\n"));
}

}  // namespace url_test
