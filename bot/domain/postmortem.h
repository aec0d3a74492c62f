#pragma once
// The generated write-up: Markdown from the record alone. Deterministic (same record, same bytes),
// invents nothing (a fact that nobody recorded prints as unknown with the question that would
// settle it), computes from event times only.

#include "bot/domain/event.h"
#include "bot/domain/incident.h"
#include "bot/domain/person.h"

#include <functional>
#include <string>
#include <vector>

namespace tocsin {

struct PostmortemSources {
  const Incident& incident;
  const std::vector<Event>& events;  // in the order of recording, all of them

  // How a user is shown in a document outside Slack: the name when it is known, else "@U123".
  std::function<std::string(const UserId&)> name_of;
};

std::string render_postmortem(const PostmortemSources& sources);

// A fact that the write-up lacks.
struct OpenQuestion {
  struct Way {
    std::string label;  // of a button
    std::string line;   // what it runs, after the incident's handle: "form started"
  };
  std::string sentence;   // with what to type; Markdown
  std::vector<Way> ways;  // to answer it by a form; empty: by typing only
};

// In the order of the section "Open questions".
std::vector<OpenQuestion> open_questions(const PostmortemSources& sources);

}  // namespace tocsin
