// The program: reads the command line and the configuration, and hands over. The only file that
// knows all parts by name.

#include "bot/config/config.h"
#include "bot/log.h"
#include "bot/net/surroundings.h"
#include "bot/offline/import_files.h"
#include "bot/play/play.h"
#include "bot/print/print.h"
#include "bot/serve/clock.h"
#include "bot/serve/serve.h"
#include "bot/slack/startup.h"
#include "bot/writeup/layouts.h"
#include "storage/sqlite_store.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

std::optional<std::string> from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

tocsin::LogLevel log_level(const std::string& name) {
  using tocsin::LogLevel;
  if (name == "debug") return LogLevel::debug;
  if (name == "warn") return LogLevel::warn;
  if (name == "error") return LogLevel::error;
  if (name == "off") return LogLevel::off;
  return LogLevel::info;
}

template <class Work>
int with_store(const std::string& path, Work work) {
  try {
    tocsin::OpenOptions options;
    options.now = tocsin::read_clocks().wall;
    const auto store = tocsin::SqliteStore::open(path, options);
    return work(*store);
  } catch (const tocsin::OpenError& error) {
    return tocsin::cannot_run(error.what());
  }
}

tocsin::Result<tocsin::writeup::Layouts, std::string> layouts_of(const tocsin::Config& config) {
  std::vector<tocsin::writeup::TemplateFile> files;
  for (const tocsin::ConfiguredTemplate& one : config.writeup_templates) {
    files.push_back({one.kind, one.path, one.text});
  }
  return tocsin::writeup::Layouts::read(files);
}

int run_postmortem(const tocsin::PrintOptions& options) {
  const auto config = tocsin::read_config(from_environment);
  if (!config) return tocsin::cannot_run(config.error());
  const auto layouts = layouts_of(*config);
  if (!layouts) return tocsin::cannot_run(layouts.error());
  try {
    const auto store = tocsin::SqliteStore::open_to_read(config->database);
    return tocsin::print_postmortem(options, *store, *layouts,
                                    {from_environment("PATH").value_or("")});
  } catch (const std::runtime_error& error) {  // OpenError or StorageError
    return tocsin::cannot_run(error.what());
  }
}

int run_serve() {
  auto config = tocsin::read_config(from_environment);
  if (!config) return tocsin::cannot_run(config.error());
  const auto layouts = layouts_of(*config);
  if (!layouts) return tocsin::cannot_run(layouts.error());
  config->writeup_layout = layouts->as_function();
  tocsin::start_log(log_level(config->log));
  // The tokens first: who has none yet should not find an empty database afterwards.
  if (auto trouble = tocsin::slack::token_trouble(config->app_token, config->bot_token)) {
    return tocsin::cannot_run(*trouble);
  }
  return with_store(config->database, [&](tocsin::Store& store) {
    return tocsin::serve(*config, tocsin::net::read_surroundings(), store);
  });
}

int run_play(const tocsin::PlayOptions& options) {
  tocsin::start_log(tocsin::LogLevel::warn);
  const auto database = tocsin::new_play_database(options);
  if (!database) return tocsin::cannot_run(database.error());
  return with_store(*database, [&](tocsin::Store& store) { return tocsin::play(options, store); });
}

int run_import(const tocsin::ImportOptions& options) {
  const tocsin::Moment now = tocsin::read_clocks().wall;
  if (options.dry_run) return tocsin::import_files(options, nullptr, now);
  const auto config = tocsin::read_config(from_environment);
  if (!config) return tocsin::cannot_run(config.error());
  return with_store(config->database, [&](tocsin::Store& store) {
    return tocsin::import_files(options, &store, now);
  });
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Tocsin coordinates live incidents from Slack and writes the postmortem."};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("tocsin ") + TOCSIN_VERSION);
  int status = 0;
  app.add_subcommand("serve", "Connect to Slack and run until stopped")->callback([&] {
    status = run_serve();
  });
  tocsin::PlayOptions play_options;
  CLI::App* sandbox = app.add_subcommand("sandbox", "Try the bot without Slack");
  sandbox->add_option("--play", play_options.sample, "The sample incident to play")
      ->check(CLI::IsMember(tocsin::sample_names()));
  sandbox->add_option("--folder", play_options.folder, "Where database and write-up are put")
      ->capture_default_str();
  sandbox->add_flag("--quick", play_options.quick, "No pauses between the typed lines");
  sandbox->callback([&] { status = run_play(play_options); });
  tocsin::PrintOptions print_options;
  CLI::App* postmortem = app.add_subcommand(
      "postmortem", "Write the postmortem of an incident, as the record gives it now");
  postmortem->add_option("incident", print_options.incident, "INC-7 or 7")->required();
  postmortem->add_option("--format", print_options.format, "What to write")
      ->check(CLI::IsMember(tocsin::print_formats()))
      ->capture_default_str();
  postmortem->add_option("--output", print_options.output, "A file; else standard output");
  postmortem->callback([&] { status = run_postmortem(print_options); });

  tocsin::ImportOptions import_options;
  CLI::App* import = app.add_subcommand("import", "Read postmortems that were written elsewhere");
  import->add_option("files", import_options.files, "Markdown or plain text")->required();
  import->add_flag("--dry-run", import_options.dry_run, "Tell what was read, store nothing");
  import->add_flag("--json", import_options.as_json, "One JSON object a file, one a line");
  import->callback([&] { status = run_import(import_options);
});
app.add_subcommand("version", "Print the version")->callback([] {
  std::printf("tocsin %s\n", TOCSIN_VERSION);
});
CLI11_PARSE(app, argc, argv);
return status;
}
