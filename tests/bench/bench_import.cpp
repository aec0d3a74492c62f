// `tocsin import` of a thousand documents: reading alone, and with the record on disk, one
// transaction a document. The documents are those of the tests, each under several titles.

#include "bot/ensure.h"
#include "bot/import/read_document.h"
#include "bot/offline/import_files.h"
#include "storage/sqlite_store.h"
#include "tests/support/file_content.h"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace tocsin::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_documents = 1000;

std::vector<std::string> sample_documents() {
  std::vector<std::string> readable;
  for (const char* folder : {"seeds", "imports"}) {
    for (const auto& entry : fs::directory_iterator(TOCSIN_FIXTURES "/" + std::string(folder))) {
      std::string text = file_content(entry.path());
      if (imports::read_document(text)) readable.push_back(std::move(text));
    }
  }
  ENSURE(readable.size() > 50);
  std::vector<std::string> documents;
  for (std::size_t i = 0; i < k_documents; ++i) {
    documents.push_back(readable[i % readable.size()] + "\nCopy " + std::to_string(i) + ".\n");
  }
  return documents;
}

void read_a_thousand(benchmark::State& state) {
  const auto documents = sample_documents();
  for (auto _ : state) {
    for (const std::string& text : documents) {
      auto document = imports::read_document(text);
      benchmark::DoNotOptimize(document);
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * documents.size()));
}
BENCHMARK(read_a_thousand)->Unit(benchmark::kMillisecond);

fs::path bench_folder() {
  const char* folder = std::getenv("TOCSIN_BENCH_FOLDER");
  return fs::path(folder != nullptr ? folder : ".") / "import";
}

void import_a_thousand(benchmark::State& state) {
  const fs::path folder = bench_folder();
  for (auto _ : state) {
    state.PauseTiming();
    fs::remove_all(folder);
    fs::create_directories(folder);
    ImportOptions options;
    const auto documents = sample_documents();
    for (std::size_t i = 0; i < documents.size(); ++i) {
      const fs::path path = folder / (std::to_string(i) + ".md");
      // Title and day tell documents apart, and "Incident 17" would be no title.
      std::ofstream(path, std::ios::binary) << "# Outage number " << i << " of a thousand\n\n"
                                            << documents[i];
      options.files.push_back(path.string());
    }
    const auto store = SqliteStore::open((folder / "import.db").string(), {});
    state.ResumeTiming();
    import_files(options, store.get(), from_stored(1'900'000'000'000));
    state.PauseTiming();
    ENSURE(store->all_incidents().size() > k_documents * 9 / 10);
    state.ResumeTiming();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * k_documents));
}
BENCHMARK(import_a_thousand)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace tocsin::bench

BENCHMARK_MAIN();
