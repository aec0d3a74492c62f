// `tocsin sandbox` where it cannot begin: each time one sentence with the way out, and what is
// there stays as it is.

#include "bot/net/listener.h"
#include "tests/e2e/asking.h"
#include "tests/support/file_content.h"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

namespace tocsin::e2e::sandbox_test {

namespace {

namespace fs = std::filesystem;

std::string free_port() {
  net::Loop loop;
  const net::Listener listener(loop, {});
  return std::to_string(listener.port());
}

// Its page shows a bot that is connected.
bool is_open(const std::string& port, BotProcess& sandbox) {
  const auto until = std::chrono::steady_clock::now() + k_patience;
  while (std::chrono::steady_clock::now() < until && sandbox.is_running()) {
    const auto seen = parse_json(ask({"GET",
                                      "http://127.0.0.1:" + port + "/page/state",
                                      {{"Host", "127.0.0.1:" + port}},
                                      ""})
                                     .body);
    if (seen && seen->is_object() && seen->value("connections", 0) == 1) return true;
  }
  return false;
}

std::string refusal(BotProcess& sandbox) {
  const auto status = sandbox.wait();
  REQUIRE_MESSAGE(status.has_value(), "it runs on; it said: " << sandbox.said());
  CHECK(*status == 1);
  return sandbox.said();
}

}  // namespace

TEST_CASE("A second sandbox on one folder or one port is turned away, and the first goes on") {
  const TemporaryFolder folder;
  const std::string port = free_port();
  BotProcess first({"sandbox", "--port", port, "--folder", "play"}, {}, folder.path());
  REQUIRE_MESSAGE(is_open(port, first), first.said());

  BotProcess same_folder({"sandbox", "--port", "auto", "--folder", "play"}, {}, folder.path());
  const std::string of_folder = refusal(same_folder);
  CHECK_MESSAGE(contains(of_folder, "Another sandbox has the folder play open"), of_folder);
  CHECK_MESSAGE(contains(of_folder, "--folder"), of_folder);

  BotProcess same_port({"sandbox", "--port", port, "--folder", "other"}, {}, folder.path());
  const std::string of_port = refusal(same_port);
  CHECK_MESSAGE(contains(of_port, "Port " + port + " is in use"), of_port);
  CHECK_MESSAGE(contains(of_port, "--port auto"), of_port);

  CHECK(is_open(port, first));
  stop(first);
}

TEST_CASE("What is no database of a sandbox, or a damaged one, is left as it is") {
  const TemporaryFolder folder;
  fs::create_directories(fs::path(folder.path()) / "play");
  const fs::path database = fs::path(folder.path()) / "play" / "play.db";
  SqliteStore::open(database.string(), {}).reset();
  std::string damaged = file_content(database);
  REQUIRE(damaged.size() > 4096);
  for (std::size_t i = 0; i < 2048; ++i) damaged[i] = '#';
  for (const std::string& content : {std::string(5'000, 'x'), damaged}) {
    std::ofstream(database, std::ios::binary | std::ios::trunc) << content;
    BotProcess sandbox(
        {"sandbox", "--headless", "--quick", "--play", "checkout", "--folder", "play"}, {},
        folder.path());
    const std::string said = refusal(sandbox);
    CHECK_MESSAGE(contains(said, "is no database of a sandbox and is left as it is"), said);
    CHECK_MESSAGE(contains(said, "move play.db away"), said);
    CHECK(file_content(database) == content);
  }
  // Moved away as it says, the sandbox begins and plays to its end.
  fs::rename(database, database.string() + ".away");
  BotProcess sandbox({"sandbox", "--headless", "--quick", "--play", "checkout", "--folder", "play"},
                     {}, folder.path());
  CHECK_MESSAGE(sandbox.wait() == 0, sandbox.said());
  CHECK(fs::exists(fs::path(folder.path()) / "play" / "INC-1-postmortem.md"));
}

}  // namespace tocsin::e2e::sandbox_test
