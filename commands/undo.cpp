#include "bot/domain/corrections.h"
#include "bot/domain/timeline.h"
#include "commands/entry.h"
#include "commands/named_entry.h"
#include "commands/verbs.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

// The reason of the strikes that undo makes; on disk: by it, a second undo goes on to the command
// before.
constexpr std::string_view k_taken_back = "taken back with undo";

// Whether `later` took `earlier` back, so that both are out of the way of the next undo.
bool takes_back(const Event& later, const Event& earlier) {
  if (const auto* strike = std::get_if<event::EntryStruck>(&later.body)) {
    if (strike->reason != k_taken_back) return false;
    const auto* restored = std::get_if<event::EntryRestored>(&earlier.body);
    return restored != nullptr ? restored->corrects == strike->corrects
                               : earlier.entry == strike->corrects;
  }
  if (const auto* restored = std::get_if<event::EntryRestored>(&later.body)) {
    const auto* strike = std::get_if<event::EntryStruck>(&earlier.body);
    return strike != nullptr && strike->corrects == restored->corrects;
  }
  const auto reverts = [](const auto* now, const auto* then) {
    return now != nullptr && then != nullptr && now->corrects == then->corrects &&
           now->from == then->to && now->to == then->from;
  };
  return reverts(std::get_if<event::EntryEdited>(&later.body),
                 std::get_if<event::EntryEdited>(&earlier.body)) ||
         reverts(std::get_if<event::EntryRetimed>(&later.body),
                 std::get_if<event::EntryRetimed>(&earlier.body));
}

// The commands of one person that still stand, the last one at the end.
std::vector<Event> commands_of(const UserId& user, const std::vector<Event>& events) {
  std::vector<Event> commands;
  for (const Event& event : events) {
    if (event.actor != user) continue;
    const bool is_command = event.entry.value > 0 || is_correction(event.body) ||
                            std::holds_alternative<event::SubscriptionChanged>(event.body);
    if (!is_command) continue;
    if (!commands.empty() && takes_back(event, commands.back())) {
      commands.pop_back();
    } else {
      commands.push_back(event);
    }
  }
  return commands;
}

// What an entry sets, of which only the last one holds: the state, who has a role, a task's owner.
// Empty for what stands beside what came before.
struct Course {
  std::string operator()(const event::StateMoved&) const { return "state"; }
  std::string operator()(const event::Closed&) const { return "state"; }
  std::string operator()(const event::Cancelled&) const { return "state"; }
  std::string operator()(const event::MergedInto&) const { return "state"; }
  std::string operator()(const event::Reopened&) const { return "state"; }
  std::string operator()(const event::RoleGiven& body) const { return "role " + body.role; }
  std::string operator()(const event::HandoffAccepted& body) const { return "role " + body.role; }
  std::string operator()(const event::TaskMoved& body) const {
    return "state of " + handle(body.task);
  }
  std::string operator()(const event::TaskAssigned& body) const {
    return "owner of " + handle(body.task);
  }
  std::string operator()(const event::TaskDueSet& body) const {
    return "date of " + handle(body.task);
  }
  template <class Other>
  std::string operator()(const Other&) const {
    return "";
  }
};

// A later entry that has set the same thing anew.
std::optional<Event> later_in_course(const std::vector<Event>& events, const Event& entry) {
  const std::string course = std::visit(Course{}, entry.body);
  if (course.empty()) return std::nullopt;
  bool is_later = false;
  for (const Event& event : standing_events(events)) {
    if (is_later && std::visit(Course{}, event.body) == course) return event;
    is_later = is_later || event.entry == entry.entry;
  }
  return std::nullopt;
}

// What taking back cannot reach, because it has been sent.
std::string what_was_sent(const Incident& incident, const EventBody& body) {
  if (std::holds_alternative<event::UpdateSent>(body)) {
    return " It was sent already: put it right with another update.";
  }
  if (std::holds_alternative<event::Paged>(body)) {
    return " The page was sent already: tell them that they are not needed.";
  }
  if (const auto* added = std::get_if<event::TaskAdded>(&body)) {
    const Task* task = find(incident, added->task);
    if (task == nullptr || !task->issue) return "";
    return " It was filed already: close " + task->issue->key + " in " + task->issue->tracker + ".";
  }
  if (std::holds_alternative<event::Linked>(body)) {
    return " The other incident keeps its own pointer.";
  }
  return "";
}

class Undo {
 public:
  explicit Undo(const Request& request)
      : request_(request),
        incident_(*request.incident),
        events_(request.reader.events_of(incident_.number)),
        struck_(struck_entries(events_)) {}

  Outcome run() {
    std::vector<Event> commands = commands_of(request_.typed.user, events_);
    while (!commands.empty() && is_gone(commands.back())) commands.pop_back();
    if (commands.empty()) {
      RichText why("You have no command left in " + handle(incident_.number) +
                   " to take back. Nothing was changed. An entry of somebody else: ");
      return failure(Refusal(why.code(request_.settings.command + " strike En REASON")));
    }
    const Event& last = commands.back();
    return std::visit([this, &last](const auto& body) { return take_back(last, body); }, last.body);
  }

 private:
  // Somebody else has taken it away, or brought back what it took away.
  bool is_gone(const Event& command) const {
    if (const auto* strike = std::get_if<event::EntryStruck>(&command.body)) {
      return !struck_.contains(strike->corrects);
    }
    if (const auto* edit = std::get_if<event::EntryEdited>(&command.body)) {
      return struck_.contains(edit->corrects);
    }
    if (const auto* move = std::get_if<event::EntryRetimed>(&command.body)) {
      return struck_.contains(move->corrects);
    }
    if (const auto* restored = std::get_if<event::EntryRestored>(&command.body)) {
      return struck_.contains(restored->corrects);
    }
    return struck_.contains(command.entry);
  }

  const Event& recorded(EntryNumber entry) const {
    return *std::ranges::find(events_, entry, &Event::entry);
  }

  std::optional<Event> standing(EntryNumber entry) const {
    for (const Event& event : standing_events(events_)) {
      if (event.entry == entry) return event;
    }
    return std::nullopt;
  }

  Outcome answer(EventBody body, RichText said, std::string_view note = "") const {
    Answer answer;
    answer.incident = incident_.number;
    answer.events.push_back(next_event(incident_, std::move(body), request_.typed.now,
                                       request_.typed.now, request_.typed.user));
    const Incident after = with_correction(incident_, events_, answer.events.back());
    said.plain(state_change(incident_, after)).plain(note);
    answer.reply = Reply(said.plain(after_the_end(incident_, "correction")));
    return answer;
  }

  Outcome refuse_changed_again(EntryNumber entry, std::string_view verb) const {
    RichText why(handle(entry) +
                 " was changed again since by somebody else. Nothing was changed; ");
    why.plain("put it right with ");
    why.code(request_.settings.command + " " + std::string(verb) + " " + handle(entry));
    return failure(Refusal(why.plain(".")));
  }

  Outcome take_back(const Event&, const event::EntryEdited& edit) const {
    const auto entry = standing(edit.corrects);
    const std::string* text = entry ? editable_text(entry->body) : nullptr;
    if (text == nullptr || *text != edit.to) return refuse_changed_again(edit.corrects, "edit");
    return answer(event::EntryEdited{edit.corrects, edit.to, edit.from},
                  RichText("Took your edit back: ")
                      .bold(handle(edit.corrects))
                      .plain(" reads again: " + edit.from));
  }

  Outcome take_back(const Event&, const event::EntryRetimed& move) const {
    const auto entry = standing(move.corrects);
    if (!entry || entry->happened_at != move.to) {
      return refuse_changed_again(move.corrects, "move");
    }
    return answer(
        event::EntryRetimed{move.corrects, move.to, move.from},
        RichText("Took your move back: ")
            .bold(handle(move.corrects))
            .plain(" is at " + spoken_moment(request_, move.from, request_.zone) + " again."));
  }

  Outcome take_back(const Event&, const event::EntryStruck& strike) const {
    return answer(event::EntryRestored{strike.corrects},
                  RichText("Took your strike back: ")
                      .bold(short_name(recorded(strike.corrects)))
                      .plain(" counts again."));
  }

  Outcome take_back(const Event&, const event::EntryRestored& restored) const {
    return strike(recorded(restored.corrects));
  }

  Outcome take_back(const Event&, const event::SubscriptionChanged& subscription) const {
    RichText why("Your last command was about your subscription. Nothing was changed; type ");
    why.code(request_.settings.command + " " + handle(incident_.number) +
             (subscription.is_subscribed ? " unsubscribe" : " subscribe"));
    return failure(Refusal(why.plain(".")));
  }

  template <class Other>
  Outcome take_back(const Event& last, const Other&) const {
    return strike(last);
  }

  Outcome strike(const Event& entry) const {
    if (auto why = why_it_stays(request_, entry)) return failure(Refusal(std::move(*why)));
    auto later = first_dependent(events_, entry);
    if (!later) later = later_in_course(events_, entry);
    if (later) {
      RichText why("Nothing was changed: " + short_name(*later) + " came after " +
                   short_name(entry) + " and builds on it. Take that one back first");
      return failure(Refusal(why.plain(", or say anew what holds now.")));
    }
    const Event stands = standing(entry.entry).value_or(entry);
    RichText said("Took back ");
    said.bold(short_name(stands)).plain(". It stays in the record, struck.");
    return answer(event::EntryStruck{entry.entry, std::string(k_taken_back)}, std::move(said),
                  what_was_sent(incident_, entry.body));
  }

  const Request& request_;
  const Incident& incident_;
  std::vector<Event> events_;
  std::set<EntryNumber> struck_;
};

Outcome run_undo(const Request& request) {
  if (!request.arguments.empty()) {
    return failure(refuse_with_usage(
        request, k_undo,
        "Nothing was changed: undo takes back your own last command and needs nothing behind it. "
        "For a certain entry there is strike."));
  }
  return Undo(request).run();
}

}  // namespace

const Verb k_undo = {
    .name = "undo",
    .aliases = "",
    .arguments = "",
    .purpose = "Takes back your own last command in this incident, if nothing depends on it.",
    .examples = {"undo", "INC-7 undo"},
    .run = run_undo,
};

}  // namespace tocsin
