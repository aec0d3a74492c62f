#include "bot/web/gate.h"
#include "bot/web/target.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gate_test {

using namespace tocsin;

namespace {

int status_for(const web::Gate& gate, const std::string& method,
               const std::vector<net::Header>& headers) {
  net::HttpRequest request;
  request.method = method;
  request.headers = headers;
  const auto refused = web::turned_away(request, gate);
  return refused ? refused->status : 200;
}

const net::Header k_here{"Host", "127.0.0.1:8686"};
const net::Header k_json{"Content-Type", "application/json"};

}  // namespace

TEST_CASE("Without a token this machine may ask, and only by a name of its own") {
  const web::Gate gate;
  CHECK(status_for(gate, "GET", {k_here}) == 200);
  CHECK(status_for(gate, "GET", {{"Host", "localhost:8686"}}) == 200);
  CHECK(status_for(gate, "GET", {{"host", "[::1]:8686"}}) == 200);
  CHECK(status_for(gate, "GET", {{"Host", "evil.example"}}) == 421);
  CHECK(status_for(gate, "GET", {{"Host", "127.0.0.1.evil.example"}}) == 421);
  CHECK(status_for(gate, "GET", {{"Host", "[::1"}}) == 421);
  CHECK(status_for(gate, "GET", {}) == 421);
}

TEST_CASE("A page of another site can neither read nor type") {
  const web::Gate gate;
  CHECK(status_for(gate, "GET", {k_here, {"Origin", "http://evil.example"}}) == 403);
  CHECK(status_for(gate, "POST", {k_here, k_json, {"Origin", "null"}}) == 403);
  CHECK(status_for(gate, "POST", {k_here, {"Content-Type", "text/plain"}}) == 415);
  CHECK(status_for(gate, "POST", {k_here}) == 415);
  CHECK(status_for(gate, "POST", {k_here, k_json, {"Origin", "http://127.0.0.1:8686"}}) == 200);
}

TEST_CASE("With a token nobody gets in without it, from wherever they ask") {
  const web::Gate gate{"a-long-secret"};
  CHECK(status_for(gate, "GET", {k_here}) == 401);
  CHECK(status_for(gate, "GET", {k_here, {"Authorization", "Bearer a-long-secre"}}) == 401);
  CHECK(status_for(gate, "GET", {k_here, {"Authorization", "Bearer a-long-secrets"}}) == 401);
  CHECK(status_for(gate, "GET", {k_here, {"Authorization", "Bearer "}}) == 401);
  CHECK(status_for(gate, "GET", {k_here, {"Authorization", "a-long-secret"}}) == 401);
  CHECK(status_for(gate, "GET", {{"Authorization", "Bearer a-long-secret"}}) == 200);
}

TEST_CASE(
    "A browser that has shown the token gets in by a cookie that scripts and other sites lack") {
  const web::Gate gate{"a-long-secret", "session-of-this-start"};
  net::HttpRequest request;
  request.method = "POST";
  request.headers = {k_here, k_json, {"Origin", "http://127.0.0.1:8686"}};
  request.body = R"({"token":"a-long-secret"})";
  const net::HttpResponse let_in = web::let_in(request, gate);
  CHECK(let_in.status == 200);
  const std::string* cookie = net::find_header(let_in.headers, "Set-Cookie");
  REQUIRE(cookie != nullptr);
  CHECK(cookie->find("tocsin=session-of-this-start; HttpOnly; SameSite=Strict") == 0);
  CHECK(cookie->find("a-long-secret") == std::string::npos);

  for (const char* const wrong :
       {R"({"token":"a-long-secre"})", R"({"token":""})", "{}", "[", ""}) {
    request.body = wrong;
    CHECK(web::let_in(request, gate).status == 401);
  }
  request.body = R"({"token":"a-long-secret"})";
  CHECK(web::let_in(request, web::Gate{"", "session"}).status == 401);
  request.headers = {k_here, k_json, {"Origin", "http://evil.example"}};
  CHECK(web::let_in(request, gate).status == 403);

  const auto with_cookie = [&](const std::string& sent) {
    return status_for(gate, "GET", {k_here, {"Cookie", sent}});
  };
  CHECK(with_cookie("tocsin=session-of-this-start") == 200);
  CHECK(with_cookie("a=1; tocsin=session-of-this-start; b=2") == 200);
  CHECK(with_cookie("tocsin=session-of-another-start") == 401);
  CHECK(with_cookie("tocsin=") == 401);
  CHECK(with_cookie("xtocsin=session-of-this-start") == 401);
  CHECK(status_for(web::Gate{"a-long-secret"}, "GET", {k_here, {"Cookie", "tocsin="}}) == 401);
}

TEST_CASE("An address is taken apart once, and a broken one is none") {
  const auto target = web::parse_target("/api//v1/find?q=a%20b+c&q=second&empty");
  REQUIRE(target);
  CHECK(target->path == std::vector<std::string>{"api", "v1", "find"});
  CHECK(target->query_or("q", "") == "a b c");
  CHECK(target->query_or("empty", "none").empty());
  CHECK(target->query_or("missing", "none") == "none");
  CHECK(web::parse_target("/")->path.empty());
  CHECK(web::parse_target("/a%2Fb")->path == std::vector<std::string>{"a/b"});
  for (const char* const broken : {"/%", "/%4", "/%zz", "/%00", "/?q=%"}) {
    CAPTURE(broken);
    CHECK_FALSE(web::parse_target(broken).has_value());
  }
}

}  // namespace gate_test
