// The signed webhook, and what its README tells receivers to do: the examples there are run.

#include "integrations/webhook/pager.h"

#include "bot/json.h"
#include "tests/services/page_context.h"
#include "tests/storage/temporary_folder.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace webhook_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

constexpr const char* k_secret = "HUSH-S3CRET";

webhook::Pager ours() {
  return webhook::Pager(
      pager("webhook", {{"url", "https://pager.example.com/tocsin"}, {"secret", k_secret}}));
}

Json body_of(const DeliveryContext& context) {
  return *parse_json(ours().request(context).request.body);
}

std::string header(const net::HttpRequest& request, std::string_view name) {
  const std::string* value = net::find_header(request.headers, name);
  REQUIRE(value != nullptr);
  return *value;
}

// The lines between ```language and ``` of the README.
std::string example(const std::string& language) {
  const std::string text = file_content(source_path("integrations/webhook/README.md"));
  const std::size_t mark = text.find("```" + language + "\n");
  REQUIRE(mark != std::string::npos);
  const std::size_t begin = mark + language.size() + 4;
  return text.substr(begin, text.find("```", begin) - begin);
}

// Runs a script with the request's parts in files and variables, and gives what it prints.
std::string run(const std::string& program, const std::string& script,
                const net::HttpRequest& request, const std::string& now) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("body")) << request.body;
  std::ofstream(folder.file("script")) << script;
  const std::string command = "timestamp='" + header(request, "X-Tocsin-Timestamp") +
                              "' signature='" + header(request, "X-Tocsin-Signature") +
                              "' secret='" + k_secret + "' now='" + now + "' body='" +
                              folder.file("body") + "' " + program + " " + folder.file("script") +
                              " >" + folder.file("printed");
  CHECK(std::system(command.c_str()) == 0);
  return file_content(folder.file("printed"));
}

std::vector<Answered> answers() {
  return {
      {"taken", answer(200), "done"},
      {"taken with whatever", answer(204, "<html>"), "done"},
      {"refused", answer(422, fixture("webhook/error.json")),
       "refused [pagers.duty] http_422: signed webhook refuses it (422). It says: unknown team; "
       "the secret … is fine [page refused]"},
      {"not there", answer(404),
       "refused [pagers.duty] not_found: signed webhook does not know it, or hides it from us: "
       "check `url` of [pagers.duty], and that the key in `secret` may see it. [page refused]"},
      {"wrong signature", answer(401),
       "refused [pagers.duty] not_authorised: signed webhook does not accept our key: check "
       "`secret` of [pagers.duty]. [page refused]"},
      {"too many", answer(429), "limit 0"},
      {"too many, for a while", answer(429, "", {{"Retry-After", "7"}}), "limit 7000"},
      {"away", answer(500), "unknown"},
      {"no answer", lost(), "unknown"},
      {"not sent", never_sent(), "wait 0"},
  };
}

}  // namespace

TEST_CASE("the webhook is told everything of a page in words of its own") {
  const Prepared prepared = ours().request(page_context());
  CHECK(prepared.request.method == "POST");
  CHECK(prepared.request.url == "https://pager.example.com/tocsin");
  CHECK(prepared.paces.empty());
  CHECK(header(prepared.request, "Idempotency-Key") == "INC-7-P1-trigger");
  CHECK(header(prepared.request, "X-Tocsin-Timestamp") == "1795687200");
  const std::string documented = example("json");
  Json expected = *parse_json(documented);
  expected["incident"]["url"] = "https://slack.example/app_redirect?channel=C1";
  CHECK(body_of(page_context()) == expected);
  CHECK(body_of(page_context(PagerCall::acknowledge))["event"] == "page.acknowledge");
  CHECK(body_of(page_context(PagerCall::resolve))["event"] == "page.resolve");
}

TEST_CASE("a repetition has the same Idempotency-Key and body, and a signature of its own time") {
  DeliveryContext later = page_context();
  later.now += std::chrono::minutes(1);
  const net::HttpRequest first = ours().request(page_context()).request;
  const net::HttpRequest second = ours().request(later).request;
  CHECK(first.body == second.body);
  CHECK(header(first, "Idempotency-Key") == header(second, "Idempotency-Key"));
  CHECK(header(first, "X-Tocsin-Signature") != header(second, "X-Tocsin-Signature"));
}

TEST_CASE("of a private incident the webhook learns its number and nothing else") {
  CHECK(body_of(private_context()) ==
        Json{{"version", 1},
             {"event", "page.trigger"},
             {"key", "INC-7-P1"},
             {"summary", "INC-7: private incident"},
             {"incident", {{"handle", "INC-7"}, {"is_drill", false}, {"is_private", true}}},
             {"page", {{"handle", "P1"}}}});
  CHECK(body_of(drill_context())["incident"]["is_drill"] == true);
  CHECK(body_of(drill_context())["summary"].get<std::string>().starts_with("DRILL, not real: "));
}

TEST_CASE("each answer of the webhook is understood") {
  check_answers(ours(), page_context(), answers());
  check_hush(ours(), answers());
}

TEST_CASE("the verification that the README shows in Python takes our requests and no others") {
  if (std::system("python3 -c '' 2>/dev/null") != 0) {
    MESSAGE("skipped: there is no python3");
    return;
  }
  const std::string script =
      example("python") +
      "\nimport os\nbody = open(os.environ['body'], 'rb').read()\n"
      "print(is_genuine(os.environ['secret'].encode(), os.environ['timestamp'],\n"
      "                 os.environ['signature'], body, float(os.environ['now'])))\n";
  DeliveryContext context = page_context();
  context.incident->title = "Ärger 'quoted' \"twice\"\n";
  const net::HttpRequest genuine = ours().request(context).request;
  CHECK(run("python3", script, genuine, "1795687205") == "True\n");
  CHECK(run("python3", script, genuine, "1795687505") == "False\n");  // stale
  net::HttpRequest forged = genuine;
  forged.body += " ";
  CHECK(run("python3", script, forged, "1795687205") == "False\n");
}

TEST_CASE("the verification that the README shows for a shell takes our requests and no others") {
  if (std::system("openssl version >/dev/null 2>&1") != 0) {
    MESSAGE("skipped: there is no openssl");
    return;
  }
  const net::HttpRequest genuine = ours().request(page_context()).request;
  CHECK(run("sh", example("sh"), genuine, "0") == "genuine\n");
  net::HttpRequest forged = genuine;
  forged.body.replace(forged.body.find("INC-7"), 5, "INC-8");
  CHECK(run("sh", example("sh"), forged, "0") == "forged\n");
}

}  // namespace webhook_test
