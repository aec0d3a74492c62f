#include "bot/web/metrics.h"

#include "tests/storage/temporary_folder.h"
#include "tests/support/file_content.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace metrics_test {

using namespace tocsin;

namespace {

web::Measurements measured() {
  web::Measurements all;
  all.version = "1.2.3";
  all.commands = 7;
  all.from_outside = 2;
  all.has_record = true;
  all.active = {0, 1, 0, 3, 0};
  all.unsettled = 4;
  all.answer_times.add(0.004);
  all.answer_times.add(0.2);
  all.answer_times.add(9.0);
  return all;
}

bool has_line(const std::string& text, const std::string& line) {
  return text.find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("The metrics count what came in and how long people waited") {
  const std::string text = web::metrics_text(measured());
  CHECK(has_line(text, "tocsin_commands_total{source=\"slack\"} 7"));
  CHECK(has_line(text, "tocsin_commands_total{source=\"http\"} 2"));
  CHECK(has_line(text, "tocsin_active_incidents{severity=\"sev3\"} 3"));
  CHECK(has_line(text, "tocsin_outbox_unsettled 4"));
  CHECK(has_line(text, "tocsin_answer_seconds_count 3"));
  CHECK(has_line(text, "tocsin_answer_seconds_bucket{le=\"0.005\"} 1"));
  CHECK(has_line(text, "tocsin_answer_seconds_bucket{le=\"0.25\"} 2"));
  CHECK(has_line(text, "tocsin_answer_seconds_bucket{le=\"+Inf\"} 3"));
}

TEST_CASE("Numbers that cannot be read are left out instead of being zero") {
  web::Measurements without = measured();
  without.has_record = false;
  const std::string text = web::metrics_text(without);
  CHECK(text.find("tocsin_active_incidents") == std::string::npos);
  CHECK(text.find("tocsin_outbox_unsettled") == std::string::npos);
  CHECK(has_line(text, "tocsin_slack_connected 0"));
}

TEST_CASE("Prometheus' own checker has nothing to say about the metrics") {
  if (std::system("command -v promtool >/dev/null 2>&1") != 0) {  // NOLINT
    MESSAGE("left out: promtool (Debian's package prometheus) is not installed");
    return;
  }
  const TemporaryFolder folder;
  std::ofstream(folder.file("metrics")) << web::metrics_text(measured());
  const std::string command =
      "promtool check metrics <" + folder.file("metrics") + " >" + folder.file("said") + " 2>&1";
  const int status = std::system(command.c_str());  // NOLINT
  CHECK_MESSAGE(status == 0, file_content(folder.file("said")));
}

}  // namespace metrics_test
