#include "integrations/task_text.h"

#include "bot/domain/markdown.h"
#include "bot/domain/when.h"
#include "bot/domain/whole_letters.h"
#include "bot/domain/zone.h"
#include "bot/ensure.h"

#include <utility>

namespace tocsin {

namespace {

TaskNumber number_of(const DeliveryContext& context) {
  if (const auto* file = std::get_if<delivery::FileTask>(&context.delivery)) return file->task;
  const auto* read = std::get_if<delivery::ReadTask>(&context.delivery);
  ENSURE(read != nullptr);
  return read->task;
}

// "@ben" in a tracker would call somebody who has that name there: a space of no width behind it.
std::string without_calls(std::string text) {
  constexpr std::string_view k_no_width = "\u200b";
  for (std::size_t at = 0; (at = text.find('@', at)) != std::string::npos;) {
    text.insert(++at, k_no_width);
  }
  return text;
}

}  // namespace

const Task& task_of(const DeliveryContext& context) {
  ENSURE(context.incident.has_value());
  const Task* task = find(*context.incident, number_of(context));
  ENSURE(task != nullptr);
  return *task;
}

std::string issue_title(const Task& task, std::size_t most_bytes) {
  const std::string line = on_one_line(task.text);
  if (line.size() <= most_bytes) return line;
  constexpr std::string_view k_rest = "…";
  return std::string(whole_letters(line, most_bytes - k_rest.size())) + std::string(k_rest);
}

std::vector<IssueLine> issue_lines(const DeliveryContext& context) {
  const Task& task = task_of(context);
  const Incident& incident = *context.incident;
  std::vector<IssueLine> lines;
  if (issue_title(task) != task.text) lines.push_back({task.text});
  std::string of = (task.kind == TaskKind::followup ? "Follow-up " : "Task ") +
                   handle(task.number) + " of the incident " + handle(incident.number);
  if (incident.is_private) {
    lines.push_back({of + "."});
  } else {
    lines.push_back({of + ": " + incident.title});
  }
  lines.push_back({"Owner: " + (context.owner_name.empty() ? "nobody yet" : context.owner_name)});
  if (task.due_at) {
    const Zone zone = find_zone(context.zone).value_or(Zone{});
    lines.push_back({"Due: " + print_both(*task.due_at, zone, context.now)});
  }
  if (!context.where.empty() && !incident.is_private) {
    lines.push_back({"The incident's channel", context.where});
  }
  return lines;
}

std::string issue_markdown(const DeliveryContext& context) {
  std::string text;
  for (const IssueLine& line : issue_lines(context)) {
    const std::string words = without_calls(escape_markdown(line.text, MarkdownPlace::paragraph));
    text += line.url.empty() ? words : "[" + words + "](" + line.url + ")";
    text += "\n\n";
  }
  return text + "<!-- " + issue_mark(context) + " -->\n";
}

std::string issue_mark(const DeliveryContext& context) {
  std::string mark = "tocsin ";
  if (!context.installation.empty()) mark += context.installation + " ";
  return mark + handle(context.incident->number) + " " + handle(number_of(context));
}

}  // namespace tocsin
