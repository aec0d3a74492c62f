#pragma once
// The generated write-up: Markdown from the record alone. Deterministic (same record, same bytes),
// invents nothing (a fact that nobody recorded prints as unknown with the question that would
// settle it), computes from event times only.

#include "bot/domain/event.h"
#include "bot/domain/incident.h"
#include "bot/domain/person.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct PostmortemSources {
  const Incident& incident;
  const std::vector<Event>& events;  // in the order of recording, all of them

  // How a user is shown in a document outside Slack: the name when it is known, else "@U123".
  std::function<std::string(const UserId&)> name_of;
};

// One heading and what stands under it: Markdown, whole lines, at least one.
struct PostmortemSection {
  std::string_view heading;  // "What we ruled out"
  std::string text;
};

struct PostmortemRow {
  std::string_view name;  // "Started"
  std::string value;      // Markdown that fits into a cell
};

// The write-up in its parts, for whoever lays it out (bot/writeup/ by templates). Everything that a
// person typed is escaped already.
struct PostmortemParts {
  std::string title;  // one line
  bool is_drill = false;
  bool is_private = false;
  std::vector<PostmortemRow> rows;  // of the table at the top
  std::vector<PostmortemSection> sections;
  std::vector<std::string> open_questions;  // as they stand in the section of that name
};

PostmortemParts postmortem_parts(const PostmortemSources& sources);

// The parts one after the other: the document when nobody brings a template of their own.
std::string render_postmortem(const PostmortemSources& sources);

// A way to lay the document out: render_postmortem or a template.
using PostmortemLayout = std::function<std::string(const PostmortemSources&)>;

}  // namespace tocsin
