#include "storage/field_reader.h"

#include "bot/domain/find_ping.h"

namespace tocsin {

namespace {

std::string unknown(const char* key, std::string_view word) {
  return "/" + std::string(key) + ": unknown word \"" + std::string(word) + "\"";
}

}  // namespace

void FieldReader::note_unknown(const char* key, std::string_view word) { note(unknown(key, word)); }

void FieldReader::read_word(const char* key, std::string_view word, Severity& severity) {
  const std::optional<Severity> known = find_severity(word);
  if (!known) return note(unknown(key, word));
  severity = *known;
}

void FieldReader::read_word(const char* key, std::string_view word, State& state) {
  const std::optional<State> known = find_state(word);
  if (!known) return note(unknown(key, word));
  state = *known;
}

void FieldReader::read_word(const char* key, std::string_view word,
                            event::LessonNoted::Kind& kind) {
  if (word == "well") {
    kind = event::LessonNoted::Kind::well;
  } else if (word == "badly") {
    kind = event::LessonNoted::Kind::badly;
  } else if (word == "lucky") {
    kind = event::LessonNoted::Kind::lucky;
  } else {
    note(unknown(key, word));
  }
}

void FieldReader::read_word(const char* key, std::string_view word, Button::Style& style) {
  if (word == "plain") {
    style = Button::Style::plain;
  } else if (word == "primary") {
    style = Button::Style::primary;
  } else if (word == "danger") {
    style = Button::Style::danger;
  } else {
    note(unknown(key, word));
  }
}

std::int64_t FieldReader::integer_of(JsonReader& item) {
  if (item.raw().is_number_integer()) return item.raw().get<std::int64_t>();
  note("a list holds something that is no number");
  return 0;
}

void FieldReader::read_item(JsonReader& item, Span& span) {
  using Show = span::Instant::Show;
  if (item.raw().is_string()) {
    span = span::Plain{item.as_text()};
  } else if (item.has("bold")) {
    span = span::Bold{item.text("bold")};
  } else if (item.has("italic")) {
    span = span::Italic{item.text("italic")};
  } else if (item.has("code")) {
    span = span::Code{item.text("code")};
  } else if (item.has("user")) {
    span = span::User{UserId{item.text("user")}};
  } else if (item.has("group")) {
    span = span::Group{item.text("group"), item.text("name")};
  } else if (item.has("everyone")) {
    span = span::Everyone{find_ping(item.text("everyone")).value_or(Ping::here)};
  } else if (item.has("channel")) {
    span = span::Channel{ChannelId{item.text("channel")}, item.text("name")};
  } else if (item.has("clock")) {
    const Moment moment = from_stored(item.integer("clock"));
    span = span::Instant{moment, Show::clock, item.text("otherwise")};
  } else if (item.has("date_and_clock")) {
    const Moment moment = from_stored(item.integer("date_and_clock"));
    span = span::Instant{moment, Show::date_and_clock, item.text("otherwise")};
  } else if (item.has("link")) {
    span = span::Link{item.text("link"), item.text("text")};
  } else {
    note("/spans: holds an unknown kind of span");
  }
}

}  // namespace tocsin
