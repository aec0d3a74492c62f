// Making the channel, inviting people, setting the topic.
#include "tests/slack/world.h"

namespace destination_channel_test {

using namespace tocsin;
using namespace tocsin::slack;
using world::get;
using world::is;
using world::refusal;
using world::Trip;

namespace {

const std::string k_created =
    R"({"ok":true,"channel":{"id":"C0NEW00001","name":"inc-7-checkout-down","creator":"U0BOT00001"}})";

std::string channels(const std::string& name, const std::string& creator, std::int64_t created,
                     const std::string& cursor = "") {
  return R"({"ok":true,"channels":[{"id":"C0OTHER001","name":"general","creator":"U1","created":1},)"
         R"({"id":"C0OWN00001","name":")" +
         name + R"(","creator":")" + creator + R"(","created":)" + std::to_string(created) +
         R"(}],"response_metadata":{"next_cursor":")" + cursor + "\"}}";
}

const std::string k_no_channels = R"({"ok":true,"channels":[]})";

const fact::ChannelCreated& created(const Verdict& verdict) {
  const auto& done = get<verdict::Done>(verdict);
  REQUIRE(done.facts.size() == 1);
  return std::get<fact::ChannelCreated>(done.facts[0]);
}

Trip invite(std::vector<UserId> users, std::vector<std::string> groups = {}) {
  return Trip(delivery::Invite{std::move(users), std::move(groups)});
}

}  // namespace

TEST_CASE("a channel is made under its first name and kept under the name that Slack gave it") {
  Trip trip{delivery::MakeChannel{}};
  CHECK(trip.method() == "conversations.create");
  CHECK(trip.fields()["name"] == "inc-7-checkout-down");
  CHECK(trip.fields()["is_private"] == "false");
  const auto verdict =
      trip.judge(R"({"ok":true,"channel":{"id":"C0NEW00001","name":"inc-7-checkout_down"}})");
  CHECK(created(verdict).channel.value == "C0NEW00001");
  CHECK(created(verdict).name == "inc-7-checkout_down");
}

TEST_CASE("a private incident gets a private channel") {
  Trip trip{delivery::MakeChannel{}};
  trip.context.incident->is_private = true;
  CHECK(trip.fields()["is_private"] == "true");
  CHECK(world::fields_of(trip.slack.lookup(trip.context, "")->request)["types"] ==
        "private_channel");
}

TEST_CASE("a taken name leads to the next one, and in the end to the refusal that people see") {
  Trip trip{delivery::MakeChannel{}};
  std::vector<std::string> names;
  for (int i = 0; i < 7; ++i) {
    names.push_back(trip.fields()["name"]);
    CHECK(is<verdict::NextStep>(trip.judge(refusal("name_taken"))));
    CHECK(trip.method() == "users.conversations");
    if (i == 6) break;
    CHECK(is<verdict::NextStep>(trip.judge(k_no_channels)));
  }
  CHECK(names == std::vector<std::string>{"inc-7-checkout-down", "inc-7-checkout-down-2",
                                          "inc-7-checkout-down-3", "inc-7-checkout-down-4",
                                          "inc-7-checkout-down-5", "inc-7-checkout-down-20251121",
                                          "inc-7-checkout-down-20251121-1435"});
  const Verdict verdict = trip.judge(k_no_channels);
  const auto& refused = get<verdict::Refused>(verdict);
  CHECK(refused.code == "name_taken");
  CHECK(std::get<fact::ChannelRefused>(refused.facts.at(0)).reason == "name_taken");
}

TEST_CASE("a name that was taken by our own lost request is adopted and not made twice") {
  Trip trip{delivery::MakeChannel{}};
  trip.judge(refusal("name_taken"));
  // The first page does not have it, the second has.
  CHECK(is<verdict::NextStep>(trip.judge(channels("random", "U1", 1, "page:two=="))));
  CHECK(trip.fields()["cursor"] == "page:two==");
  const auto verdict =
      trip.judge(channels("inc-7-checkout-down", "U0BOT00001", world::k_declared + 3));
  CHECK(created(verdict).channel.value == "C0OWN00001");
}

TEST_CASE("a channel of that name that somebody else made, or that is old, is not ours") {
  Trip trip{delivery::MakeChannel{}};
  trip.judge(refusal("name_taken"));
  const Verdict verdict =
      trip.judge(channels("inc-7-checkout-down", "U0EVE00001", world::k_declared + 3));
  CHECK(get<verdict::NextStep>(verdict).progress == "name:2");
  Trip old{delivery::MakeChannel{}};
  old.judge(refusal("name_taken"));
  CHECK(get<verdict::NextStep>(
            old.judge(channels("inc-7-checkout-down", "U0BOT00001", world::k_declared - 600)))
            .progress == "name:2");
}

TEST_CASE("when Slack does not take the title in a name, the number alone is used") {
  Trip trip{delivery::MakeChannel{}};
  trip.judge(refusal("invalid_name_specials"));
  CHECK(trip.fields()["name"] == "inc-7");
  trip.judge(refusal("name_taken"));
  trip.judge(k_no_channels);
  CHECK(trip.fields()["name"] == "inc-7-2");
  CHECK(is<verdict::Refused>(Trip(trip).judge(refusal("invalid_name"))));
}

TEST_CASE("a workspace that lets no bot make channels refuses the channel, not the incident") {
  for (const char* code : {"restricted_action", "cannot_create_channel", "missing_scope",
                           "no_permission", "access_denied", "invalid_arguments"}) {
    CAPTURE(code);
    Trip trip{delivery::MakeChannel{}};
    const Verdict verdict = trip.judge(refusal(code));
    const auto& refused = get<verdict::Refused>(verdict);
    CHECK(refused.code == code);
    CHECK(refused.why.starts_with("Slack did not let me make the incident's channel"));
    CHECK(std::get<fact::ChannelRefused>(refused.facts.at(0)).reason == code);
  }
}

TEST_CASE("a lost answer about a channel is looked for among the bot's own channels") {
  for (const auto& answer : {world::lost(), refusal("internal_error"),
                             world::answered("<html>", 502), world::answered(R"({"ok":true})")}) {
    Trip trip{delivery::MakeChannel{}};
    CHECK(is<verdict::Unknown>(trip.judge(answer)));
  }
  Trip trip{delivery::MakeChannel{}};
  const auto look = trip.slack.lookup(trip.context, "");
  REQUIRE(look);
  CHECK(world::method_of(look->request) == "users.conversations");
  CHECK(world::fields_of(look->request)["types"] == "public_channel");

  const Look found =
      trip.found(channels("inc-7-checkout-down", "U0BOT00001", world::k_declared + 2));
  CHECK(created(std::get<look::Found>(found).verdict).channel.value == "C0OWN00001");
  const Look more = trip.found(channels("x", "U1", 1, "next"));
  CHECK(std::get<look::More>(more).cursor == "next");
  CHECK(world::fields_of(trip.slack.lookup(trip.context, "next")->request)["cursor"] == "next");
  CHECK(std::holds_alternative<look::NotThere>(trip.found(k_no_channels)));
  CHECK(std::holds_alternative<look::NotThere>(
      trip.found(channels("inc-7-checkout-down", "U0EVE00001", world::k_declared + 2))));
  CHECK(std::holds_alternative<look::Failed>(
      trip.slack.found(trip.context, refusal("internal_error"))));
  // What Slack never lets us look for would else be looked for without an end.
  for (const char* const code : {"missing_scope", "method_deprecated"}) {
    CAPTURE(code);
    CHECK(std::holds_alternative<look::NotThere>(trip.slack.found(trip.context, refusal(code))));
  }
}

TEST_CASE("a refused token holds everything and loses nothing") {
  for (const Delivery& each : std::vector<Delivery>{
           delivery::MakeChannel{}, delivery::SetTopic{}, delivery::PostCard{},
           delivery::EditCard{}, delivery::PostEntry{EntryNumber{1}}, delivery::PostWriteup{},
           delivery::AttachWriteup{}, delivery::ReadPeople{}, delivery::ReadPerson{UserId{"U1"}},
           delivery::Invite{{UserId{"U1"}}, {}}, delivery::Tell{UserId{"U1"}, RichText("x")}}) {
    Trip trip{each};
    trip.context.writeup = Writeup{IncidentNumber{7}, 1, {}, "# x"};
    CAPTURE(each.index());
    CHECK(is<verdict::Hold>(trip.judge(refusal("token_revoked"))));
    CHECK(is<verdict::Hold>(trip.judge(refusal("account_inactive"))));
  }
}

TEST_CASE("a rate limit waits as long as Slack says, and what never left may go again") {
  for (const Delivery& each :
       std::vector<Delivery>{delivery::MakeChannel{}, delivery::SetTopic{}, delivery::PostCard{},
                             delivery::EditCard{}, delivery::Invite{{UserId{"U1"}}, {}},
                             delivery::ReadPeople{}, delivery::AttachWriteup{}}) {
    Trip trip{each};
    const Verdict limited = trip.judge(world::answered("", 429, {{"Retry-After", "11"}}));
    CHECK(get<verdict::Wait>(limited).after == std::chrono::seconds(11));
    CHECK(get<verdict::Wait>(limited).is_rate_limit);
    const Verdict unsent = trip.judge(world::never_sent());
    CHECK(!get<verdict::Wait>(unsent).is_rate_limit);
    CHECK(trip.context.progress.empty());
  }
}

// ---- inviting

TEST_CASE("people are invited once each, without the bot itself, thirty at a time") {
  std::vector<UserId> users{UserId{"U0BOT00001"}, UserId{"U0ANNA0001"}, UserId{"U0ANNA0001"}};
  for (int i = 0; i < 40; ++i) users.push_back(UserId{"U" + std::to_string(1000 + i)});
  Trip trip = invite(users);
  CHECK(trip.method() == "conversations.invite");
  CHECK(trip.fields()["channel"] == "C0INC00007");
  CHECK(trip.fields()["force"] == "true");
  const std::string first = trip.fields()["users"];
  CHECK(std::count(first.begin(), first.end(), ',') == 29);
  CHECK(first.starts_with("U0ANNA0001,U1000"));
  CHECK(is<verdict::NextStep>(trip.judge(R"({"ok":true})")));
  const std::string second = trip.fields()["users"];
  CHECK(std::count(second.begin(), second.end(), ',') == 10);
  CHECK(is<verdict::Done>(trip.judge(R"({"ok":true})")));
}

TEST_CASE("those who are there already count as invited") {
  CHECK(is<verdict::Done>(invite({UserId{"U1"}}).judge(refusal("already_in_channel"))));
  CHECK(is<verdict::Done>(invite({UserId{"U1"}}).judge(refusal("cant_invite_self"))));
}

TEST_CASE("one person whom Slack refuses never keeps the others out") {
  Trip trip = invite({UserId{"U1"}, UserId{"U2"}, UserId{"U3"}});
  CHECK(is<verdict::NextStep>(trip.judge(refusal("user_not_found"))));
  CHECK(trip.fields()["users"] == "U1");
  CHECK(is<verdict::NextStep>(trip.judge(R"({"ok":true})")));
  CHECK(trip.fields()["users"] == "U2");
  CHECK(is<verdict::NextStep>(trip.judge(refusal("user_not_found"))));
  CHECK(trip.fields()["users"] == "U3");
  const Verdict verdict = trip.judge(refusal("already_in_channel"));
  const auto& refused = get<verdict::Refused>(verdict);
  CHECK(refused.why.find("U2(user_not_found)") != std::string::npos);
  CHECK(refused.why.find("U1") == std::string::npos);
}

TEST_CASE("an answer that lists who could not come is taken at its word") {
  Trip trip = invite({UserId{"U1"}, UserId{"U2"}, UserId{"U3"}});
  const Verdict verdict =
      trip.judge(R"({"ok":true,"errors":[{"user":"U2","ok":false,"error":"user_is_restricted"},)"
                 R"({"user":"U3","ok":false,"error":"already_in_channel"}]})");
  CHECK(get<verdict::Refused>(verdict).why.find("U2(user_is_restricted)") != std::string::npos);
}

TEST_CASE("groups are expanded before anybody is invited, and a group that cannot be is named") {
  Trip trip = invite({UserId{"U1"}}, {"S0ONCALL01", "S0GONE0001"});
  CHECK(trip.method() == "usergroups.users.list");
  CHECK(trip.fields()["usergroup"] == "S0ONCALL01");
  trip.judge(R"({"ok":true,"users":["U1","U7","U0BOT00001"]})");
  CHECK(trip.fields()["usergroup"] == "S0GONE0001");
  trip.judge(refusal("no_such_subteam"));
  CHECK(trip.method() == "conversations.invite");
  CHECK(trip.fields()["users"] == "U1,U7");
  const Verdict verdict = trip.judge(R"({"ok":true})");
  CHECK(get<verdict::Refused>(verdict).why.find("S0GONE0001") != std::string::npos);
}

TEST_CASE("a lost answer to an invitation is simply asked again") {
  Trip trip = invite({UserId{"U1"}});
  CHECK(is<verdict::Wait>(trip.judge(world::lost())));
  CHECK(!trip.slack.lookup(trip.context, ""));
}

TEST_CASE("an archived channel ends the inviting at once") {
  Trip trip = invite({UserId{"U1"}, UserId{"U2"}});
  CHECK(get<verdict::Refused>(trip.judge(refusal("is_archived"))).code == "is_archived");
}

TEST_CASE("when the bot was removed, it joins and invites again, once") {
  Trip trip = invite({UserId{"U1"}});
  trip.judge(refusal("not_in_channel"));
  CHECK(trip.method() == "conversations.join");
  trip.judge(R"({"ok":true,"channel":{"id":"C0INC00007"}})");
  CHECK(trip.method() == "conversations.invite");
  CHECK(trip.fields()["users"] == "U1");
  CHECK(is<verdict::Refused>(trip.judge(refusal("not_in_channel"))));
}

// ---- topic

TEST_CASE("the topic is set, and set again when the answer was lost") {
  Trip trip{delivery::SetTopic{}};
  CHECK(trip.method() == "conversations.setTopic");
  CHECK(trip.fields()["topic"] == "sev1 · investigating · lead <@U0ANNA0001> · Checkout down");
  CHECK(is<verdict::Wait>(trip.judge(world::lost())));
  CHECK(!trip.slack.lookup(trip.context, ""));
  CHECK(is<verdict::Done>(trip.judge(R"({"ok":true})")));
  CHECK(is<verdict::Refused>(trip.judge(refusal("is_archived"))));
}

TEST_CASE("requests keep the pace of their method, posts also that of their channel") {
  const auto paces = [](const Delivery& delivery) {
    Trip trip{delivery};
    return trip.slack.request(trip.context).paces;
  };
  CHECK(paces(delivery::MakeChannel{}).at(0).key == "conversations.create");
  CHECK(paces(delivery::MakeChannel{}).at(0).spacing == std::chrono::seconds(3));
  const auto post = paces(delivery::PostEntry{EntryNumber{1}});
  REQUIRE(post.size() == 2);
  CHECK(post[1].key == "post:C0INC00007");
  CHECK(post[1].spacing == std::chrono::seconds(1));
}

}  // namespace destination_channel_test
