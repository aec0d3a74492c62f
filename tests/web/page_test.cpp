#include "bot/web/page.h"

#include <doctest/doctest.h>

#include <string>

namespace page_test {

using namespace tocsin;

namespace {

net::HttpResponse file(const std::string& target) {
  const auto response = web::page_answer(*web::parse_target(target));
  REQUIRE(response);
  return *response;
}

}  // namespace

TEST_CASE("The page is in the program, and each of its files says what it is") {
  const auto type_of = [](const std::string& target) {
    return *net::find_header(file(target).headers, "Content-Type");
  };
  CHECK(type_of("/") == "text/html; charset=utf-8");
  CHECK(type_of("/page.css") == "text/css; charset=utf-8");
  CHECK(type_of("/page.svg") == "image/svg+xml");
  CHECK(type_of("/page.js") == "text/javascript; charset=utf-8");
  CHECK(file("/page.js").body.ends_with("keepDrawing();\n"));
  CHECK_FALSE(web::page_answer(*web::parse_target("/page.js/more")).has_value());
  CHECK_FALSE(web::page_answer(*web::parse_target("/metrics")).has_value());
}

TEST_CASE("Nothing runs on the page but its own file, and nothing comes from elsewhere") {
  const net::HttpResponse page = file("/");
  const std::string* policy = net::find_header(page.headers, "Content-Security-Policy");
  REQUIRE(policy != nullptr);
  CHECK(policy->find("default-src 'none'") != std::string::npos);
  CHECK(policy->find("unsafe") == std::string::npos);
  for (const char* const inline_code : {"style=", "onclick=", "<style", "javascript:", "://"}) {
    CHECK_MESSAGE(page.body.find(inline_code) == std::string::npos, inline_code);
  }
  // What people typed only ever becomes text.
  const std::string script = file("/page.js").body;
  for (const char* const sink :
       {"innerHTML =", "outerHTML", "insertAdjacentHTML", "eval(", "document.write", "://"}) {
    CHECK_MESSAGE(script.find(sink) == std::string::npos, sink);
  }
}

}  // namespace page_test
