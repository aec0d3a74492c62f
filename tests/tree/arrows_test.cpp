// Holds the #include lines of the whole program against the table of arrows.cpp. The linker knows
// the same arrows (CMakeLists.txt), but not what a header alone brings in.

#include "tests/tree/arrows.h"

#include <doctest/doctest.h>

namespace arrows_test {

using namespace tocsin::test;

namespace {

std::size_t complaints(const std::string& path, const std::string& text) {
  return forbidden_includes({path, text}).size();
}

}  // namespace

TEST_CASE("no part of the program includes what the table does not allow") {
  const auto files = read_sources({"bot", "commands", "integrations", "storage"});
  CHECK(files.size() > 20);
  for (const SourceFile& file : files) {
    for (const std::string& complaint : forbidden_includes(file)) FAIL_CHECK(complaint);
  }
}

TEST_CASE("nlohmann is included by bot/json.h alone, and spdlog by bot/log.cpp alone") {
  for (const SourceFile& file : read_sources({"bot", "commands", "integrations", "storage"})) {
    CAPTURE(file.path);
    for (const Include& include : includes_of(file.text)) {
      if (include.name.starts_with("nlohmann/")) CHECK(file.path == "bot/json.h");
      if (include.name.starts_with("spdlog/")) CHECK(file.path == "bot/log.cpp");
    }
  }
}

TEST_CASE("include lines are found in every form, and not in comments") {
  const auto includes = includes_of(
      "#pragma once\n#include <vector>\n  #  include \"bot/log.h\" // why\n"
      "// #include <boost/asio.hpp>\nint include = 1;\n");
  REQUIRE(includes.size() == 2);
  CHECK(includes[0].name == "vector");
  CHECK(includes[0].angled);
  CHECK(includes[0].line == 2);
  CHECK(includes[1].name == "bot/log.h");
  CHECK_FALSE(includes[1].angled);
  CHECK(includes[1].line == 3);
}

TEST_CASE("a complaint names file, line and what was included") {
  const auto found = forbidden_includes({"bot/domain/when.h",
                                         "#pragma once\n#include <map>\n"
                                         "#include \"bot/log.h\"\n"});
  REQUIRE(found.size() == 1);
  CHECK(found[0] == "bot/domain/when.h:3: may not include bot/log.h");
}

TEST_CASE("the domain includes nothing but std, fmt, date and itself") {
  CHECK(complaints("bot/domain/when.cpp",
                   "#include \"bot/domain/zone.h\"\n"
                   "#include <date/tz.h>\n#include <fmt/core.h>\n") == 0);
  CHECK(complaints("bot/domain/when.h", "#include <date/tz.h>\n") == 1);
  CHECK(complaints("bot/domain/result.h", "#include <tl/expected.hpp>\n") == 0);
  CHECK(complaints("bot/domain/reply.h", "#include <tl/expected.hpp>\n") == 1);
  CHECK(complaints("bot/domain/reply.cpp", "#include \"bot/json.h\"\n") == 1);
  CHECK(complaints("bot/domain/reply.cpp", "#include \"storage/reader.h\"\n") == 1);
  CHECK(complaints("bot/domain/reply.cpp", "#include <unistd.h>\n") == 1);
}

TEST_CASE("sockets are for bot/net and the local workspace") {
  CHECK(complaints("bot/net/loop.cpp",
                   "#include <boost/asio.hpp>\n#include <sys/socket.h>\n"
                   "#include <openssl/ssl.h>\n#include \"bot/log.h\"\n") == 0);
  CHECK(complaints("bot/net/loop.cpp", "#include \"bot/domain/moment.h\"\n") == 1);
  CHECK(complaints("bot/slack/post.cpp", "#include <boost/asio.hpp>\n") == 1);
  CHECK(complaints("bot/slack/post.cpp", "#include \"bot/net/http.h\"\n") == 0);
  CHECK(complaints("bot/slack/post.cpp", "#include \"bot/net/http_client.h\"\n") == 1);
  CHECK(complaints("bot/engine/engine.cpp", "#include \"bot/net/http_client.h\"\n") == 1);
  CHECK(complaints("integrations/jira/jira.cpp", "#include \"bot/net/listener.h\"\n") == 1);
  CHECK(complaints("integrations/sandbox/web.cpp", "#include \"bot/net/listener.h\"\n") == 0);
}

TEST_CASE("handlers see the record through the reader only") {
  CHECK(complaints("commands/log.cpp", "#include \"storage/reader.h\"\n") == 0);
  CHECK(complaints("commands/log.cpp", "#include \"storage/store.h\"\n") == 1);
  CHECK(complaints("commands/log.cpp", "#include \"bot/engine/engine.h\"\n") == 1);
}

TEST_CASE("SQLite stays inside of storage, and out of its interfaces") {
  CHECK(complaints("storage/sqlite_store.cpp", "#include <SQLiteCpp/SQLiteCpp.h>\n") == 0);
  CHECK(complaints("storage/sqlite_internal.h", "#include <sqlite3.h>\n") == 0);
  CHECK(complaints("storage/statement.h", "#include <SQLiteCpp/Statement.h>\n") == 0);
  CHECK(complaints("storage/store.h", "#include <SQLiteCpp/Statement.h>\n") == 1);
  CHECK(complaints("bot/engine/engine.cpp", "#include <sqlite3.h>\n") == 1);
  CHECK(complaints("bot/engine/engine.cpp", "#include \"storage/sqlite_store.h\"\n") == 1);
  CHECK(complaints("bot/engine/engine.cpp", "#include \"storage/store.h\"\n") == 0);
}

TEST_CASE("integrations do not know each other") {
  CHECK(complaints("integrations/jira/jira.cpp", "#include \"integrations/destination.h\"\n") == 0);
  CHECK(complaints("integrations/jira/jira.cpp", "#include \"integrations/pager/pager.h\"\n") == 1);
  CHECK(complaints("integrations/jira/jira.cpp", "#include \"integrations/jira/jira.h\"\n") == 0);
  CHECK(complaints("integrations/sandbox/web.cpp", "#include \"integrations/jira/jira.h\"\n") == 1);
}

TEST_CASE("only main may include everything") {
  const std::string text = "#include <CLI/CLI.hpp>\n#include \"storage/sqlite_store.h\"\n";
  CHECK(complaints("bot/main.cpp", text) == 0);
  CHECK(complaints("bot/serve/serve.cpp", text) == 2);
}

TEST_CASE("a library that nobody has listed is refused") {
  CHECK(complaints("bot/domain/when.cpp", "#include <curl/curl.h>\n") == 1);
  CHECK(complaints("bot/net/loop.cpp", "#include <Windows.h>\n") == 1);
}

TEST_CASE("paths are written from the top, and a new folder needs a row") {
  CHECK(complaints("bot/domain/when.cpp", "#include \"zone.h\"\n") == 1);
  CHECK(complaints("bot/domain/when.cpp", "#include \"../json.h\"\n") == 1);
  CHECK(complaints("bot/mail/smtp.cpp", "") == 1);
}

}  // namespace arrows_test
