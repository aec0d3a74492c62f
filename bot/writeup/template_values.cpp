#include "bot/writeup/template_values.h"

#include "bot/domain/incident.h"
#include "bot/domain/markdown.h"
#include "bot/domain/postmortem_metrics.h"
#include "bot/domain/timeline.h"
#include "bot/domain/when.h"
#include "bot/writeup/record_view.h"
#include "bot/writeup/variables.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

namespace tocsin::writeup {

namespace {

std::string anchor(EntryNumber entry) {
  return fmt::format("[{}]({}{})", handle(entry), k_anchor, handle(entry));
}

// A line of the timeline ends with its entry in brackets: "… — Ada (E12)".
std::string with_anchor(std::string_view line) {
  const std::size_t open = line.rfind('(');
  const bool is_entry = line.starts_with("- ") && line.ends_with(")") &&
                        open != std::string_view::npos && line.substr(open).starts_with("(E");
  if (!is_entry) return std::string(line);
  const std::string_view name = line.substr(open + 1, line.size() - open - 2);
  return fmt::format("{}[{}]({}{}))", line.substr(0, open + 1), name, k_anchor, name);
}

std::string with_entry_links(std::string_view timeline) {
  std::string text;
  text.reserve(timeline.size() * 5 / 4);
  while (!timeline.empty()) {
    const std::size_t end = std::min(timeline.find('\n'), timeline.size());
    text += with_anchor(timeline.substr(0, end));
    if (end < timeline.size()) text += '\n';
    timeline.remove_prefix(std::min(end + 1, timeline.size()));
  }
  return text;
}

std::string_view variable_of(std::string_view heading) {
  for (const Section& section : k_sections) {
    if (section.heading == heading) return section.variable;
  }
  return "";
}

std::string table_of(const std::vector<PostmortemRow>& rows) {
  std::string table;
  for (const PostmortemRow& row : rows) {
    if (!table.empty()) table += '\n';
    table += fmt::format("| {} | {} |", row.name, row.value);
    if (&row == &rows.front()) table += "\n|---|---|";
  }
  return table;
}

// The values inside of the loops; everything that a person typed escaped.
class Loops {
 public:
  Loops(const PostmortemSources& sources, Anchors anchors)
      : sources_(sources), record_(sources), anchors_(anchors) {}

  std::vector<TextValues> rows(std::string_view loop) const {
    std::vector<TextValues> rows;
    if (loop == "entries") {
      for (const Event* event : record_.facts().timeline) rows.push_back(entry(*event));
    } else if (loop == "leads") {
      for (const LeadFacts& one : record_.facts().leads) rows.push_back(lead(one));
    } else if (loop == "tasks") {
      for (const Task& one : record_.incident().tasks) rows.push_back(task(one));
    } else if (loop == "updates") {
      for (const Event* event : record_.facts().updates) rows.push_back(update(*event));
    } else if (loop == "numbers") {
      for (const Metric& metric : metrics_of(record_.page(), record_.incident(), record_.facts())) {
        rows.push_back({{"name", metric.name},
                        {"value", metric.value},
                        {"formula", metric.formula},
                        {"computed_from", metric.computed_from}});
      }
    } else if (loop == "questions") {
      for (OpenQuestion& one : open_questions(sources_)) {
        rows.push_back({{"question", std::move(one.sentence)}});
      }
    }
    return rows;
  }

 private:
  std::string name(const UserId& user) const { return escape_markdown(record_.name(user)); }
  static std::string cited(EntryNumber number) { return number.value > 0 ? handle(number) : ""; }

  TextValues entry(const Event& event) const {
    const std::string link = link_of(event);
    return {{"time", record_.local(event.happened_at)},
            {"utc", print_moment(event.happened_at, Zone())},
            {"kind", std::string(kind_word(event.body))},
            {"text", escape_markdown(record_.words(event))},
            {"who", name(event.actor)},
            {"entry", anchors_ == Anchors::yes ? anchor(event.entry) : handle(event.entry)},
            {"link", escape_markdown(link)}};
  }

  TextValues lead(const LeadFacts& lead) const {
    const Event* opened = lead.opened;
    const Event* settled = lead.settled;
    const auto* ruled_out = settled ? std::get_if<event::RuledOut>(&settled->body) : nullptr;
    const auto* confirmed = settled ? std::get_if<event::Confirmed>(&settled->body) : nullptr;
    const bool is_known = opened && settled && settled->happened_at >= opened->happened_at;
    const Event* last = settled ? settled : opened;
    const std::string why = ruled_out ? ruled_out->text : confirmed ? confirmed->text : "";
    return {{"handle", handle(lead.number)},
            {"text", escape_markdown(words_of(lead))},
            {"outcome", ruled_out   ? "ruled out"
                        : confirmed ? "confirmed"
                                    : "still open"},
            {"why", escape_markdown(why)},
            {"held", is_known ? print_length(settled->happened_at - opened->happened_at) : ""},
            {"settled", settled ? record_.local(settled->happened_at) : ""},
            {"who", last ? name(last->actor) : ""},
            {"entry", last ? cited(last->entry) : ""}};
  }

  TextValues task(const Task& task) const {
    const Event* added = record_.added(task.number);
    return {{"handle", handle(task.number)},
            {"kind", task.kind == TaskKind::followup ? "follow-up" : "task"},
            {"text", escape_markdown(task.text)},
            {"owner", task.owner.empty() ? "" : name(task.owner)},
            {"due", task.due_at ? record_.local(*task.due_at) : ""},
            {"state", std::string(name_of(task.state))},
            {"entry", added ? cited(added->entry) : ""}};
  }

  TextValues update(const Event& event) const {
    const auto& update = std::get<event::UpdateSent>(event.body);
    return {{"time", record_.local(event.happened_at)},
            {"text", escape_markdown(update.text)},
            {"who", name(event.actor)},
            {"entry", cited(event.entry)},
            {"next", update.next_due_at ? record_.local(*update.next_due_at) : ""}};
  }

  const PostmortemSources& sources_;
  RecordView record_;
  Anchors anchors_;
};

}  // namespace

Values values_for(const std::set<std::string, std::less<>>& names, const PostmortemSources& sources,
                  Anchors anchors) {
  Values values;
  PostmortemParts parts = postmortem_parts(sources);
  values.texts["title"] = std::move(parts.title);
  values.texts["table"] = table_of(parts.rows);
  values.texts["is_drill"] = parts.is_drill ? "yes" : "";
  values.texts["is_private"] = parts.is_private ? "yes" : "";
  for (PostmortemRow& row : parts.rows) {
    values.texts[std::string(variable_of_row(row.name))] = std::move(row.value);
  }
  for (PostmortemSection& section : parts.sections) {
    std::string& text = values.texts[std::string(variable_of(section.heading))];
    text = std::move(section.text);
    if (text.ends_with('\n')) text.pop_back();
  }
  if (anchors == Anchors::yes)
    values.texts["timeline"] = with_entry_links(values.texts["timeline"]);
  std::optional<Loops> loops_of_record;
  for (const Loop& loop : loops()) {
    if (!names.contains(loop.variable)) continue;
    if (!loops_of_record) loops_of_record.emplace(sources, anchors);
    values.loops[std::string(loop.variable)] = loops_of_record->rows(loop.variable);
  }
  return values;
}

}  // namespace tocsin::writeup
