#pragma once
// What a person is told in return for a command: one short text and some buttons. A button carries
// a whole command line, so pressing it is the same as typing it, and an old button keeps its
// meaning.

#include "bot/domain/rich_text.h"

#include <string>
#include <utility>
#include <vector>

namespace tocsin {

struct Button {
  enum class Style { plain, primary, danger };

  std::string label;         // at most 75 characters
  std::string command_line;  // as typed after the command: "INC-7 close"
  Style style = Style::plain;
  bool operator==(const Button&) const = default;
};

struct Reply {
  std::vector<RichText> paragraphs;
  std::vector<Button> buttons;

  Reply() = default;
  Reply(RichText text) { paragraphs.push_back(std::move(text)); }  // NOLINT
  bool operator==(const Reply&) const = default;
};

// Why a command was not carried out: why, who can, what to type instead. Changes nothing.
struct Refusal {
  Reply reply;
  std::string field;  // of a form: the one that it is about; empty: not about one

  Refusal() = default;
  explicit Refusal(RichText why, std::string about = "")
      : reply(std::move(why)), field(std::move(about)) {}
  explicit Refusal(Reply whole) : reply(std::move(whole)) {}
};

}  // namespace tocsin
