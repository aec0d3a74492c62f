#pragma once
// `tocsin sandbox`: the local workspace with its page and the bot in one process, or the workspace
// alone for another bot; and the sample incidents that a few people type into it. For newcomers,
// for drills and for trying things out; nothing leaves the machine.

#include "bot/domain/result.h"
#include "integrations/sandbox/page/page.h"
#include "storage/store.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tocsin {

struct SandboxOptions {
  std::string sample;                              // empty: nothing is played
  std::string folder = "tocsin-sandbox";           // where the database and the write-up are put
  std::string port = "8750";                       // "auto": the next that is free, from 8750
  double pace = 0.9;                               // seconds between the played lines
  bool quick = false;                              // no pauses
  bool serve_only = false;                         // the workspace without our bot
  bool headless = false;                           // play, print, end; no page
  std::vector<std::string> commands{"/incident"};  // that the workspace knows
  sandbox::PageSetup page;
};

// What is wrong with the combination; empty when it can be run.
std::string options_trouble(const SandboxOptions& options);

// Makes the folder and gives the path of the database in it.
Result<std::string, std::string> sandbox_database(const SandboxOptions& options);

// Why that database cannot be had, as one sentence for the person.
std::string database_trouble(const SandboxOptions& options, bool is_in_use, const std::string& why);

// Begins anew: each sandbox begins with INC-1, because its workspace does too. Only when nobody
// has it open.
void remove_sandbox_database(const std::string& database);

// Runs until SIGTERM or SIGINT, or until the end of the play when it is headless. The exit status.
// `store` is null with serve_only.
int run_sandbox(const SandboxOptions& options, Store* store);

}  // namespace tocsin
