#include "storage/field_writer.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <variant>

namespace tocsin {

namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// The length of the well-formed UTF-8 sequence at the start, which is not ASCII; 0: there is none.
std::size_t sequence_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  const bool is_overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool is_surrogate = first == 0xED && second > 0x9F;
  const bool is_too_large = first == 0xF4 && second > 0x8F;
  return is_overlong || is_surrogate || is_too_large ? 0 : length;
}

bool is_ordinary(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    default:
      break;
  }
  out += "\\u00";
  out += k_digits[static_cast<unsigned char>(c) >> 4U];
  out += k_digits[static_cast<unsigned char>(c) & 0xFU];
}

// A plain span is its text alone; any other is an object whose first key says what it is.
class SpanWriter {
 public:
  explicit SpanWriter(std::string& out) : out_(out) {}

  void operator()(const span::Plain& plain) { append_quoted(out_, plain.text); }
  void operator()(const span::Bold& bold) { write("bold", bold.text); }
  void operator()(const span::Italic& italic) { write("italic", italic.text); }
  void operator()(const span::Code& code) { write("code", code.text); }
  void operator()(const span::User& user) { write("user", user.user); }
  void operator()(const span::Group& group) { write("group", group.group, "name", group.name); }
  void operator()(const span::Everyone& everyone) {
    write("everyone", std::string(name_of(everyone.ping)));
  }
  void operator()(const span::Channel& channel) {
    write("channel", channel.channel, "name", channel.name);
  }
  void operator()(const span::Instant& instant) {
    switch (instant.show) {
      case span::Instant::Show::clock:
        return write("clock", instant.moment, "otherwise", instant.otherwise);
      case span::Instant::Show::date_and_clock:
        return write("date_and_clock", instant.moment, "otherwise", instant.otherwise);
    }
  }
  void operator()(const span::Link& link) { write("link", link.url, "text", link.text); }

 private:
  template <class First>
  void write(std::string_view key, const First& first) {
    FieldWriter fields(out_);
    fields(key, first);
    fields.end();
  }
  template <class First>
  void write(std::string_view key, const First& first, std::string_view second_key,
             const std::string& second) {
    FieldWriter fields(out_);
    fields(key, first);
    fields(second_key, second);
    fields.end();
  }

  std::string& out_;
};

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t written = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    if (is_ordinary(text[at])) {
      ++at;
      continue;
    }
    const bool is_ascii = static_cast<unsigned char>(text[at]) < 0x80;
    const std::size_t length = is_ascii ? 1 : sequence_length(text.substr(at));
    if (!is_ascii && length > 0) {
      at += length;
      continue;
    }
    out += text.substr(written, at - written);
    if (is_ascii) {
      append_escaped(out, text[at]);
    } else {
      out += k_replacement;
    }
    written = ++at;
  }
  out += text.substr(written);
  out += '"';
}

void FieldWriter::begin_field(std::string_view key) {
  if (!is_first_) out_ += ',';
  is_first_ = false;
  out_ += '"';
  out_ += key;
  out_ += "\":";
}

void FieldWriter::write(std::int64_t number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out_.append(digits.data(), end);
}

void FieldWriter::write(event::LessonNoted::Kind kind) {
  switch (kind) {
    case event::LessonNoted::Kind::well:
      return append_quoted(out_, "well");
    case event::LessonNoted::Kind::badly:
      return append_quoted(out_, "badly");
    case event::LessonNoted::Kind::lucky:
      return append_quoted(out_, "lucky");
  }
}

void FieldWriter::write(Button::Style style) {
  switch (style) {
    case Button::Style::plain:
      return append_quoted(out_, "plain");
    case Button::Style::primary:
      return append_quoted(out_, "primary");
    case Button::Style::danger:
      return append_quoted(out_, "danger");
  }
}

void FieldWriter::write(const Span& span) { std::visit(SpanWriter(out_), span); }

}  // namespace tocsin
