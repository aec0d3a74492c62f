// Holds every source file against the rules of style that can be checked without taste, and shows
// for each rule that the check fails when the rule is broken.

#include "tests/tree/house_rules.h"

#include <doctest/doctest.h>

namespace house_rules_test {

using namespace tocsin::test;

namespace {

const std::vector<std::string> k_folders{"bot", "commands", "integrations", "storage", "tests"};

// A function whose body has this many lines between its braces.
std::string function_with(std::size_t lines, const std::string& head = "int f(int a)") {
  std::string text = head + " {\n";
  for (std::size_t i = 0; i < lines; ++i) text += "  a += 1;\n";
  return text + "}\n";
}

std::string first_head(const std::string& text) {
  const std::vector<Function> functions = functions_of(text);
  return functions.empty() ? "(none)" : functions.front().head;
}

std::size_t complaints_about_length(const std::string& text) {
  return too_long_functions({"bot/a.cpp", text}).size();
}

}  // namespace

TEST_CASE("no file is longer than 500 lines without saying why") {
  for (const SourceFile& file : read_sources(k_folders)) {
    for (const std::string& complaint : too_long_file(file)) FAIL_CHECK(complaint);
  }
}

TEST_CASE("no function is longer than 70 lines without saying why") {
  for (const SourceFile& file : read_sources(k_folders)) {
    for (const std::string& complaint : too_long_functions(file)) FAIL_CHECK(complaint);
  }
}

TEST_CASE("every header begins with #pragma once and a paragraph about itself") {
  for (const SourceFile& file : read_sources(k_folders)) {
    for (const std::string& complaint : header_without_opening(file)) FAIL_CHECK(complaint);
  }
}

TEST_CASE("no source promises work for later") {
  for (const SourceFile& file : read_sources(k_folders)) {
    for (const std::string& complaint : unfinished_words(file)) FAIL_CHECK(complaint);
  }
}

TEST_CASE("every folder has a page that explains it") {
  const auto paths = paths_under({"bot", "commands", "integrations", "storage", "tests", "deploy"});
  for (const std::string& complaint : folders_without_readme(paths)) FAIL_CHECK(complaint);
}

TEST_CASE("every page begins with its title") {
  std::vector<std::string> paths = paths_under(k_folders);
  for (const std::string& path : paths_under({"deploy"})) paths.push_back(path);
  paths.push_back("README.md");
  std::size_t pages = 0;
  for (const std::string& path : paths) {
    if (!path.ends_with(".md")) continue;
    ++pages;
    for (const std::string& complaint : page_without_title(read_source(path))) {
      FAIL_CHECK(complaint);
    }
  }
  CHECK(pages > 10);
}

TEST_CASE("a file of 501 lines is too long, unless it says why at the top") {
  std::string text;
  for (std::size_t i = 0; i < k_longest_file; ++i) text += "int a;\n";
  CHECK(too_long_file({"bot/a.cpp", text}).empty());
  text += "int a;\n";
  const auto complaints = too_long_file({"bot/a.cpp", text});
  REQUIRE(complaints.size() == 1);
  CHECK(complaints[0] == "bot/a.cpp: 501 lines");
  CHECK(too_long_file({"bot/a.cpp", "// Long because it is a table.\n" + text}).empty());
  CHECK(too_long_file({"bot/a.cpp", text + "// Long because: too late\n"}).size() == 1);
}

TEST_CASE("a function of 71 lines is too long, unless it says why above") {
  CHECK(complaints_about_length(function_with(68)) == 0);
  CHECK(complaints_about_length(function_with(69)) == 1);
  const std::string reason = "// Long because a switch over all events reads best whole.\n";
  CHECK(complaints_about_length(reason + function_with(69)) == 0);
  CHECK(complaints_about_length("// What f does.\n" + reason + function_with(69)) == 0);
  CHECK(complaints_about_length(reason + "\n" + function_with(69)) == 1);
}

TEST_CASE("a complaint about a function says where it is and which") {
  const auto complaints = too_long_functions({"bot/a.cpp", "int b;\n\n" + function_with(69)});
  REQUIRE(complaints.size() == 1);
  CHECK(complaints[0] == "bot/a.cpp:3: 71 lines: int f(int a)");
}

TEST_CASE("functions are found in all of their shapes") {
  CHECK(first_head("void f() {}") == "void f()");
  CHECK(first_head("int A::f() const noexcept {}") == "int A::f() const noexcept");
  CHECK(first_head("auto f(int a)\n    -> std::vector<int> {}") ==
        "auto f(int a) -> std::vector<int>");
  CHECK(first_head("template <class T, int N>\nT f(T (&t)[N]) {}") ==
        "template <class T, int N> T f(T (&t)[N])");
  CHECK(
      first_head("namespace a { namespace { class B : C { public:\n  B(int b) : b_(b) {} }; } }") ==
      "B(int b) : b_(b)");
  CHECK(first_head("B::B() : a_{1}, b_(2) {}") == "B::B() : a_{}, b_(2)");
  CHECK(first_head("B::B() : a_(1), b_{2} {}") == "B::B() : a_(1), b_{}");
  CHECK(first_head("bool operator()(int a) const { return a > 0; }") ==
        "bool operator()(int a) const");
  CHECK(first_head("TEST_CASE(\"{\") {}") == "TEST_CASE( )");
  CHECK(first_head("const auto f = [](int a) { return a; };") == "const auto f = [](int a)");
}

TEST_CASE("a long function is found inside of a class and behind an initializer list") {
  CHECK(complaints_about_length("class A {\n public:\n" + function_with(69) + "};\n") == 1);
  CHECK(complaints_about_length(function_with(69, "A::A(int a) : a_(a), b_{a}")) == 1);
  CHECK(complaints_about_length("template <class T>\n" + function_with(68)) == 1);
}

TEST_CASE("what is no function is not measured") {
  CHECK(functions_of("struct A { int a{1}; };").empty());
  CHECK(functions_of("enum class A { b, c };").empty());
  CHECK(functions_of("constexpr std::array<int, 2> k_a{{1, 2}};").empty());
  CHECK(functions_of("const std::vector<A> k_a = {A(1), A(2)};").empty());
  CHECK(functions_of("const B k_b = make({1, 2});").empty());
  CHECK(functions_of("#define A(b) { b }\n").empty());
  CHECK(functions_of("// void f() {}\n/* void g() {} */").empty());
  CHECK(functions_of("const char* a = \"void f() {}\";").empty());
  CHECK(functions_of("const char* a = R\"sql(create (x) { \" )sql\";").empty());
}

TEST_CASE("braces in comments and texts do not disturb the measuring") {
  const std::string text =
      "void f() {\n  // {{{\n  a(\"}\", '{', '\\'', 1'000, R\"(}}\")\");\n}\nvoid g() {}\n";
  const std::vector<Function> functions = functions_of(text);
  REQUIRE(functions.size() == 2);
  CHECK(functions[0].last == 4);
  CHECK(functions[1].head == "void g()");
}

TEST_CASE("lambdas and blocks inside of a function belong to it") {
  const std::vector<Function> functions =
      functions_of("void f() {\n  auto g = [](int a) {\n    if (a) { b({1}); }\n  };\n}\n");
  REQUIRE(functions.size() == 1);
  CHECK(functions[0].last == 5);
}

TEST_CASE("a header without its opening is refused") {
  const auto complaints = [](const std::string& text) {
    return header_without_opening({"bot/a.h", text}).size();
  };
  CHECK(complaints("#pragma once\n// What it is for.\n\n#include <map>\n") == 0);
  CHECK(complaints("// What it is for.\n#pragma once\n") == 1);
  CHECK(complaints("#pragma once\n#include <map>\n// What it is for.\n") == 1);
  CHECK(complaints("#pragma once\n\n// What it is for.\n") == 1);
  CHECK(complaints("#pragma once\n//\n") == 1);
  CHECK(complaints("") == 1);
  CHECK(header_without_opening({"bot/a.cpp", "int a;\n"}).empty());
}

TEST_CASE("a page that a formatter has mangled is found") {
  const auto complaints = [](const std::string& text) {
    return page_without_title({"bot/README.md", text});
  };
  CHECK(complaints("# bot/engine\n\nThe heart.\n").empty());
  CHECK(complaints("#bot / engine\n\nThe heart.\n") ==
        std::vector<std::string>{"bot/README.md: does not begin with \"# \" and a title"});
  CHECK(complaints("\n# bot/engine\n").size() == 1);
  CHECK(complaints("# \n").size() == 1);
  CHECK(complaints("").size() == 1);
}

TEST_CASE("words that promise work for later are found as whole words") {
  const std::string word = std::string("TO") + "DO";
  const auto complaints = unfinished_words({"bot/a.cpp", "int a;\n// " + word + ": b\n"});
  REQUIRE(complaints.size() == 1);
  CHECK(complaints[0] == "bot/a.cpp:2: " + word);
  CHECK(unfinished_words({"a.cpp", "f(" + word + ");"}).size() == 1);
  CHECK(unfinished_words({"a.cpp", std::string("// FIX") + "ME"}).size() == 1);
  CHECK(unfinished_words({"a.cpp", std::string("\"XX") + "X\""}).size() == 1);
  CHECK(unfinished_words({"a.cpp", std::string("HA") + "CK"}).size() == 1);
  CHECK(unfinished_words({"a.cpp", "k_" + word + "_LIST, " + word + "S, todo"}).empty());
}

TEST_CASE("a folder without a README.md is found") {
  std::vector<std::string> paths{
      "bot/README.md",          "bot/log.h",          "bot/domain/README.md",
      "bot/domain/when.h",      "commands/README.md", "integrations/README.md",
      "integrations/jira/a.md", "storage/README.md",  "storage/sub/a.cpp",
      "tests/README.md",        "deploy/README.md"};
  CHECK(folders_without_readme(paths).empty());
  paths.push_back("integrations/jira/jira.cpp");
  CHECK(folders_without_readme(paths) ==
        std::vector<std::string>{"integrations/jira: no README.md"});
  CHECK(folders_without_readme({}).size() == 6);
}

TEST_CASE("comments, texts and directives are blanked out without moving anything") {
  CHECK(code_only("a; // b\nc; /* d\ne */ f;") == "a;     \nc;     \n     f;");
  CHECK(code_only("f(\"a\\\"b\", 'c');") == "f(      ,    );");
  CHECK(code_only("#define A \\\n  B\nc") == "           \n   \nc");
  CHECK(code_only("1'000'000") == "1'000'000");
  CHECK(code_only("R\"x(a\")\"b)x\" c") == "             c");
}

}  // namespace house_rules_test
