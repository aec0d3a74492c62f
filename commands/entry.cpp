#include "commands/entry.h"

#include "commands/handles.h"
#include "commands/line.h"

#include <utility>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

// Clocks of people and of this machine differ a little; more than this is a typing error.
constexpr Duration k_clock_skew = 60s;

// "-- 14:35 is what the log says": what follows is text, whatever it looks like. Forms put it in
// front of what was filled in as a text.
constexpr std::string_view k_text_follows = "--";
constexpr std::string_view k_text_follows_and = "-- ";

}  // namespace

Result<TimedText, Refusal> read_timed_text(const Request& request, std::string_view arguments) {
  if (arguments == k_text_follows || arguments.starts_with(k_text_follows_and)) {
    return TimedText{request.typed.now, request.zone, false, "",
                     trim(arguments.substr(k_text_follows.size()))};
  }
  WhenContext context;
  context.now = request.typed.now;
  context.zone = request.zone;
  if (request.incident && request.incident->since) {
    context.since = request.incident->since;
    context.latest_entry = request.incident->latest_entry_at;
  }
  const auto when = take_when(arguments, context);
  if (!when) return failure(when.error());
  if (!*when) return TimedText{request.typed.now, context.zone, false, "", trim(arguments)};
  const When& read = **when;
  if (read.at > request.typed.now + k_clock_skew) {
    RichText why(print_both(read.at, read.zone, request.typed.now));
    why.plain(" is in the future. Type when it happened, or leave the time out for now.");
    return failure(Refusal(std::move(why)));
  }
  return TimedText{read.at, read.zone, true, read.zone.label(),
                   trim(arguments.substr(read.consumed))};
}

Refusal refuse_with_usage(const Request& request, const Verb& verb, std::string_view why) {
  const std::string start = request.settings.command + " " + std::string(verb.name);
  RichText text(why);
  text.plain(" Type ").code(start + " " + std::string(verb.arguments)).plain(", for example ");
  text.code(request.settings.command + " " + std::string(verb.examples[0])).plain(".");
  return Refusal(std::move(text));
}

namespace {

// "<!subteam^S1|@payments>" → "@payments".
std::string with_group_names(std::string_view text) {
  constexpr std::string_view k_mention = "<!subteam^";
  std::string named;
  while (true) {
    const std::size_t at = text.find(k_mention);
    const std::size_t end = at == std::string_view::npos ? at : text.find('>', at);
    if (end == std::string_view::npos) return named.append(text);
    const auto group = read_group(text.substr(at, end + 1 - at));
    named.append(text.substr(0, at)).append(group ? group->name : "");
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::string with_names(const Request& request, std::string_view typed) {
  const std::string with_groups = with_group_names(typed);
  std::string_view text = with_groups;
  constexpr std::string_view k_mention = "<@";
  std::string named;
  while (true) {
    const std::size_t at = text.find(k_mention);
    const std::size_t end = at == std::string_view::npos ? at : text.find('>', at);
    if (end == std::string_view::npos) return named.append(text);
    const UserId user{std::string(text.substr(at + k_mention.size(), end - at - k_mention.size()))};
    const auto person = request.reader.person(user);
    named.append(text.substr(0, at));
    if (person && !person->name.empty()) {
      named.append("@").append(person->name);
    } else {
      named.append(text.substr(at, end + 1 - at));
    }
    text.remove_prefix(end + 1);
  }
}

std::string spoken_moment(const Request& request, Moment at, const Zone& zone) {
  return print_both(at, zone, request.typed.now);
}

Answer answer_entry(const Request& request, EventBody body, const TimedText& timed) {
  const Incident& incident = *request.incident;
  Answer answer;
  answer.incident = incident.number;
  answer.events.push_back(next_event(incident, std::move(body), timed.at, request.typed.now,
                                     request.typed.user, timed.zone_label));
  RichText said("Saved ");
  said.bold(handle(answer.events.back().entry));
  if (request.incident->channel != request.typed.channel) {
    said.plain(" in " + handle(incident.number));
  }
  said.plain(" at " + spoken_moment(request, timed.at, timed.zone) + ".");
  if (is_over(incident.state)) {
    said.plain(" " + handle(incident.number) +
               " is closed: the entry is in the record, not in the write-up posted before.");
  }
  answer.reply = Reply(std::move(said));
  return answer;
}

Answer answer_now(const Request& request, EventBody body) {
  const TimedText now{request.typed.now, request.zone, false, "", ""};
  return answer_entry(request, std::move(body), now);
}

}  // namespace tocsin
