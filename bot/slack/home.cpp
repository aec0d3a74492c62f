#include "bot/slack/home.h"

#include "bot/slack/blocks.h"
#include "bot/slack/deliver.h"
#include "bot/slack/json_text.h"
#include "bot/slack/mrkdwn.h"
#include "bot/slack/verdicts.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace tocsin::slack {

namespace {

constexpr std::size_t k_most_home_blocks = 95;  // of 100
constexpr std::size_t k_heading_units = 140;    // of 150

std::string header_of(std::string_view heading) {
  std::string block = R"({"type":"header","text":{"type":"plain_text","emoji":false,"text":)";
  append_json_string(block, shorten(unmarked(heading), k_heading_units));
  return block + "}}";
}

std::vector<std::string> blocks_of(const ScreenPart& part) {
  std::vector<std::string> blocks;
  if (!part.heading.empty()) blocks.push_back(header_of(part.heading));
  if (!part.text.empty()) {
    for (std::string& section : sections_of(to_mrkdwn(part.text))) {
      blocks.push_back(std::move(section));
    }
  }
  if (!part.buttons.empty()) blocks.push_back(actions_of(part.buttons));
  return blocks;
}

}  // namespace

std::string home_view(const Screen& screen) {
  std::vector<std::string> blocks;
  for (const ScreenPart& part : screen.parts) {
    std::vector<std::string> more = blocks_of(part);
    if (blocks.size() + more.size() > k_most_home_blocks) {
      blocks.push_back(context_of("There is more than fits here."));
      break;
    }
    std::move(more.begin(), more.end(), std::back_inserter(blocks));
  }
  return R"({"type":"home","blocks":)" + list_of(blocks) + "}";
}

Prepared HomeSteps::request() const {
  const auto& home = std::get<delivery::PublishHome>(context.delivery);
  return prepared(
      settings, "views.publish",
      {{"user_id", home.user.value}, {"view", home_view(context.screen.value_or(Screen{}))}});
}

Verdict HomeSteps::judge(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  if (read.is_good()) return verdict::Done{};
  return refused(read, "show the home tab");
}

}  // namespace tocsin::slack
