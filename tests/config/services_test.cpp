// The outside services, in the configuration: what is read, what is shown, and what is refused with
// file, line and what was probably meant.

#include "bot/config/config_values.h"
#include "tests/config/surroundings.h"

#include <algorithm>

namespace services_test {

using namespace tocsin;

namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// Values of secrets in these texts have "HUSH" in them.
void refuses(const std::string& text, const std::string& sentence) {
  ConfigWorld world;
  const std::string trouble = world.trouble_with(text);
  CAPTURE(text);
  CHECK(trouble.substr(std::min(trouble.find("tocsin.toml"), trouble.size())) ==
        "tocsin.toml, line " + sentence);
  CHECK_FALSE(contains(trouble, "HUSH"));
}

const Service& service_of(const Config& config, std::string_view name) {
  const auto found = std::ranges::find(config.services, name, &Service::name);
  REQUIRE_MESSAGE(found != config.services.end(), name);
  return *found;
}

constexpr const char* k_mail = "[mail]\nserver = \"mx.example.com\"\nfrom = \"t@example.com\"\n";

}  // namespace

TEST_CASE("services of all roles are read with their keys and defaults") {
  ConfigWorld world;
  const std::string key = world.file("key", "R0HUSH\n");
  world.toml("[pagers.duty]\nkind = \"pagerduty\"\nrouting_key_file = \"" + key + R"("
[pagers.ours]
kind = "webhook"
url = "http://127.0.0.1:9/x"
secret = "s"
[trackers.hub]
kind = "github"
repository = "example/checkout"
token = "t"
[status_pages.public]
kind = "statuspage"
page = "p"
token = "t"
)");
  const Config config = world.must_read();
  CHECK(config.services.size() == 4);
  const Service& duty = service_of(config, "duty");
  CHECK(duty.role == ServiceRole::pager);
  CHECK(duty.kind == "pagerduty");
  CHECK(duty.value("routing_key") == "R0HUSH");
  CHECK(duty.value("url") == "https://events.pagerduty.com");
  CHECK(duty.value("api_token").empty());
  CHECK(config.secret_files == std::vector<std::string>{key});
  CHECK(service_of(config, "hub").role == ServiceRole::tracker);
  CHECK(service_of(config, "public").role == ServiceRole::status_page);
}

TEST_CASE("the mail server is read with the usual port of its security, unless one is given") {
  const std::tuple<const char*, const char*, const char*, int> cases[] = {
      {"mx.example.com", "", "mx.example.com", 587},
      {"mx.example.com:2525", "starttls", "mx.example.com", 2525},
      {"[::1]", "none", "::1", 25},
      {"[::1]:1025", "none", "::1", 1025},
      {"127.0.0.1:1025", "none", "127.0.0.1", 1025}};
  for (const auto& [server, security, host, port] : cases) {
    CAPTURE(server);
    ConfigWorld world;
    world.toml("[mail]\nfrom = \"t@example.com\"\nserver = \"" + std::string(server) + "\"\n" +
               (*security == '\0' ? "" : "security = \"" + std::string(security) + "\"\n"));
    const Config config = world.must_read();
    REQUIRE(config.mail);
    CHECK(config.mail->host == host);
    CHECK(config.mail->port == port);
  }
}

TEST_CASE("user and password of the mail server are read, the password from a file too") {
  ConfigWorld world;
  const std::string kept = world.file("password", "HUSH\n");
  world.toml(std::string(k_mail) + "user = \"tocsin\"\npassword_file = \"" + kept + "\"\n");
  const Config config = world.must_read();
  REQUIRE(config.mail);
  CHECK(*config.mail == MailServer{"mx.example.com", 587, MailSecurity::starttls, "tocsin", "HUSH",
                                   "t@example.com"});
  CHECK(config.secret_files == std::vector<std::string>{kept});
}

TEST_CASE("what is wrong with a service is said with its line and what was probably meant") {
  refuses("pagers = 3\n", "1: pagers has to be sections, like [pagers.pagerduty].");
  refuses("[pagers]\nduty = \"HUSH\"\n", "2: pagers.duty has to be a section: [pagers.duty].");
  refuses("[pagers.Duty]\nkind = \"mail\"\n",
          "1: pagers: \"Duty\" cannot be a name. Take one word of small letters, digits, '-' and "
          "'_', like \"pagerduty\".");
  refuses("\n[pagers.duty]\nrouting_key = \"HUSH\"\n",
          "2: pagers.duty does not say what it is. Add kind = \"pagerduty\": pagerduty, opsgenie, "
          "grafana, webhook or mail.");
  refuses("[pagers.duty]\nkind = \"pagrduty\"\n",
          "2: pagers.duty.kind \"pagrduty\" is unknown; there is pagerduty, opsgenie, grafana, "
          "webhook or mail. Did you mean pagerduty?");
  refuses("[trackers.duty]\nkind = \"jra\"\n",
          "2: trackers.duty.kind \"jra\" is unknown; there is github, jira or linear. Did you mean "
          "jira?");
  refuses("[pagers.duty]\nkind = \"pagerduty\"\nruoting_key = \"HUSH\"\n",
          "3: there is no key pagers.duty.ruoting_key. Did you mean routing_key?");
  refuses("[pagers.duty]\nkind = \"pagerduty\"\nroutingkey_file = \"x\"\n",
          "3: there is no key pagers.duty.routingkey_file. Did you mean routing_key_file?");
  refuses("[pagers.duty]\nkind = \"pagerduty\"\n",
          "1: [pagers.duty] needs routing_key. Add routing_key = \"…\", or routing_key_file = "
          "\"PATH\" of a file that holds it.");
  refuses("[trackers.t]\nkind = \"github\"\ntoken = \"HUSH\"\n",
          "1: [trackers.t] needs repository. Add repository = \"…\".");
  refuses("[pagers.duty]\nkind = \"pagerduty\"\nrouting_key = \"\"\n",
          "3: pagers.duty.routing_key is empty.");
  refuses("[pagers.duty]\nkind = \"pagerduty\"\nrouting_key = 5\n",
          "3: pagers.duty.routing_key has to be a text in quotes.");
  refuses("[pagers.duty]\nkind = \"pagerduty\"\nrouting_key = \"HUSH\\nX: y\"\n",
          "3: pagers.duty.routing_key has to be one line without tabs and other control "
          "characters.");
}

TEST_CASE("a secret that is given twice, or whose file is missing, is refused by name") {
  refuses("[pagers.duty]\nkind = \"pagerduty\"\nrouting_key = \"HUSH\"\nrouting_key_file = \"x\"\n",
          "4: pagers.duty.routing_key_file and routing_key are both set. Take one of them out.");
  refuses("[pagers.duty]\nkind = \"pagerduty\"\nrouting_key_file = \"/nowhere/x\"\n",
          "3: pagers.duty.routing_key_file names /nowhere/x, which cannot be read.");
}

TEST_CASE("one name stands for one service, whatever its role") {
  ConfigWorld world;
  const std::string trouble = world.trouble_with(
      "[pagers.ours]\nkind = \"webhook\"\nurl = \"https://a.example\"\nsecret = \"s\"\n"
      "[status_pages.ours]\nkind = \"webhook\"\nurl = \"https://a.example\"\nsecret = \"s\"\n");
  CHECK(contains(trouble, "tocsin.toml, line 5: there are two services named \"ours\""));
  CHECK(contains(trouble, "line 1). Give one of them another name."));
}

TEST_CASE("an address that is not https is refused, and is never repeated") {
  const std::string head = "[pagers.ours]\nkind = \"webhook\"\nsecret = \"s\"\nurl = ";
  for (const char* url : {"ftp://a.example/HUSH", "a.example/HUSH", "wss://a.example/HUSH",
                          "https://", "https://a b/HUSH"}) {
    refuses(head + "\"" + url + "\"\n",
            "4: pagers.ours.url has to be a web address that begins with https://.");
  }
  refuses(head + "\"http://a.example/HUSH\"\n",
          "4: pagers.ours.url begins with http://, which is taken for this machine only: write "
          "https://, so that nobody on the way can read along.");
}

TEST_CASE("mail that cannot leave, or would leave in the open, is refused") {
  refuses(
      "[pagers.letter]\nkind = \"mail\"\nto = \"oncall@example.com\"\n",
      "1: [pagers.letter] sends mail, but there is no section [mail] that says by which server. "
      "Add it with server and from.");
  refuses("[pagers.letter]\nkind = \"mail\"\nto = \"oncall\"\n",
          "3: pagers.letter.to has to be a mail address, or several with commas between, like "
          "\"oncall@example.com\".");
  refuses("[mail]\nserver = \"mx.example.com\"\n", "1: [mail] needs from. Add from = \"…\".");
  refuses("[mail]\nfrom = \"Tocsin <t@example.com>\"\nserver = \"mx.example.com\"\n",
          "2: mail.from has to be a mail address without a name, like \"tocsin@example.com\".");
  refuses("[mail]\nserver = \"mx.example.com:x\"\nfrom = \"t@example.com\"\n",
          "2: mail.server has to be a host with its port, like \"smtp.example.com:587\".");
  refuses(std::string(k_mail) + "security = \"none\"\n",
          "4: mail.security \"none\" is taken for a server on this machine only. Take starttls, "
          "so that nobody on the way can read along.");
  refuses(std::string(k_mail) + "security = \"ssl\"\n",
          "4: mail.security \"ssl\" is unknown. Take starttls or none; a server that speaks TLS "
          "from the "
          "first byte (port 465) takes starttls on port 587.");
  refuses(std::string(k_mail) + "user = \"tocsin\"\n",
          "1: mail.user and mail.password go together: set both, or none.");
  refuses(std::string(k_mail) + "sever = \"x\"\n",
          "4: there is no key mail.sever. Did you mean server?");
  refuses("mail = 3\n", "1: mail has to be a section: [mail].");
}

TEST_CASE("a pager may be the target of a step, if there is one of that name") {
  const std::string team = "[teams.payments]\nsteps = [ { targets = [\"pager:duty\"] } ]\n";
  const std::string duty = "[pagers.duty]\nkind = \"pagerduty\"\nrouting_key = \"HUSH\"\n";
  ConfigWorld world;
  world.toml(team + duty);
  const Config config = world.must_read();
  CHECK(config.roster.teams.find("payments")->second.steps.front().targets ==
        std::vector<std::string>{"pager:duty"});
  refuses("[teams.payments]\nsteps = [ { targets = [\"pager:dtuy\"] } ]\n" + duty,
          "2: there is no pager \"dtuy\", with a section [pagers.dtuy]. Did you mean duty?");
  refuses(team, "2: there is no pager \"duty\", with a section [pagers.duty].");
}

TEST_CASE("services are shown with the place of each value, and their secrets are not") {
  ConfigWorld world;
  const std::string kept = world.file("kept", "HUSH\n");
  const std::string file =
      world.toml("[pagers.duty]\nkind = \"pagerduty\"\nrouting_key_file = \"" + kept +
                 "\"\n[pagers.graf]\nkind = \"grafana\"\nurl = \"https://oncall.example/HUSH\"\n" +
                 k_mail + "user = \"tocsin\"\npassword = \"HUSH\"\n");
  const auto values = effective_values(world.must_read());
  const auto shown = [&](std::string_view key) {
    const auto found = std::ranges::find(values, key, &ShownValue::key);
    REQUIRE_MESSAGE(found != values.end(), key);
    return found->value + " | " + found->origin;
  };
  CHECK(shown("pagers.duty.kind") == "pagerduty | " + file + ":2");
  CHECK(shown("pagers.duty.routing_key") == "… (hidden) | " + file + ":3, from " + kept);
  CHECK(shown("pagers.duty.api_token") == " | not set");
  CHECK(shown("pagers.duty.url") == "https://events.pagerduty.com | default");
  CHECK(shown("pagers.graf.url") == "… (hidden) | " + file + ":6");
  CHECK(shown("mail.server") == "mx.example.com:587 | " + file + ":8");
  CHECK(shown("mail.security") == "starttls | default");
  CHECK(shown("mail.password") == "… (hidden) | " + file + ":11");
  std::set<std::string> keys;
  for (const ShownValue& value : values) {
    CHECK_MESSAGE(keys.insert(value.key).second, value.key);
    CHECK_FALSE(contains(value.value, "HUSH"));
  }
}

}  // namespace services_test
