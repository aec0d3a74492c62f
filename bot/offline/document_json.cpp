#include "bot/offline/document_json.h"

#include "bot/json.h"

#include <fmt/core.h>

#include <cmath>

namespace tocsin {
namespace {

using imports::ImportedDocument;
using imports::ImportedEntry;

Json json_of(const std::optional<std::string>& text) { return text ? Json(*text) : Json(); }
Json json_of(const std::optional<std::int64_t>& number) { return number ? Json(*number) : Json(); }

Json json_of(const std::optional<imports::LocalTime>& time) {
  return time ? Json(imports::print_local_time(*time)) : Json();
}

// 60, not 60.0.
Json json_of(const std::optional<double>& number) {
  if (!number) return {};
  const bool whole = std::floor(*number) == *number;
  return whole ? Json(static_cast<std::int64_t>(*number)) : Json(*number);
}

// Json sorts its keys; a reader of the line sees them in the order of the document.
class Line {
 public:
  void add(std::string_view key, const Json& value) { add_text(key, dump_json(value)); }

  void add_text(std::string_view key, std::string_view value) {
    if (!text_.empty()) text_ += ", ";
    text_ += fmt::format("\"{}\": {}", key, value);
  }

  std::string close() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

std::string json_of_timeline(const std::vector<ImportedEntry>& timeline) {
  std::string list;
  for (const ImportedEntry& entry : timeline) {
    Line line;
    line.add("time", json_of(entry.time));
    line.add("text", entry.text);
    line.add("kind", imports::kind_word(entry.kind));
    if (!list.empty()) list += ", ";
    list += line.close();
  }
  return "[" + list + "]";
}

std::string or_unknown(const std::string& text) { return text.empty() ? "unknown" : text; }

}  // namespace

std::string print_document_json(std::string_view file, const ImportedDocument& document) {
  Line line;
  line.add("file", file);
  line.add("title", document.title.empty() ? Json() : Json(document.title));
  line.add("authors", document.authors);
  line.add("start", json_of(document.start));
  line.add("end", json_of(document.end));
  line.add("zone", json_of(document.zone));
  line.add("duration_minutes", json_of(document.duration_minutes));
  line.add("stated_duration_minutes", json_of(document.stated_duration_minutes));
  line.add("impact", json_of(document.impact));
  line.add("impact_percent", json_of(document.impact_percent));
  line.add("root_cause", json_of(document.root_cause));
  line.add_text("timeline", json_of_timeline(document.timeline));
  line.add("escalations", document.escalations);
  line.add("resolution", json_of(document.resolution));
  line.add("measures", document.measures);
  line.add("tasks", document.tasks);
  line.add("warnings", document.warnings);
  return line.close() + "\n";
}

std::string print_document_summary(std::string_view file, const ImportedDocument& document) {
  const auto time = [](const std::optional<imports::LocalTime>& at) {
    return at ? imports::print_local_time(*at) : std::string("unknown");
  };
  std::string text = fmt::format("{}: {}\n", file, or_unknown(document.title));
  text += fmt::format("  from {} to {} {}\n", time(document.start), time(document.end),
                      document.zone.value_or("(no zone)"));
  text += fmt::format("  {} entries, {} measures, {} tasks; cause {}, resolution {}\n",
                      document.timeline.size(), document.measures.size(), document.tasks.size(),
                      document.root_cause ? "found" : "unknown",
                      document.resolution ? "found" : "unknown");
  for (const std::string& warning : document.warnings) text += "  note: " + warning + "\n";
  return text;
}

}  // namespace tocsin
