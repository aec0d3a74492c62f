#include "bot/writeup/template.h"

#include "bot/ensure.h"
#include "bot/writeup/template_check.h"
#include "bot/writeup/template_tags.h"
#include "bot/writeup/template_values.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace tocsin::writeup {

namespace {

using Piece = Template::Piece;

// One raw string literal, so that it is built in without a step of its own.
constexpr std::string_view k_built_in =
#include "bot/writeup/built_in.mustache"
    ;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

// A section's tag or a comment that has a line for itself leaves nothing of that line. Widens the
// tag to it.
void take_own_line(std::string_view text, Tag& tag) {
  const std::size_t before =
      tag.begin == 0 ? std::string_view::npos : text.rfind('\n', tag.begin - 1);
  const std::size_t line_begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t line_end = std::min(text.find('\n', tag.end), text.size());
  if (!is_blank(text.substr(line_begin, tag.begin - line_begin))) return;
  if (!is_blank(text.substr(tag.end, line_end - tag.end))) return;
  tag.begin = line_begin;
  tag.end = std::min(line_end + 1, text.size());
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), reader_(text) {}

  // Until the section that was opened last is closed, or until the end.
  std::vector<Piece> run() {
    std::vector<Piece> pieces;
    while (std::optional<Tag> tag = reader_.next()) {
      if (tag->kind != 'v') take_own_line(text_, *tag);
      add_text(pieces, tag->begin);
      at_ = tag->end;
      if (tag->kind == '/') return pieces;
      const std::string name(tag->name);
      if (tag->kind == 'v') pieces.push_back({Piece::Kind::value, name, {}});
      if (tag->kind == '#') pieces.push_back({Piece::Kind::section, name, run()});
      if (tag->kind == '^') pieces.push_back({Piece::Kind::inverted, name, run()});
    }
    add_text(pieces, text_.size());
    return pieces;
  }

 private:
  void add_text(std::vector<Piece>& pieces, std::size_t until) {
    if (until <= at_) return;
    pieces.push_back({Piece::Kind::text, std::string(text_.substr(at_, until - at_)), {}});
    at_ = until;
  }

  std::string_view text_;
  TagReader reader_;
  std::size_t at_ = 0;
};

class Renderer {
 public:
  explicit Renderer(const Values& values) : values_(values) {}

  std::string run(const std::vector<Piece>& pieces) {
    render(pieces);
    return std::move(text_);
  }

 private:
  void render(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) {
      switch (piece.kind) {
        case Piece::Kind::text:
          text_ += piece.text;
          break;
        case Piece::Kind::value:
          if (const std::string* value = find(piece.text)) text_ += *value;
          break;
        case Piece::Kind::section:
          render_section(piece);
          break;
        case Piece::Kind::inverted:
          if (!is_there(piece.text)) render(piece.inside);
          break;
      }
    }
  }

  void render_section(const Piece& piece) {
    const auto loop = values_.loops.find(piece.text);
    if (loop == values_.loops.end()) {
      if (is_there(piece.text)) render(piece.inside);
      return;
    }
    for (const TextValues& row : loop->second) {
      rows_.push_back(&row);
      render(piece.inside);
      rows_.pop_back();
    }
  }

  // The innermost one that has the name.
  const std::string* find(const std::string& name) const {
    for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {
      if (const auto found = (*row)->find(name); found != (*row)->end()) return &found->second;
    }
    const auto found = values_.texts.find(name);
    return found == values_.texts.end() ? nullptr : &found->second;
  }

  bool is_there(const std::string& name) const {
    if (const auto loop = values_.loops.find(name); loop != values_.loops.end()) {
      return !loop->second.empty();
    }
    const std::string* value = find(name);
    return value != nullptr && !value->empty();
  }

  const Values& values_;
  std::vector<const TextValues*> rows_;  // of the loops that we are in
  std::string text_;
};

}  // namespace

Template::Template(std::string_view text) : pieces_(Parser(text).run()) {
  TagReader reader(text);
  while (const std::optional<Tag> tag = reader.next()) names_.emplace(tag->name);
}

Template Template::built_in() {
  ENSURE(!template_trouble(k_built_in, "built-in"));
  return Template(k_built_in);
}

Result<Template, std::string> Template::read(std::string_view text, std::string_view file) {
  if (auto trouble = template_trouble(text, file)) return failure(std::move(*trouble));
  return Template(text);
}

std::string Template::render(const PostmortemSources& sources, Anchors anchors) const {
  const Values values = values_for(names_, sources, anchors);
  return Renderer(values).run(pieces_);
}

}  // namespace tocsin::writeup
