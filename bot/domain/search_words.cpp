#include "bot/domain/search_words.h"

#include <variant>

namespace tocsin {

namespace {

void add(std::string& text, const std::string& more) {
  if (more.empty()) return;
  if (!text.empty()) text += " — ";
  text += more;
}

}  // namespace

SearchWords search_words(const EventBody& body) {
  SearchWords words;
  if (const auto* declared = std::get_if<event::Declared>(&body)) words.title = declared->title;
  if (const auto* imported = std::get_if<event::Imported>(&body)) words.title = imported->title;
  if (const auto* title = std::get_if<event::TitleChanged>(&body)) words.title = title->to;
  if (const auto* ruled_out = std::get_if<event::RuledOut>(&body)) add(words.text, ruled_out->lead);
  if (const auto* severity = std::get_if<event::SeverityChanged>(&body)) {
    add(words.text, severity->reason);
  }
  std::visit(
      [&words](const auto& known) {
        if constexpr (requires { known.text; }) add(words.text, known.text);
      },
      body);
  return words;
}

}  // namespace tocsin
