#include "bot/offline/import_files.h"

#include "bot/import/read_document.h"
#include "bot/import/record_document.h"
#include "bot/offline/document_json.h"
#include "bot/offline/fingerprint.h"
#include "bot/offline/text_file.h"

#include <fmt/core.h>

#include <unistd.h>
#include <cstdio>

namespace tocsin {
namespace {

using imports::ImportedDocument;

std::string without_folder(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

// Only where somebody looks: a line that is written over and over.
class Progress {
 public:
  explicit Progress(std::size_t all)
      : all_(all), is_seen_(all > 1 && ::isatty(STDERR_FILENO) == 1) {}

  void step(std::size_t done) const {
    if (!is_seen_) return;
    constexpr std::size_t width = 30;
    const std::size_t filled = done * width / all_;
    std::fprintf(stderr, "\r[%s%s] %zu of %zu", std::string(filled, '#').c_str(),
                 std::string(width - filled, ' ').c_str(), done, all_);
  }
  void clear() const {
    if (is_seen_) std::fprintf(stderr, "\r\033[K");
  }

 private:
  std::size_t all_;
  bool is_seen_;
};

// What is remembered of an imported file, so that it does not go in twice: its bytes, and what it
// is about, because people correct a typing error and import it again.
struct Marks {
  std::string bytes;
  std::string subject;  // empty: too little is known to tell
};

Marks marks_of(const ImportedDocument& document, const std::string& fingerprint) {
  Marks marks{"imported " + fingerprint, ""};
  if (!document.title.empty() && document.start && document.start->day) {
    marks.subject = "imported " + fingerprint_of(imports::print_local_time(*document.start) + " " +
                                                 document.title);
  }
  return marks;
}

class Importer {
 public:
  Importer(const ImportOptions& options, Store* store, Moment now)
      : options_(options), store_(store), now_(now), progress_(options.files.size()) {}

  int run() {
    std::size_t done = 0;
    for (const std::string& file : options_.files) {
      take(file);
      progress_.step(++done);
    }
    progress_.clear();
    if (store_ != nullptr) {
      print(fmt::format("{} imported, {} already there, {} refused\n", stored_, known_, refused_));
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      std::fputs("tocsin: standard output cannot be written.\n", stderr);
      return 1;
    }
    return refused_ > 0 ? 1 : 0;
  }

 private:
  void take(const std::string& file) {
    const auto text = read_text_file(file, imports::k_longest_document);
    if (!text) return refuse(file, text.error());
    const auto document = imports::read_document(*text);
    if (!document) return refuse(file, document.error());
    if (store_ == nullptr) return tell(file, *document);
    try {
      store(file, *text, *document);
    } catch (const StorageError& error) {
      store_->rollback();
      refuse(file, fmt::format("it could not be stored: {}", error.what()));
    }
  }

  void refuse(const std::string& file, const std::string& reason) {
    ++refused_;
    progress_.clear();
    std::fprintf(stderr, "%s: %s\n", file.c_str(), reason.c_str());
  }

  void tell(const std::string& file, const ImportedDocument& document) const {
    progress_.clear();
    print(options_.as_json ? print_document_json(file, document)
                           : print_document_summary(file, document));
  }

  void store(const std::string& file, const std::string& text, const ImportedDocument& document) {
    const std::string fingerprint = fingerprint_of(text);
    const Marks marks = marks_of(document, fingerprint);
    store_->begin();
    auto known = store_->setting(marks.bytes);
    if (!known && !marks.subject.empty()) known = store_->setting(marks.subject);
    if (known) {
      store_->rollback();
      ++known_;
      progress_.clear();
      print(fmt::format("{}: already imported as {}\n", file, *known));
      return;
    }
    const IncidentNumber number = store_->next_incident_number();
    const auto recorded =
        imports::record_document(document, {without_folder(file), fingerprint}, number, now_);
    store_->put(recorded.incident);
    for (const Event& event : recorded.events) store_->append(number, event);
    store_->put(Writeup{number, 1, now_, text});
    store_->put_setting(marks.bytes, handle(number));
    if (!marks.subject.empty()) store_->put_setting(marks.subject, handle(number));
    store_->commit();
    ++stored_;
    progress_.clear();
    print(fmt::format("{}: {} {}\n", file, handle(number), recorded.incident.title));
    for (const std::string& warning : document.warnings) print("  note: " + warning + "\n");
  }

  const ImportOptions& options_;
  Store* store_;
  Moment now_;
  Progress progress_;
  std::size_t stored_ = 0;
  std::size_t known_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace

int import_files(const ImportOptions& options, Store* store, Moment now) {
  return Importer(options, store, now).run();
}

}  // namespace tocsin
