#include "bot/operate/export.h"

#include "bot/domain/access.h"
#include "bot/domain/corrections.h"
#include "bot/domain/incident_name.h"
#include "bot/domain/iso_time.h"
#include "bot/domain/shown_name.h"
#include "bot/domain/state.h"
#include "bot/domain/timeline.h"
#include "bot/domain/when.h"
#include "bot/operate/progress.h"
#include "bot/print/print.h"
#include "bot/writeup/record_view.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>

namespace tocsin {

namespace {

namespace fs = std::filesystem;

// Where the text goes: opened before anything is read, and complaining at once when it is full.
class Outlet {
 public:
  explicit Outlet(const std::string& path) : path_(path) {
    if (path.empty() || path == "-") return;
    // For its owner alone: there may be private incidents in it.
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    file_ = descriptor < 0 ? nullptr : fdopen(descriptor, "w");
    if (file_ == nullptr) {
      throw std::runtime_error(
          errno == EEXIST
              ? fmt::format("There is already a file {}, which is left as it is. Give another "
                            "path with --output.",
                            path)
              : fmt::format("{} cannot be written: {}. Give another path with --output.", path,
                            std::system_category().message(errno)));
    }
  }
  ~Outlet() {
    if (file_ != nullptr && file_ != stdout) std::fclose(file_);
  }
  Outlet(const Outlet&) = delete;
  Outlet& operator=(const Outlet&) = delete;

  void write(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) complain();
  }
  void flush() {
    if (std::fflush(file_) != 0) complain();
  }

 private:
  [[noreturn]] void complain() const {
    throw std::runtime_error(fmt::format("{} cannot be written any further: {}.",
                                         path_.empty() ? "Standard output" : path_,
                                         std::system_category().message(errno)));
  }

  std::string path_;
  std::FILE* file_ = stdout;
};

std::string moment_text(const std::optional<Moment>& moment) {
  return moment ? print_iso(*moment) : "";
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : "; ") + text;
  return all;
}

const std::vector<std::string> k_columns{
    "incident",  "title",       "severity",   "state",       "drill",        "private",
    "lead",      "declared_at", "started_at", "detected_at", "mitigated_at", "resolved_at",
    "closed_at", "impact",      "summary",    "causes",      "entry",        "at",
    "kind",      "who",         "text"};

std::vector<std::string> incident_cells(const Incident& incident, const Reader& record) {
  return {handle(incident.number),
          incident.title,
          incident.severity ? std::string(name_of(*incident.severity)) : "",
          std::string(name_of(incident.state)),
          incident.is_drill ? "yes" : "no",
          incident.is_private ? "yes" : "no",
          incident.lead.empty() ? "" : shown_name(record.person(incident.lead), incident.lead),
          print_iso(incident.declared_at),
          moment_text(incident.started_at),
          moment_text(incident.detected_at),
          moment_text(incident.mitigated_at),
          moment_text(incident.resolved_at),
          moment_text(incident.closed_at),
          incident.impact,
          incident.summary,
          joined(incident.causes)};
}

// A line for each entry of the timeline, as it stands after all corrections.
std::string csv_of(const Incident& incident, const Reader& record) {
  const std::vector<std::string> cells = incident_cells(incident, record);
  std::string lines;
  for (const Event& event : standing_events(record.events_of(incident.number))) {
    if (!is_timeline_entry(event.body)) continue;
    std::vector<std::string> line = cells;
    line.push_back(handle(event.entry));
    line.push_back(print_iso(event.happened_at));
    line.emplace_back(kind_word(event.body));
    line.push_back(event.actor.empty() ? "" : shown_name(record.person(event.actor), event.actor));
    line.push_back(timeline_text(event.body));
    lines += csv_line(line);
  }
  return lines;
}

// The one gate; whoever exports is in no incident.
bool may_be_exported(const Incident& incident, const ExportOptions& options) {
  return options.with_private || may_see(incident, UserId{"nobody"}, ChannelId{});
}

std::string counted(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

class Exporter {
 public:
  Exporter(const ExportOptions& options, const Store& record, const writeup::Layouts& layouts)
      : options_(options), record_(record), layouts_(layouts) {
    std::error_code error;
    is_folder_ = fs::is_directory(options.output, error);
  }

  void run(const std::vector<IncidentNumber>& numbers) {
    std::unique_ptr<Outlet> whole;
    if (!is_folder_) whole = std::make_unique<Outlet>(options_.output);
    if (whole != nullptr) whole->write(head());
    ProgressLine line("Exporting incidents");
    std::size_t looked_at = 0;
    for (const IncidentNumber number : numbers) {
      line.step(++looked_at, numbers.size());
      const auto incident = record_.incident(number);
      if (!incident || !may_leave(*incident)) continue;
      const std::string text = text_of(*incident);
      if (whole != nullptr) {
        whole->write(written_ > 0 ? between() + text : text);
      } else {
        Outlet one((fs::path(options_.output) / (handle(number) + "." + options_.format)).string());
        one.write(head() + text + tail());
        one.flush();
      }
      ++written_;
    }
    if (whole != nullptr) {
      whole->write(tail());
      whole->flush();
    }
  }

  std::size_t written() const { return written_; }
  std::size_t left_out() const { return left_out_; }

 private:
  bool may_leave(const Incident& incident) {
    if (may_be_exported(incident, options_)) return true;
    ++left_out_;
    return false;
  }

  bool is_json() const { return options_.format == "json"; }
  std::string head() const {
    if (options_.format == "csv") return csv_line(k_columns);
    return is_json() && !is_folder_ ? "[\n" : "";
  }
  std::string between() const {
    if (options_.format == "csv") return "";
    return is_json() ? ",\n" : "\n---\n\n";
  }
  std::string tail() const { return is_json() && !is_folder_ ? "]\n" : ""; }

  std::string text_of(const Incident& incident) const {
    if (options_.format == "csv") return csv_of(incident, record_);
    const PrintOptions print{handle(incident.number), options_.format, "-"};
    const auto text = printed_text(print, record_, layouts_, {});
    if (!text) throw std::runtime_error(text.error());
    return *text;
  }

  const ExportOptions& options_;
  const Store& record_;
  const writeup::Layouts& layouts_;
  bool is_folder_ = false;
  std::size_t written_ = 0;
  std::size_t left_out_ = 0;
};

Result<std::vector<IncidentNumber>, std::string> chosen(const ExportOptions& options,
                                                        const Store& record) {
  std::vector<IncidentNumber> all = record.all_incidents();
  if (options.incident.empty()) return all;
  const auto named = read_incident_name(options.incident);
  for (const IncidentNumber number : all) {
    if (number != named) continue;
    const auto incident = record.incident(number);
    if (incident && !may_be_exported(*incident, options)) {
      return failure(handle(number) + " is private. Add --private to export it all the same.");
    }
    return std::vector{number};
  }
  return failure(
      fmt::format("There is no incident \"{}\". Write it as INC-7 or 7.", options.incident));
}

}  // namespace

std::vector<std::string> export_formats() { return {"json", "csv", "md"}; }

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) line += ',';
    // Spreadsheets run what begins like this; a ' in front makes it text.
    const bool is_formula =
        !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
    const std::string safe = is_formula ? "'" + cell : cell;
    if (safe.find_first_of(",\"\r\n") == std::string::npos) {
      line += safe;
      continue;
    }
    line += '"';
    for (const char c : safe) line += c == '"' ? std::string("\"\"") : std::string(1, c);
    line += '"';
  }
  return line + "\r\n";
}

int export_record(const ExportOptions& options, const Store& record,
                  const writeup::Layouts& layouts) {
  const auto numbers = chosen(options, record);
  if (!numbers) {
    fmt::print(stderr, "tocsin: {}\n", numbers.error());
    return 1;
  }
  Exporter exporter(options, record, layouts);
  try {
    exporter.run(*numbers);
  } catch (const std::runtime_error& trouble) {
    fmt::print(stderr, "tocsin: {} Written before: {}.\n", trouble.what(),
               counted(exporter.written(), "incident"));
    return 1;
  }
  fmt::print(stderr, "{} exported.\n", counted(exporter.written(), "incident"));
  if (exporter.left_out() > 0) {
    fmt::print(stderr, "{} left out; --private takes private ones too.\n",
               counted(exporter.left_out(), "private incident"));
  }
  return 0;
}

}  // namespace tocsin
