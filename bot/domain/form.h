#pragma once
// A form that a person fills in: the fields of one verb. What comes back becomes a command line
// (commands/forms.h), so that a form and the typed words arrive at the same handler. The surface
// that shows it (a Slack modal, a page) turns these values into its own shape.

#include "bot/domain/ids.h"
#include "bot/domain/rich_text.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace tocsin {

struct FormChoice {
  std::string value;  // as typed in the command
  std::string label;  // as shown
  bool operator==(const FormChoice&) const = default;
};

struct FormField {
  enum class Kind {
    line,       // one line of text; also times, which are typed as in a command
    paragraph,  // several lines
    choice,     // one of `choices`
    person,     // a member of the workspace; its value is a user id
    check,      // the one choice is ticked or not; its value is empty when not
  };

  std::string name;  // on the wire: "text", "when", "person"
  std::string label;
  std::string hint;  // shown below it; may be empty
  Kind kind = Kind::line;
  bool is_optional = false;
  std::string initial;
  std::vector<FormChoice> choices;
  std::size_t longest = 3'000;  // characters of a text
  bool operator==(const FormField&) const = default;
};

struct Form {
  std::string verb;         // what it is the form of; on the wire
  IncidentNumber incident;  // 0: of none
  std::string arguments;    // what the command line already says before the fields: "T3"
  ChannelId channel;        // where it was asked for; the answer goes there
  MessageTs thread;
  std::string title;   // at most 24 characters
  std::string submit;  // at most 24 characters
  RichText introduction;
  std::vector<FormField> fields;
  bool operator==(const Form&) const = default;
};

// What a person filled in.
struct FilledForm {
  std::string verb;
  IncidentNumber incident;
  std::string arguments;
  std::map<std::string, std::string> values;  // by the names of the fields; empty ones left out
};

}  // namespace tocsin
