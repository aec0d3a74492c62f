#include "bot/slack/views.h"

#include "bot/json.h"
#include "bot/slack/blocks.h"
#include "bot/slack/form_frame.h"
#include "bot/slack/mrkdwn.h"
#include "bot/slack/utf8.h"

#include <algorithm>
#include <utility>

namespace tocsin::slack {

namespace {

constexpr std::size_t k_view_title_units = 24;
constexpr std::size_t k_label_units = 1'900;  // of 2,000
constexpr std::size_t k_option_units = 75;    // of its text and of its value
constexpr std::size_t k_longest_input = 3'000;
constexpr std::size_t k_most_options = 100;
constexpr std::size_t k_most_inputs = 40;  // of 100 blocks
constexpr std::size_t k_introduction_units = 8'000;
constexpr std::size_t k_refusal_units = 1'500;  // it travels in an ack, which must stay small
constexpr std::size_t k_most_introductions = 20;
constexpr std::size_t k_error_units = 900;  // more cannot be read next to a field

Json plain_text(std::string_view text, std::size_t units) {
  return {{"type", "plain_text"}, {"text", plain_label(text, units)}, {"emoji", true}};
}

Json option_of(const FormChoice& choice) {
  return {{"text", plain_text(choice.label, k_option_units)}, {"value", choice.value}};
}

bool fits(const FormChoice& choice) {
  return !choice.value.empty() && utf16_units(choice.value) <= k_option_units;
}

Json text_element(const FormField& field, bool is_multiline) {
  const std::size_t longest = std::clamp<std::size_t>(field.longest, 1, k_longest_input);
  Json element = {{"type", "plain_text_input"},
                  {"action_id", k_form_action},
                  {"multiline", is_multiline},
                  {"max_length", longest}};
  const bool breaks_line = !is_multiline && field.initial.find('\n') != std::string::npos;
  if (!field.initial.empty() && utf16_units(field.initial) <= longest && !breaks_line) {
    element["initial_value"] = field.initial;
  }
  return element;
}

Json choice_element(const FormField& field) {
  Json element = {
      {"type", "static_select"}, {"action_id", k_form_action}, {"options", Json::array()}};
  for (const FormChoice& choice : field.choices) {
    if (!fits(choice) || element["options"].size() == k_most_options) continue;
    element["options"].push_back(option_of(choice));
    if (choice.value == field.initial) element["initial_option"] = option_of(choice);
  }
  return element;
}

Json check_element(const FormField& field) {
  Json element = {{"type", "checkboxes"}, {"action_id", k_form_action}, {"options", Json::array()}};
  for (const FormChoice& choice : field.choices) {
    if (!fits(choice) || !element["options"].empty()) continue;
    element["options"].push_back(option_of(choice));
    if (choice.value == field.initial) element["initial_options"] = element["options"];
  }
  return element;
}

Json person_element(const FormField& field) {
  Json element = {{"type", "users_select"}, {"action_id", k_form_action}};
  if (!field.initial.empty()) element["initial_user"] = field.initial;
  return element;
}

Json element_of(const FormField& field) {
  switch (field.kind) {
    case FormField::Kind::line:
      return text_element(field, false);
    case FormField::Kind::paragraph:
      return text_element(field, true);
    case FormField::Kind::choice:
      return choice_element(field);
    case FormField::Kind::person:
      return person_element(field);
    case FormField::Kind::check:
      return check_element(field);
  }
  return Json();
}

// Nothing for a field that nobody could fill in.
Json input_of(const FormField& field) {
  Json element = element_of(field);
  if (element.contains("options") && element["options"].empty()) return Json();
  // A box that has to be ticked is no question.
  const bool is_optional = field.is_optional || field.kind == FormField::Kind::check;
  Json input = {{"type", "input"},
                {"block_id", field.name},
                {"label", plain_text(field.label, k_label_units)},
                {"optional", is_optional},
                {"element", std::move(element)}};
  if (!field.hint.empty()) input["hint"] = plain_text(field.hint, k_label_units);
  return input;
}

std::string metadata_of(const Form& form) {
  Json metadata = {{"incident", form.incident.value}};
  if (!form.arguments.empty()) metadata["arguments"] = form.arguments;
  if (!form.channel.empty()) metadata["channel"] = form.channel.value;
  if (!form.thread.empty()) metadata["thread"] = form.thread.value;
  return dump_json(metadata);
}

Json introduction_of(const RichText& introduction, std::size_t longest = k_introduction_units) {
  Json blocks = Json::array();
  if (introduction.empty()) return blocks;
  for (const std::string& section : sections_of(shorten(to_mrkdwn(introduction), longest))) {
    if (blocks.size() == k_most_introductions) break;
    blocks.push_back(parse_json(section).value_or(Json::object()));
  }
  return blocks;
}

// A sentence for a place that knows no markup. People cannot be shown there; that the sentence is
// about the person who was chosen is clear from where it stands.
std::string error_text(const Reply& why) {
  std::string text;
  for (const RichText& paragraph : why.paragraphs) {
    RichText readable;
    for (const Span& span : paragraph.spans) {
      if (std::holds_alternative<span::User>(span)) {
        readable.plain(readable.empty() ? "This person" : "this person");
      } else {
        readable.spans.push_back(span);
      }
    }
    if (!text.empty()) text += " ";
    text += to_plain(readable);
  }
  text = one_line(text);
  return text.find_first_not_of(' ') == std::string::npos ? "This was not saved."
                                                          : plain_label(text, k_error_units);
}

Json message_view(const Reply& why) {
  RichText text;
  for (const RichText& paragraph : why.paragraphs) {
    if (!text.empty()) text.plain("\n");
    text.append(paragraph);
  }
  Json blocks = introduction_of(text, k_refusal_units);
  if (blocks.empty()) blocks = introduction_of("This was not saved.");
  return {{"type", "modal"},
          {"title", plain_text("Not saved", k_view_title_units)},
          {"close", plain_text("Close", k_view_title_units)},
          {"blocks", std::move(blocks)}};
}

}  // namespace

std::string form_view(const Form& form) {
  Json blocks = introduction_of(form.introduction);
  std::size_t inputs = 0;
  for (const FormField& field : form.fields) {
    Json input = input_of(field);
    if (input.is_null() || inputs == k_most_inputs) continue;
    blocks.push_back(std::move(input));
    ++inputs;
  }
  const std::string submit = form.submit.empty() ? "Save" : form.submit;
  return dump_json({{"type", "modal"},
                    {"callback_id", form_callback(form.verb)},
                    {"private_metadata", metadata_of(form)},
                    {"title", plain_text(form.title, k_view_title_units)},
                    {"submit", plain_text(submit, k_view_title_units)},
                    {"close", plain_text("Cancel", k_view_title_units)},
                    {"blocks", std::move(blocks)}});
}

net::HttpRequest open_form_request(const SlackSettings& settings, std::string_view trigger,
                                   const Form& form) {
  return api_request(settings, "views.open",
                     {{"trigger_id", std::string(trigger)}, {"view", form_view(form)}});
}

std::string open_trouble(const net::HttpResponse& answer) {
  const Answer read = classify(answer);
  if (read.is_good()) return "";
  if (!read.error.empty()) return read.error;
  return read.trouble.empty() ? "no answer" : read.trouble;
}

std::string form_refused_ack(std::string_view envelope_id, const std::vector<std::string>& inputs,
                             std::string_view field, const Reply& why) {
  Json payload;
  if (inputs.empty()) {
    payload = {{"response_action", "update"}, {"view", message_view(why)}};
  } else {
    const bool is_there = std::ranges::find(inputs, field) != inputs.end();
    Json errors = Json::object();
    errors[is_there ? std::string(field) : inputs.front()] = error_text(why);
    payload = {{"response_action", "errors"}, {"errors", std::move(errors)}};
  }
  return dump_json({{"envelope_id", envelope_id}, {"payload", std::move(payload)}});
}

}  // namespace tocsin::slack
