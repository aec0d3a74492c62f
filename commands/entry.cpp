#include "commands/entry.h"

#include "commands/handles.h"
#include "commands/line.h"
#include "commands/named_entry.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

// Clocks of people and of this machine differ a little; more than this is a typing error.
constexpr Duration k_clock_skew = 60s;

// "-- 14:35 is what the log says": what follows is text, whatever it looks like. Forms put it in
// front of what was filled in as a text.
constexpr std::string_view k_text_follows_and = "-- ";
constexpr std::string_view k_and_text_follows = " -- ";
constexpr std::string_view k_when_follows = "--when ";

WhenContext when_context(const Request& request) {
  WhenContext context;
  context.now = request.typed.now;
  context.zone = request.zone;
  if (request.incident && request.incident->since) {
    context.since = request.incident->since;
    context.latest_entry = request.incident->latest_entry_at;
  }
  return context;
}

// A time in front, or nothing. Refusals are about the field "when".
Result<std::optional<When>, Refusal> read_when(const Request& request, std::string_view text) {
  auto when = take_when(text, when_context(request));
  if (!when) {
    Refusal refusal = std::move(when.error());
    refusal.field = "when";
    return failure(std::move(refusal));
  }
  if (!*when) return std::optional<When>();
  const When& read = **when;
  if (read.at > request.typed.now + k_clock_skew) {
    RichText why(print_both(read.at, read.zone, request.typed.now));
    why.plain(" is in the future. Type when it happened, or leave the time out for now.");
    return failure(Refusal(std::move(why), "when"));
  }
  return std::move(*when);
}

Result<TimedText, Refusal> read_form_time(const Request& request, std::string_view arguments) {
  arguments.remove_prefix(k_when_follows.size());
  const std::size_t mark = std::min(arguments.find(k_and_text_follows), arguments.size());
  const std::string_view typed = trim(arguments.substr(0, mark));
  std::string_view text = arguments.substr(mark);
  text.remove_prefix(std::min(text.size(), k_and_text_follows.size()));
  const auto when = read_when(request, typed);
  if (!when) return failure(when.error());
  if (!*when || !trim(typed.substr((*when)->consumed)).empty()) {
    return failure(Refusal("“" + std::string(typed) +
                               "” is no time that I can read. Type it like 14:35, 2:05pm EST, "
                               "10m ago or yesterday 23:50.",
                           "when"));
  }
  const When& read = **when;
  return TimedText{read.at, read.zone, true, read.zone.label(), trim(text)};
}

}  // namespace

Result<TimedText, Refusal> read_timed_text(const Request& request, std::string_view arguments) {
  if (arguments.starts_with(k_when_follows)) return read_form_time(request, arguments);
  if (arguments == k_text_follows || arguments.starts_with(k_text_follows_and)) {
    return TimedText{request.typed.now, request.zone, false, "",
                     trim(arguments.substr(k_text_follows.size()))};
  }
  const auto when = read_when(request, arguments);
  if (!when) return failure(when.error());
  if (!*when) return TimedText{request.typed.now, request.zone, false, "", trim(arguments)};
  const When& read = **when;
  return TimedText{read.at, read.zone, true, read.zone.label(),
                   trim(arguments.substr(read.consumed))};
}

Refusal refuse_with_usage(const Request& request, const Verb& verb, std::string_view why,
                          std::string_view field) {
  const std::string start = request.settings.command + " " + std::string(verb.name);
  RichText text(why);
  text.plain(" Type ").code(start + " " + std::string(verb.arguments)).plain(", for example ");
  text.code(request.settings.command + " " + std::string(verb.examples[0])).plain(".");
  return Refusal(std::move(text), std::string(field));
}

namespace {

// "<!subteam^S1|@payments>" → "@payments". Without its name it stays as it was typed.
std::string with_group_names(std::string_view text) {
  constexpr std::string_view k_mention = "<!subteam^";
  std::string named;
  while (true) {
    const std::size_t at = text.find(k_mention);
    const std::size_t end = at == std::string_view::npos ? at : text.find('>', at);
    if (end == std::string_view::npos) return named.append(text);
    const std::string_view mention = text.substr(at, end + 1 - at);
    const auto group =
        mention.find('|') != std::string_view::npos ? read_group(mention) : std::nullopt;
    named.append(text.substr(0, at)).append(group ? group->name : std::string(mention));
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
  said.plain(after_the_end(incident, "entry"));
  answer.reply = Reply(std::move(said));
  return answer;
}

Answer answer_now(const Request& request, EventBody body) {
  const TimedText now{request.typed.now, request.zone, false, "", ""};
  return answer_entry(request, std::move(body), now);
}

}  // namespace tocsin
