// What is shipped for the operator's monitoring asks for numbers that there are.

#include "bot/json.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace deploy_test {

using namespace tocsin;

namespace {

std::string text_of(const std::string& path) { return file_content(source_path(path)); }

// Every name of a metric in the text, without what histograms put behind it.
std::set<std::string> metrics_in(const std::string& text) {
  constexpr std::string_view k_letters = "abcdefghijklmnopqrstuvwxyz_";
  std::set<std::string> names;
  for (std::size_t at = text.find("tocsin_"); at != std::string::npos;
       at = text.find("tocsin_", at + 1)) {
    std::string name = text.substr(at, text.find_first_not_of(k_letters, at) - at);
    if (name.ends_with("_bucket")) name.erase(name.size() - 7);
    names.insert(name);
  }
  return names;
}

}  // namespace

TEST_CASE("The dashboard is JSON, and dashboard and alerts ask only for metrics that there are") {
  const std::string dashboard = text_of("deploy/grafana-dashboard.json");
  CHECK(parse_json(dashboard));
  const std::string made = text_of("bot/web/metrics.cpp");
  if (made.empty()) {
    MESSAGE("skipped: this version serves no metrics");
    return;
  }
  for (const std::string& text : {dashboard, text_of("deploy/alerts.yml")}) {
    CHECK_FALSE(metrics_in(text).empty());
    for (const std::string& name : metrics_in(text)) {
      CHECK_MESSAGE(made.find("\"" + name + "\"") != std::string::npos, name);
    }
  }
}

}  // namespace deploy_test
