#include "bot/print/pdf.h"

#include "bot/print/child.h"

#include <fmt/core.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> k_programs{"weasyprint", "chromium", "chromium-browser",
                                                     "google-chrome", "google-chrome-stable"};

// Readable by nobody else: a private incident may be in it.
class OwnFolder {
 public:
  OwnFolder() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "tocsin-pdf-XXXXXX").string();
    if (!error && mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~OwnFolder() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
  }
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string find_program(std::string_view name, std::string_view path) {
  while (!path.empty()) {
    const std::size_t end = std::min(path.find(':'), path.size());
    const fs::path file = fs::path(path.substr(0, end)) / name;
    // An empty part of PATH is the working directory: nothing is run from there.
    if (end > 0 && access(file.c_str(), X_OK) == 0) return file.string();
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return "";
}

std::vector<std::string> command_for(const std::string& program, std::string_view name,
                                     const fs::path& folder) {
  const std::string page = (folder / "page.html").string();
  const std::string result = (folder / "page.pdf").string();
  if (name == "weasyprint") return {program, "--encoding", "utf-8", page, result};
  std::vector<std::string> command{
      program,
      "--headless",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-extensions",
      "--no-first-run",
      "--host-resolver-rules=MAP * ~NOTFOUND",
      "--no-pdf-header-footer",
      "--user-data-dir=" + (folder / "profile").string(),
      "--print-to-pdf=" + result,
  };
  // The browser refuses to run its sandbox as root. The page is our own and has no script.
  if (geteuid() == 0) command.emplace_back("--no-sandbox");
  command.push_back("file://" + page);
  return command;
}

std::string first_line(std::string_view text) {
  const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size()));
  return std::string(line.substr(0, 200));
}

Result<std::string, std::string> make(const std::string& program, std::string_view name,
                                      const fs::path& folder, const PdfPrograms& programs) {
  // None of our own environment, in which there may be secrets.
  const std::vector<std::string> environment{"PATH=" + programs.path, "LANG=C.UTF-8",
                                             "HOME=" + folder.string(),
                                             "TMPDIR=" + folder.string()};
  const Finished finished =
      run_child(command_for(program, name, folder), environment, programs.limit);
  if (!finished.started) return failure(fmt::format("{} could not be started.", program));
  if (!finished.in_time) {
    return failure(fmt::format("{} took longer than {} seconds and was ended.", program,
                               std::chrono::ceil<std::chrono::seconds>(programs.limit).count()));
  }
  std::ifstream file(folder / "page.pdf", std::ios::binary);
  std::string pdf{std::istreambuf_iterator<char>(file), {}};
  if (pdf.starts_with("%PDF-")) return pdf;
  return failure(
      fmt::format("{} made no PDF (exit status {}): {}", program, finished.status,
                  finished.said.empty() ? "it said nothing." : first_line(finished.said)));
}

}  // namespace

Result<std::string, std::string> pdf_of(std::string_view html, const PdfPrograms& programs) {
  std::string trouble =
      "No program that makes PDFs is installed. Install one (apt-get install weasyprint), or take "
      "--format html and print it from a browser.";
  for (const std::string_view name : k_programs) {
    const std::string program = find_program(name, programs.path);
    if (program.empty()) continue;
    const OwnFolder folder;
    std::ofstream page(folder.path() / "page.html", std::ios::binary);
    page << html;
    page.close();
    if (folder.path().empty() || !page) {
      return failure(std::string("The temporary folder cannot be written: set TMPDIR to another."));
    }
    Result<std::string, std::string> pdf = make(program, name, folder.path(), programs);
    if (pdf) return pdf;
    trouble = pdf.error() + " Take --format html and print it from a browser.";
  }
  return failure(std::move(trouble));
}

}  // namespace tocsin
