// The program: reads the command line and the configuration, and hands over. The only file that
// knows all parts by name.

#include "bot/config/config.h"
#include "bot/inc/inc.h"
#include "bot/log.h"
#include "bot/net/surroundings.h"
#include "bot/offline/import_files.h"
#include "bot/operate/check.h"
#include "bot/operate/copies.h"
#include "bot/operate/doctor.h"
#include "bot/operate/export.h"
#include "bot/operate/manifest.h"
#include "bot/operate/progress.h"
#include "bot/operate/show_config.h"
#include "bot/play/play.h"
#include "bot/play/samples.h"
#include "bot/print/print.h"
#include "bot/serve/clock.h"
#include "bot/serve/serve.h"
#include "bot/slack/startup.h"
#include "bot/writeup/layouts.h"
#include "commands/catalog.h"
#include "storage/integrity.h"
#include "storage/sqlite_store.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
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

tocsin::WebSeams web_seams(const tocsin::Config& config, const tocsin::writeup::Layouts& layouts) {
  tocsin::WebSeams seams;
  seams.version = TOCSIN_VERSION;
  seams.open_to_read = [path = config.database] { return tocsin::SqliteStore::open_to_read(path); };
  seams.print_writeup = [layouts](const std::string& incident, const std::string& format,
                                  const tocsin::Reader& record) {
    tocsin::PrintOptions options;
    options.incident = incident;
    options.format = format;
    return tocsin::printed_text(options, record, layouts, {});
  };
  return seams;
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
    return tocsin::serve(*config, tocsin::net::read_surroundings(), store,
                         web_seams(*config, *layouts));
  });
}

int run_sandbox(tocsin::SandboxOptions options) {
  tocsin::start_log(tocsin::LogLevel::warn);
  if (options.headless && options.sample.empty()) options.sample = "checkout";
  const std::string trouble = tocsin::options_trouble(options);
  if (!trouble.empty()) return tocsin::cannot_run(trouble);
  if (options.serve_only) return tocsin::run_sandbox(options, nullptr);
  const auto database = tocsin::sandbox_database(options);
  if (!database) return tocsin::cannot_run(database.error());
  try {  // opened before it is removed: so it is a sandbox's, and no other one has it
    tocsin::OpenOptions opening;
    opening.now = tocsin::read_clocks().wall;
    tocsin::SqliteStore::open(*database, opening);
  } catch (const tocsin::OpenError& error) {
    const bool is_in_use = error.reason() == tocsin::OpenError::Reason::in_use;
    return tocsin::cannot_run(tocsin::database_trouble(options, is_in_use, error.what()));
  }
  tocsin::remove_sandbox_database(*database);
  return with_store(*database,
                    [&](tocsin::Store& store) { return tocsin::run_sandbox(options, &store); });
}

tocsin::sandbox::PageSetup page_setup() {
  tocsin::sandbox::PageSetup page;
  for (const tocsin::Verb* verb : tocsin::catalog()) {
    if (verb->is_hidden) continue;
    page.verbs.push_back({std::string(verb->name), std::string(verb->aliases),
                          std::string(verb->arguments), std::string(verb->purpose)});
  }
  page.shortcuts = {{"declare", "Declare an incident", false},
                    {"keep-message", "Add to the timeline", true},
                    {"task-message", "Make a task of it", true}};
  return page;
}

void add_sandbox(CLI::App& app, int& status) {
  const auto options = std::make_shared<tocsin::SandboxOptions>();
  CLI::App* sandbox = app.add_subcommand(
      "sandbox", "A local workspace in the browser with the bot in it: try Tocsin without Slack");
  sandbox->add_option("--play", options->sample, "A sample incident that people type into it")
      ->check(CLI::IsMember(tocsin::sample_names()));
  sandbox->add_option("--pace", options->pace, "Seconds between the played lines")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  sandbox->add_flag("--quick", options->quick, "No pauses between the played lines");
  sandbox->add_flag("--headless", options->headless,
                    "Play, print the channel and the write-up, and end; no page");
  sandbox->add_option("--port", options->port, "Port of the page and of Slack, or auto")
      ->capture_default_str();
  sandbox->add_flag("--serve-only", options->serve_only,
                    "The workspace without the bot, for another one");
  sandbox->add_option("--command", options->commands, "Slash commands that the workspace knows")
      ->capture_default_str();
  sandbox->add_option("--folder", options->folder, "Where database and write-up are put")
      ->capture_default_str();
  sandbox->callback([options, &status] {
    options->page = page_setup();
    status = run_sandbox(*options);
  });
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

// ---- the operator's commands

tocsin::CheckedRecord checked(const tocsin::SqliteStore& store) {
  return {store, [&store](const tocsin::Incident& incident) {
            return store.is_found_as_it_stands(incident);
          }};
}

std::vector<std::string> troubles_in(const std::string& path) {
  std::vector<std::string> troubles = tocsin::file_troubles(path);
  const auto store = tocsin::SqliteStore::open_to_read(path);
  tocsin::ProgressLine line("Checking incidents");
  for (std::string& trouble : tocsin::record_troubles(
           checked(*store), [&line](std::size_t done, std::size_t all) { line.step(done, all); })) {
    troubles.push_back(std::move(trouble));
  }
  return troubles;
}

// A backup of an older release is brought up to date by the next start: what is in it is not looked
// at yet, but its pages are.
std::vector<std::string> troubles_in_backup(const std::string& path) {
  try {
    return troubles_in(path);
  } catch (const tocsin::OpenError& error) {
    if (error.reason() == tocsin::OpenError::Reason::older_version) return tocsin::damage_in(path);
    throw;
  }
}

template <class Work>
int with_config(Work work) {
  const auto config = tocsin::read_config(from_environment);
  if (!config) return tocsin::cannot_run(config.error());
  try {
    return work(*config);
  } catch (const std::runtime_error& error) {  // OpenError, StorageError or CopyError
    return tocsin::cannot_run(error.what());
  }
}

int print_whole(const std::string& text) {
  const bool is_written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return is_written ? 0 : tocsin::cannot_run("Standard output cannot be written.");
}

int run_check(const std::string& database) {
  return with_config([&](const tocsin::Config& config) {
    const std::string& path = database.empty() ? config.database : database;
    const auto troubles = troubles_in(path);
    const auto incidents = tocsin::SqliteStore::open_to_read(path)->all_incidents().size();
    const int written = print_whole(tocsin::check_report(path, incidents, troubles));
    return troubles.empty() ? written : 1;
  });
}

tocsin::DoctorTools doctor_tools() {
  tocsin::DoctorTools tools;
  tools.trouble_of_database = [](const std::string& database) -> std::string {
    try {
      static_cast<void>(tocsin::SqliteStore::open_to_read(database));
    } catch (const tocsin::OpenError& error) {
      return error.what();
    }
    return "";
  };
  const auto setting_of = [](const std::string& database, const char* name) -> std::string {
    try {
      return tocsin::SqliteStore::open_to_read(database)->setting(name).value_or("");
    } catch (const std::runtime_error&) {
      return "";  // it is not there, or was said to be broken
    }
  };
  tools.team_of_database = [setting_of](const std::string& database) {
    return setting_of(database, "team");
  };
  tools.unknown_names_of_database = [setting_of](const std::string& database) {
    return setting_of(database, "unknown_names");
  };
  tools.scratch_record = [] { return tocsin::SqliteStore::open(":memory:", {}); };
  tools.now = [] { return tocsin::read_clocks().wall; };
  tools.path = from_environment("PATH").value_or("");
  return tools;
}

int run_doctor(bool rehearse) {
  tocsin::start_log(tocsin::LogLevel::error);
  const auto config = tocsin::read_config(from_environment);
  tocsin::Findings findings;
  if (!config) {
    findings.push_back(tocsin::wrong("configuration", config.error()));
  } else {
    findings = tocsin::doctor_findings(*config, tocsin::net::read_surroundings(), doctor_tools(),
                                       rehearse);
    const auto layouts = layouts_of(*config);
    if (!layouts) findings.push_back(tocsin::wrong("templates", layouts.error()));
  }
  const int written = print_whole(tocsin::doctor_report(findings));
  return written != 0 ? written : tocsin::doctor_status(findings);
}

void add_doctor(CLI::App& app, int& status) {
  CLI::App* doctor =
      app.add_subcommand("doctor", "Say what is wrong with the installation, and how to mend it");
  const auto rehearse = std::make_shared<bool>(false);
  doctor->add_flag("--rehearse", *rehearse,
                   "Also run a practice incident in a private channel, archived afterwards");
  doctor->callback([&status, rehearse] { status = run_doctor(*rehearse); });
}

void add_manifest(CLI::App& app, int& status) {
  CLI::App* manifest =
      app.add_subcommand("manifest", "Print the manifest to make the Slack app from");
  const auto format = std::make_shared<std::string>("yaml");
  manifest->add_option("--format", *format, "What to print")
      ->check(CLI::IsMember(tocsin::manifest_formats()))
      ->capture_default_str();
  manifest->callback([&status, format] {
    status = with_config([&](const tocsin::Config& config) {
      const auto text = tocsin::manifest_text(config.command, *format);
      return text ? print_whole(*text) : tocsin::cannot_run(text.error());
    });
  });
}

void add_config(CLI::App& app, int& status) {
  CLI::App* config = app.add_subcommand(
      "config", "Show every setting, its value and where that comes from; secrets are hidden");
  const auto as_json = std::make_shared<bool>(false);
  config->add_flag("--json", *as_json, "One JSON object");
  config->callback([&status, as_json] {
    status = with_config([&](const tocsin::Config& read) {
      return print_whole(*as_json ? tocsin::config_json(read) : tocsin::config_table(read));
    });
  });
}

void add_check(CLI::App& app, int& status) {
  CLI::App* check = app.add_subcommand(
      "check", "Look whether the database is whole; works while the bot runs, changes nothing");
  const auto database = std::make_shared<std::string>();
  check->add_option("--database", *database, "Another file than the bot's, such as a backup");
  check->callback([&status, database] { status = run_check(*database); });
}

void add_export(CLI::App& app, int& status) {
  CLI::App* subcommand = app.add_subcommand(
      "export", "Write the whole record, or one incident, for other programs and people");
  const auto options = std::make_shared<tocsin::ExportOptions>();
  subcommand->add_option("incident", options->incident, "INC-7 or 7; else all of them");
  subcommand->add_option("--format", options->format, "What to write")
      ->check(CLI::IsMember(tocsin::export_formats()))
      ->capture_default_str();
  subcommand->add_option("--output", options->output,
                         "A file, or a folder for a file an incident; else standard output");
  subcommand->add_flag("--private", options->with_private, "Private incidents too");
  subcommand->callback([&status, options] {
    status = with_config([&](const tocsin::Config& config) {
      const auto layouts = layouts_of(config);
      if (!layouts) return tocsin::cannot_run(layouts.error());
      const auto store = tocsin::SqliteStore::open_to_read(config.database);
      return tocsin::export_record(*options, *store, *layouts);
    });
  });
}

void add_copies(CLI::App& app, int& status) {
  CLI::App* backup =
      app.add_subcommand("backup", "Copy the database to a file, also while the bot runs");
  const auto to = std::make_shared<std::string>();
  backup->add_option("path", *to, "The file to make; one that is there is not replaced")
      ->required();
  backup->callback([&status, to] {
    status = with_config([&](const tocsin::Config& config) {
      return tocsin::back_up(config.database, *to, {troubles_in});
    });
  });
  CLI::App* restore = app.add_subcommand(
      "restore", "Put a backup in the place of the database; what was there is kept aside");
  const auto from = std::make_shared<std::string>();
  restore->add_option("path", *from, "A file that tocsin backup made")->required();
  restore->callback([&status, from] {
    status = with_config([&](const tocsin::Config& config) {
      return tocsin::restore(*from, config.database, tocsin::read_clocks().wall,
                             {troubles_in_backup});
    });
  });
}

int run_inc(const tocsin::IncOptions& options) {
  const auto config = tocsin::read_config(from_environment);
  if (!config) return tocsin::cannot_run(config.error());
  tocsin::start_log(tocsin::LogLevel::warn);
  return tocsin::run_inc(options, *config, from_environment("USER").value_or(""),
                         tocsin::net::read_surroundings(),
                         [&](const std::function<int(tocsin::Store&)>& work) {
                           return with_store(config->database, work);
                         });
}

void add_inc(CLI::App& app, int& status) {
  const auto options = std::make_shared<tocsin::IncOptions>();
  CLI::App* inc = app.add_subcommand(
      "inc", "Type a command without Slack: tocsin inc declare sev1 Checkout is down");
  inc->add_option("--as", options->as, "Who types: @NAME as Slack shows it, or a member ID (U…)");
  inc->footer("Then the verb and what belongs to it, as in Slack: tocsin inc help");
  inc->prefix_command();  // what follows is text, also when it looks like an option: "-10m"
  inc->callback([inc, options, &status] {
    options->words = inc->remaining();
    status = run_inc(*options);
  });
}

}  // namespace

int main(int argc, char** argv) {
  // What runs for months is not kept waiting for the options of all that it does not do.
  if (argc == 2 && std::string_view(argv[1]) == "serve") return run_serve();
  CLI::App app{"Tocsin coordinates live incidents from Slack and writes the postmortem."};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("tocsin ") + TOCSIN_VERSION);
  int status = 0;
  app.add_subcommand("serve", "Connect to Slack and run until stopped")->callback([&] {
    status = run_serve();
  });
  add_sandbox(app, status);
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
  CLI::App* importing =
      app.add_subcommand("import", "Read postmortems that were written elsewhere");
  importing->add_option("files", import_options.files, "Markdown or plain text")->required();
  importing->add_flag("--dry-run", import_options.dry_run, "Tell what was read, store nothing");
  importing->add_flag("--json", import_options.as_json, "One JSON object a file, one a line");
  importing->callback([&] { status = run_import(import_options); });
  add_manifest(app, status);
  add_config(app, status);
  add_doctor(app, status);
  add_check(app, status);
  add_copies(app, status);
  add_export(app, status);
  add_inc(app, status);
  app.add_subcommand("version", "Print the version")->callback([] {
    std::printf("tocsin %s\n", TOCSIN_VERSION);
  });
  CLI11_PARSE(app, argc, argv);
  return status;
}
