#include "bot/slack/ack.h"

#include "bot/slack/blocks.h"
#include "bot/slack/json_text.h"
#include "bot/slack/mrkdwn.h"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

namespace tocsin::slack {

namespace {

constexpr std::size_t k_notification_units = 300;  // text beside blocks, in an ack
constexpr std::size_t k_buttons_bytes = 6'000;     // of an ack that had to be shortened
constexpr std::size_t k_longest_rest = 500;

std::string_view response_type(Visibility visibility) {
  switch (visibility) {
    case Visibility::only_the_asker:
      return "ephemeral";
    case Visibility::channel:
      return "in_channel";
  }
  return "ephemeral";
}

// The fields of a message, without the braces around them.
std::string message_fields(const Content& content, const AnswerOptions& options,
                           std::size_t text_units) {
  std::string fields;
  fields.reserve(content.text.size() + content.blocks.size() + 128);
  fields += R"("response_type":")";
  fields += response_type(options.visibility);
  fields += R"(","text":)";
  if (content.blocks.empty()) {
    append_json_string(fields, content.text);
    return fields;
  }
  append_json_string(fields, shorten(content.text, text_units));
  fields += R"(,"blocks":)";
  fields += content.blocks;
  return fields;
}

std::string frame_of(std::string_view envelope_id, const Content& content,
                     const AnswerOptions& options) {
  const std::string fields = message_fields(content, options, k_notification_units);
  std::string frame;
  frame.reserve(fields.size() + envelope_id.size() + 64);
  frame += R"({"envelope_id":)";
  append_json_string(frame, envelope_id);
  frame += R"(,"payload":{)";
  frame += fields;
  frame += "}}";
  return frame;
}

std::vector<Button> buttons_within(const std::vector<Button>& buttons, std::size_t bytes) {
  std::vector<Button> taken;
  std::size_t used = 0;
  for (const Button& button : buttons) {
    used += actions_of({button}).size();
    if (used > bytes) break;
    taken.push_back(button);
  }
  return taken;
}

// The first paragraphs, as many as fit, then the sentence that says so.
class Shortener {
 public:
  Shortener(std::string_view envelope_id, const Reply& reply, const AnswerOptions& options)
      : envelope_id_(envelope_id),
        options_(options),
        paragraphs_(paragraphs_of(reply)),
        buttons_(buttons_within(reply.buttons, k_buttons_bytes)),
        buttons_left_out_(reply.buttons.size() - buttons_.size()) {}

  std::string frame() const {
    std::size_t fits = 0;
    std::size_t too_many = paragraphs_.size() + 1;
    while (too_many - fits > 1) {
      const std::size_t middle = fits + (too_many - fits) / 2;
      if (frame_with(middle).size() <= k_largest_ack) {
        fits = middle;
      } else {
        too_many = middle;
      }
    }
    return frame_with(fits);
  }

 private:
  std::string frame_with(std::size_t count) const {
    std::vector<std::string> shown(paragraphs_.begin(),
                                   paragraphs_.begin() + static_cast<std::ptrdiff_t>(count));
    // The first one alone may be too long; a part of it says more than none of it.
    if (count == 0 && !paragraphs_.empty()) {
      shown.push_back(shorten(paragraphs_.front(), k_section_units));
    }
    shown.push_back(notice(paragraphs_.size() - count));
    return frame_of(envelope_id_, content_of(shown, buttons_), options_);
  }

  std::string notice(std::size_t left_out) const {
    std::string sentence = "This answer was too long for Slack and is shortened";
    if (left_out > 0) sentence += fmt::format(": {} of its paragraphs are cut", left_out);
    if (buttons_left_out_ > 0) sentence += fmt::format(", {} buttons left out", buttons_left_out_);
    return sentence + ". " + shorten(options_.rest, k_longest_rest);
  }

  std::string_view envelope_id_;
  const AnswerOptions& options_;
  std::vector<std::string> paragraphs_;
  std::vector<Button> buttons_;
  std::size_t buttons_left_out_ = 0;
};

}  // namespace

std::string ack(std::string_view envelope_id) {
  std::string frame = R"({"envelope_id":)";
  append_json_string(frame, envelope_id);
  frame += '}';
  return frame;
}

std::string ack(std::string_view envelope_id, const Reply& reply, const AnswerOptions& options) {
  if (reply.paragraphs.empty() && reply.buttons.empty()) return ack(envelope_id);
  std::string frame = frame_of(envelope_id, reply_content(reply), options);
  if (frame.size() <= k_largest_ack) return frame;
  return Shortener(envelope_id, reply, options).frame();
}

net::HttpRequest answer_request(std::string_view response_url, const Reply& reply,
                                const AnswerOptions& options) {
  net::HttpRequest request;
  request.method = "POST";
  request.url = std::string(response_url);
  request.headers.push_back({"Content-Type", "application/json; charset=utf-8"});
  // A button's answer must not wipe out the message that carries the button.
  request.body = R"({"replace_original":false,)" +
                 message_fields(reply_content(reply), options, k_text_units) + "}";
  return request;
}

}  // namespace tocsin::slack
