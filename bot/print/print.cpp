#include "bot/print/print.h"

#include "bot/domain/entry_links.h"
#include "bot/domain/incident.h"
#include "bot/domain/incident_name.h"
#include "bot/domain/postmortem.h"
#include "bot/domain/result.h"
#include "bot/domain/shown_name.h"
#include "bot/writeup/html.h"
#include "bot/writeup/json.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace tocsin {

namespace {

namespace fs = std::filesystem;

std::string unknown_incident(IncidentNumber number, const Reader& record) {
  const std::int64_t latest = record.next_incident_number().value - 1;
  if (latest < 1) return fmt::format("There is no {}: nothing is recorded yet.", handle(number));
  return fmt::format("There is no {}. The latest is {}.", handle(number),
                     handle(IncidentNumber{latest}));
}

// Names are asked for once each: a long incident has thousands of entries by few people.
class Names {
 public:
  explicit Names(const Reader& record) : record_(record) {}

  const std::string& operator()(const UserId& user) {
    const auto [place, is_new] = names_.try_emplace(user);
    if (is_new) place->second = shown_name(record_.person(user), user);
    return place->second;
  }

 private:
  const Reader& record_;
  std::unordered_map<UserId, std::string> names_;
};

Result<std::string, std::string> text_of(const std::string& format,
                                         const PostmortemSources& sources,
                                         const writeup::Layouts& layouts,
                                         const PdfPrograms& programs) {
  const writeup::Template& layout = layouts.for_incident(sources.incident);
  if (format == "json") return writeup::json_of(sources);
  if (format == "html") return writeup::html_of(sources, layout);
  if (format == "pdf") return pdf_of(writeup::html_of(sources, layout), programs);
  return with_entry_links(layout.render(sources));
}

bool is_standard_output(const std::string& output) { return output.empty() || output == "-"; }

std::optional<std::string> write_to_standard_output(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (written && std::fflush(stdout) == 0) return std::nullopt;
  return fmt::format("The write-up could not be written: {}.",
                     std::system_category().message(errno));
}

// Beside its place first, so that nobody finds half of it there, and an older one stays until the
// new one is whole.
std::optional<std::string> write_to_file(const std::string& path, std::string_view text) {
  const auto trouble = [&path](int error) {
    return fmt::format("{} cannot be written: {}. Give another path with --output.", path,
                       std::system_category().message(error));
  };
  std::error_code error;
  if (fs::is_directory(path, error)) {
    return fmt::format("{} is a folder. Give the path of a file with --output.", path);
  }
  const std::string beside = fmt::format("{}.{}.part", path, getpid());
  errno = 0;
  // For its owner alone: the incident may be private.
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return trouble(errno);
  int reason = 0;
  while (!text.empty() && reason == 0) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
    if (count < 0 && errno != EINTR) reason = errno;
  }
  if (::close(descriptor) != 0 && reason == 0) reason = errno;
  if (reason == 0) {
    fs::rename(beside, path, error);
    reason = error.value();
  }
  if (reason == 0) return std::nullopt;
  fs::remove(beside, error);
  return trouble(reason);
}

}  // namespace

std::vector<std::string> print_formats() { return {"md", "html", "pdf", "json"}; }

Result<std::string, std::string> printed_text(const PrintOptions& options, const Reader& record,
                                              const writeup::Layouts& layouts,
                                              const PdfPrograms& programs) {
  const std::optional<IncidentNumber> number = read_incident_name(options.incident);
  if (!number) {
    return failure(
        fmt::format("\"{}\" names no incident. Write it as INC-7 or 7.", options.incident));
  }
  const bool to_terminal = is_standard_output(options.output) && isatty(STDOUT_FILENO) == 1;
  if (options.format == "pdf" && to_terminal) {
    return failure(fmt::format(
        "A PDF cannot be shown in a terminal. Add --output {}-postmortem.pdf.", handle(*number)));
  }
  const std::optional<Incident> incident = record.incident(*number);
  if (!incident) return failure(unknown_incident(*number, record));
  // What was written elsewhere is its own write-up, as long as nobody asks for another form of it.
  if (incident->is_imported && options.format == "md") {
    if (const auto document = record.latest_writeup(*number)) return document->markdown;
  }
  const std::vector<Event> events = record.events_of(*number);
  Names names(record);
  const PostmortemSources sources{*incident, events,
                                  [&names](const UserId& user) { return names(user); }};
  return text_of(options.format, sources, layouts, programs);
}

std::optional<std::string> put_text(const std::string& output, std::string_view text) {
  return is_standard_output(output) ? write_to_standard_output(text) : write_to_file(output, text);
}

int print_postmortem(const PrintOptions& options, const Reader& record,
                     const writeup::Layouts& layouts, const PdfPrograms& programs) {
  const Result<std::string, std::string> text = printed_text(options, record, layouts, programs);
  const std::optional<std::string> trouble =
      text ? put_text(options.output, *text) : std::optional(text.error());
  if (!trouble) return 0;
  fmt::print(stderr, "tocsin: {}\n", *trouble);
  return 1;
}

}  // namespace tocsin
