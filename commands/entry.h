#pragma once
// What the verbs that add one line to the timeline share: reading the time in front of the text,
// and answering with the handle and the moment that was understood.

#include "bot/domain/when.h"
#include "commands/catalog.h"

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

// When an entry happened, and the text that followed the time.
struct TimedText {
  Moment at;
  Zone zone;
  bool time_written = false;
  std::string zone_label;  // to store; empty when the person wrote no time
  std::string_view text;
};

// Reads an optional WHEN in front of the arguments. Refuses times in the future. What a form says
// (commands/forms.h) is read strictly: "--when 14:35 -- TEXT" has to be a time and a text.
Result<TimedText, Refusal> read_timed_text(const Request& request, std::string_view arguments);

// "Type `/incident log TEXT`, for example `/incident log Rolled back`."
// `field`: of its form, see Refusal.
Refusal refuse_with_usage(const Request& request, const Verb& verb, std::string_view why,
                          std::string_view field = "");

// One event at the time that was read; answered with "Saved E12 at …".
Answer answer_entry(const Request& request, EventBody body, const TimedText& timed);

// The same for what happens as it is typed.
Answer answer_now(const Request& request, EventBody body);

// People who were mentioned as they were typed: Slack sends "<@U123>" for "@ben". Unknown ones stay
// as they are.
std::string with_names(const Request& request, std::string_view typed);

// "14:35 EST (19:35 UTC)" as a moment that each reader sees in their own zone.
std::string spoken_moment(const Request& request, Moment at, const Zone& zone);

// A whole verb of the form `[WHEN] TEXT`, for those whose event is made of a text alone.
template <class Body>
Outcome run_text_entry(const Request& request, const Verb& verb) {
  const auto timed = read_timed_text(request, request.arguments);
  if (!timed) return failure(timed.error());
  if (timed->text.empty()) {
    return failure(refuse_with_usage(request, verb, "The text is missing.", "text"));
  }
  return answer_entry(request, Body{with_names(request, timed->text)}, *timed);
}

// The same without a time: `TEXT`.
template <class Body>
Outcome run_text_now(const Request& request, const Verb& verb) {
  if (request.arguments.empty()) {
    return failure(refuse_with_usage(request, verb, "The text is missing.", "text"));
  }
  const TimedText now{request.typed.now, request.zone, false, "", request.arguments};
  return answer_entry(request, Body{with_names(request, request.arguments)}, now);
}

}  // namespace tocsin
