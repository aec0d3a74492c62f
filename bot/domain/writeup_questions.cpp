#include "bot/domain/writeup_questions.h"

#include "bot/domain/whole_letters.h"

#include <cstddef>
#include <string>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_most_buttons = 25;    // in one row of a message
constexpr std::size_t k_longest_button = 75;  // characters of a button; bytes here

std::string shortened(const std::string& label) {
  if (label.size() <= k_longest_button) return label;
  return std::string(whole_letters(label, k_longest_button - 3)) + "…";  // which has 3 bytes
}

}  // namespace

Reply questions_reply(const Incident& incident, const std::vector<OpenQuestion>& questions) {
  const std::string number = handle(incident.number);
  Reply reply;
  for (const OpenQuestion& question : questions) {
    for (const OpenQuestion::Way& way : question.ways) {
      if (reply.buttons.size() == k_most_buttons) break;
      reply.buttons.push_back(
          {shortened(way.label), number + " " + way.line, Button::Style::plain});
    }
  }
  RichText text;
  if (questions.empty()) {
    text.plain("The write-up of ").bold(number).plain(" has no open question any more.");
  } else {
    const bool is_one = questions.size() == 1;
    text.plain("The write-up of ")
        .bold(number)
        .plain(" still asks " + std::to_string(questions.size()));
    text.plain(is_one ? " question. Do you know the answer? Press it:"
                      : " questions. Do you know an answer? Press the question:");
  }
  reply.paragraphs.push_back(std::move(text));
  return reply;
}

}  // namespace tocsin
