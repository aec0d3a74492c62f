// Wrong names, and which were probably meant.

#include "bot/domain/known_names.h"

#include <doctest/doctest.h>

namespace known_names_test {

using namespace tocsin;

using Strings = std::vector<std::string>;

TEST_CASE("every person that the configuration names is looked up, once") {
  Roster roster;
  Team team;
  team.steps = {{{"@chi", "S0123", "schedule:first", "team:other", "pager:duty", "U1"},
                 Duration{1},
                 1,
                 std::nullopt}};
  team.members = {"@ana", "@chi"};
  roster.teams["payments"] = team;
  roster.schedules["first"].people = {"@bo"};
  roster.phones["@dee"] = "+49 30 1";
  CHECK(people_named_in(roster) == Strings{"@ana", "@bo", "@chi", "@dee", "U1"});
}

TEST_CASE("a slip names the nearest, a strange name nobody") {
  const Strings known{"ana", "Anna Lopez", "bo", "chi", "deedee"};
  CHECK(nearest_names("@anna", known) == Strings{"@ana", "@Anna Lopez"});
  CHECK(nearest_names("CHI", known) == Strings{"@chi"});
  CHECK(nearest_names("@ddeedee", known) == Strings{"@deedee"});
  CHECK(nearest_names("@zacharias", known).empty());
  CHECK(nearest_names("", known).empty());
  CHECK(nearest_names("@ana", {}).empty());
}

TEST_CASE("the sentence says what to write instead") {
  CHECK(sentence_about_unknown("@anna", {"ana"}) ==
        "@anna: Slack knows nobody of that name. Did you mean @ana?");
  CHECK(sentence_about_unknown("@zacharias", {"ana"}) ==
        "@zacharias: Slack knows nobody of that name.");
  CHECK(sentence_about_unknown("U99", {"ana"}) == "U99: Slack knows no member with that ID.");
}

}  // namespace known_names_test
