#include "bot/domain/corrections.h"
#include "commands/entry.h"
#include "commands/line.h"
#include "commands/named_entry.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

// The verb that says the same thing anew, for entries without a text of their own.
struct OtherVerb {
  std::string_view operator()(const event::Declared&) const { return "title TEXT"; }
  std::string_view operator()(const event::Imported&) const { return "title TEXT"; }
  std::string_view operator()(const event::TitleChanged&) const { return "title TEXT"; }
  std::string_view operator()(const event::SeverityChanged&) const { return "sev 1..4 REASON"; }
  std::string_view operator()(const event::RoleGiven&) const { return "role ROLE @USER"; }
  std::string_view operator()(const event::HandoffOffered&) const { return "handoff @USER ROLE"; }
  std::string_view operator()(const event::HandoffAccepted&) const { return "role ROLE @USER"; }
  std::string_view operator()(const event::TaskAssigned&) const { return "task assign Tn @USER"; }
  std::string_view operator()(const event::TaskDueSet&) const { return "task due Tn WHEN"; }
  std::string_view operator()(const event::ReminderSet&) const { return "remind 30m|off"; }
  std::string_view operator()(const event::QuietSet&) const { return "quiet 20m"; }
  std::string_view operator()(const event::Linked&) const { return "link INC-n"; }
  std::string_view operator()(const event::ZoneChanged&) const { return "zone ZONE"; }
  template <class Other>
  std::string_view operator()(const Other&) const {
    return "log TEXT";
  }
};

Refusal refuse_without_text(const Request& request, const Event& entry) {
  RichText why(short_name(entry) + " has no text of its own. Nothing was changed; say it anew: ");
  why.code(request.settings.command + " " + std::string(std::visit(OtherVerb{}, entry.body)));
  return Refusal(why.plain("."), "text");
}

// "-- " in front of a text says that it is one; here nothing else can follow.
std::string_view text_after(std::string_view rest) {
  if (rest == "--" || rest.starts_with("-- ")) rest.remove_prefix(2);
  return trim(rest);
}

Outcome run_edit(const Request& request) {
  const auto named = read_counting_entry(request, k_edit);
  if (!named) return failure(named.error());
  const std::string number = handle(named->recorded.entry);
  const std::string* before = editable_text(named->standing.body);
  if (before == nullptr) return failure(refuse_without_text(request, named->standing));
  const std::string text = with_names(request, text_after(named->rest));
  if (text.empty()) {
    Refusal refusal =
        refuse_with_usage(request, k_edit, "The new text of " + number + " is missing.");
    refusal.reply.paragraphs.push_back(RichText("It reads: " + *before));
    refusal.field = "text";
    return failure(std::move(refusal));
  }
  if (text == *before) {
    return failure(Refusal(number + " reads so already. Nothing was changed.", "text"));
  }
  Answer answer;
  answer.incident = request.incident->number;
  answer.events.push_back(next_event(*request.incident,
                                     event::EntryEdited{named->recorded.entry, *before, text},
                                     request.typed.now, request.typed.now, request.typed.user));
  RichText said("Corrected ");
  said.bold(number).plain(": " + text + "\nThe old text stays in the record.");
  answer.reply = Reply(said.plain(after_the_end(*request.incident, "correction")));
  return answer;
}

}  // namespace

const Verb k_edit = {
    .name = "edit",
    .aliases = "",
    .arguments = "En TEXT",
    .purpose = "Corrects the text of an entry; the old text stays as a revision.",
    .examples = {"edit E12 Rolled back release 42", "edit E3 Alert came at 14:02"},
    .run = run_edit,
};

}  // namespace tocsin
