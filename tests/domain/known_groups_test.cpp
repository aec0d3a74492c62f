#include "bot/domain/known_groups.h"

#include "bot/domain/known_names.h"

#include <doctest/doctest.h>

#include <chrono>

namespace known_groups_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const Moment k_now = from_stored(1'700'000'000'000);

KnownGroups known() { return {{{"S0123", "payments-oncall"}, {"S0999", "search"}}, k_now}; }

}  // namespace

TEST_CASE("a group is found by its id and by its name in any case of letters") {
  REQUIRE(find_group(known(), "S0123") != nullptr);
  CHECK(find_group(known(), "S0123")->handle == "payments-oncall");
  REQUIRE(find_group(known(), "@Payments-OnCall") != nullptr);
  CHECK(find_group(known(), "@Payments-OnCall")->id == "S0123");
  CHECK(find_group(known(), "payments-oncall") == nullptr);
  CHECK(find_group(known(), "s0123") == nullptr);
  CHECK(find_group(known(), "@") == nullptr);
}

TEST_CASE("groups come back from the disk as they were read, with their age") {
  CHECK(known_groups_of(to_stored_text(known())) == known());
  CHECK(known_groups_of(to_stored_text({{}, k_now})) == KnownGroups{{}, k_now});
  for (const char* broken : {"", "soon\n", "17000x\nS1 a\n", "1700000000000\nS1\n"}) {
    CAPTURE(broken);
    CHECK_FALSE(known_groups_of(broken));
  }
  // What would break the lines is not kept.
  CHECK(known_groups_of(to_stored_text({{{"S1", "a b"}, {"S2", ""}, {"S3", "c"}}, k_now})) ==
        KnownGroups{{{"S3", "c"}}, k_now});
}

TEST_CASE("lists are old a good day after they were read") {
  CHECK_FALSE(is_old_list(k_now, k_now + 26h));
  CHECK(is_old_list(k_now, k_now + 26h + 1ms));
  CHECK_FALSE(is_old_list(k_now, k_now - 26h));  // the clock was set back
}

TEST_CASE("an unknown group of the configuration is said with the nearest, by their ids") {
  CHECK(sentence_about_unknown_group("S0132", known()) ==
        "S0132: Slack knows no user group with that ID. Did you mean S0123 (@payments-oncall)?");
  CHECK(sentence_about_unknown_group("S7777777", known()) ==
        "S7777777: Slack knows no user group with that ID.");
  Roster roster;
  roster.teams["payments"].group = "S1";
  roster.teams["payments"].steps = {{{"@ana", "S2", "schedule:first"}, 5min, 1, std::nullopt},
                                    {{"S2"}, 5min, 1, std::nullopt}};
  CHECK(groups_named_in(roster) == std::vector<std::string>{"S1", "S2"});
}

}  // namespace known_groups_test
