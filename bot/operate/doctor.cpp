#include "bot/operate/doctor.h"

#include "bot/log.h"
#include "bot/net/listener.h"
#include "bot/net/loop.h"
#include "bot/operate/doctor_here.h"
#include "bot/operate/rehearse.h"
#include "bot/operate/slack_visit.h"
#include "bot/serve/serve.h"
#include "bot/serve/web_side.h"
#include "bot/slack/socket_mode.h"
#include "bot/slack/startup.h"
#include "integrations/probe.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <system_error>

namespace tocsin {

namespace {

void add(Findings& findings, Findings more) {
  for (Finding& finding : more) findings.push_back(std::move(finding));
}

void add_configuration(Findings& findings, const Config& config) {
  const auto from_file = std::ranges::count_if(config.origins, [](const auto& origin) {
    return !origin.second.place.starts_with("environment ");
  });
  findings.push_back(
      good("configuration",
           fmt::format("It reads well ({} values from the file, {} "
                       "from the environment).",
                       from_file, config.origins.size() - static_cast<std::size_t>(from_file))));
  add(findings, secret_findings(config));
}

void add_scopes(Findings& findings, const slack::Identity& identity) {
  if (!identity.scopes_known) {
    findings.push_back(note("scopes", "Slack did not tell which scopes were granted."));
    return;
  }
  const auto missing = slack::missing_scopes(identity);
  for (const slack::ScopeTrouble& trouble : missing) {
    findings.push_back(wrong("scopes", trouble.sentence));
  }
  if (missing.empty()) {
    findings.push_back(
        good("scopes", fmt::format("All {} were granted.", slack::wanted_scopes().size())));
  }
}

// Nothing when Slack does not take the token: what follows would only say the same.
std::optional<slack::Identity> add_identity(Findings& findings, const Config& config,
                                            SlackVisit& visit, const DoctorTools& tools) {
  const net::HttpResponse answer =
      visit.ask(slack::identity_request(config.api_url, config.bot_token));
  const auto identity = slack::read_identity(answer);
  if (!identity && !identity.error().is_fatal) {
    findings.push_back(wrong(
        "Slack", fmt::format("{} does not answer as it should ({}). See whether this machine "
                             "reaches it, directly or through HTTPS_PROXY.",
                             config.api_url,
                             answer.trouble.empty() ? fmt::format("HTTP status {}", answer.status)
                                                    : answer.trouble)));
    return std::nullopt;
  }
  const std::string* date = net::find_header(answer.headers, "Date");
  findings.push_back(
      clock_finding(date != nullptr ? std::optional(*date) : std::nullopt, tools.now()));
  if (!identity) {
    findings.push_back(wrong("bot token", identity.error().sentence));
    return std::nullopt;
  }
  findings.push_back(good("bot token", fmt::format("Slack takes it: {} in {}.", identity->bot_user,
                                                   identity->team_name)));
  add_scopes(findings, *identity);
  const std::string team = tools.team_of_database(config.database);
  if (!team.empty() && team != identity->team_id) {
    findings.push_back(wrong(
        "database", config.database +
                        " belongs to another Slack workspace than SLACK_BOT_TOKEN: set TOCSIN_DB "
                        "to another file, or use that workspace's token."));
  }
  return *identity;
}

void add_connection(Findings& findings, const Config& config, SlackVisit& visit) {
  const auto trouble =
      slack::connection_trouble(visit.ask(slack::open_request(config.api_url, config.app_token)));
  findings.push_back(trouble ? wrong("app token", *trouble)
                             : good("app token", "Slack takes it and opens connections for it."));
}

Finding channel_finding(const std::string& about, const Config& config, const std::string& channel,
                        std::string_view what, SlackVisit& visit) {
  slack::SlackSettings settings;
  settings.api_url = config.api_url;
  settings.bot_token = config.bot_token;
  slack::ChannelFinder finder(settings, channel, what);
  while (const auto request = finder.request()) {
    if (finder.wait() > Duration{0}) visit.wait(finder.wait());
    finder.answer(visit.ask(*request));
  }
  return finder.trouble().empty() ? good(about, "The bot can post in #" + channel + ".")
                                  : wrong(about, finder.trouble());
}

// What may come in, and where it is shown.
void add_hooks(Findings& findings, const Config& config, SlackVisit& visit) {
  if (config.hooks.empty()) return;
  std::string names;
  for (const auto& [name, hook] : config.hooks) {
    names += (names.empty() ? "" : ", ") + ("/hooks/" + name);
  }
  findings.push_back(
      config.http_address == "off"
          ? wrong("hooks", names + ": set up, but TOCSIN_HTTP is off.")
          : good("hooks", "Open to who has the token or the secret: " + names + "."));
  findings.push_back(
      channel_finding("alerts", config, config.alerts.channel, "channel for alerts", visit));
}

// What each outside service is and whether it works, by a look that changes nothing there.
void add_services(Findings& findings, const Config& config, SlackVisit& visit) {
  if (config.mail) {
    findings.push_back(
        note("mail",
             fmt::format("Leaves by {}:{}{}. Not tried: looking would send one.", config.mail->host,
                         config.mail->port,
                         config.mail->security == MailSecurity::starttls ? " with STARTTLS" : "")));
  }
  for (const Service& service : config.services) {
    const auto look = probe(service);
    if (!look) {
      findings.push_back(note(service.name, not_tried(service)));
      continue;
    }
    const auto judged = judge_probe(service, visit.ask(look->request));
    findings.push_back(judged ? good(service.name, *judged) : wrong(service.name, judged.error()));
  }
}

// Whether the page, the API and the metrics can be served where they are wanted.
Finding http_finding(const Config& config) {
  if (const auto trouble = http_trouble(config)) return wrong("HTTP", *trouble);
  const auto address = read_http_address(config.http_address);
  if (!address) return note("HTTP", "Page, API and metrics are switched off.");
  try {
    net::Loop loop;
    net::ListenerOptions options;
    options.host = address->host;
    options.port = address->port;
    const net::Listener listener(loop, {}, options);
  } catch (const std::system_error& error) {
    return note("HTTP", fmt::format("{} cannot be had now ({}). If the bot runs, that is the bot; "
                                    "else set TOCSIN_HTTP to another port.",
                                    config.http_address, error.code().message()));
  }
  return good("HTTP", "Page, API and metrics can be served at " + config.http_address + ".");
}

// As the running bot has looked them up, when it read Slack's members last.
void add_unknown_names(Findings& findings, std::string_view lines) {
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    if (!line.empty()) findings.push_back(wrong("whom to call", std::string(line)));
  }
}

std::string_view word_for(Finding::Kind kind) {
  switch (kind) {
    case Finding::Kind::good:
      return "ok    ";
    case Finding::Kind::note:
      return "note  ";
    case Finding::Kind::wrong:
      return "WRONG ";
  }
  return "";
}

}  // namespace

Findings doctor_findings(const Config& config, const net::Surroundings& surroundings,
                         const DoctorTools& tools, bool rehearse) {
  Findings findings;
  add_configuration(findings, config);
  add(findings, database_findings(config.database, tools.trouble_of_database(config.database)));
  add_unknown_names(findings, tools.unknown_names_of_database(config.database));
  findings.push_back(pdf_finding(tools.path));
  findings.push_back(http_finding(config));
  SlackVisit visit(config, surroundings);
  add_services(findings, config, visit);
  if (const auto trouble = slack::token_trouble(config.app_token, config.bot_token)) {
    findings.push_back(wrong("tokens", *trouble));
    return findings;
  }
  if (const auto trouble = address_trouble(config.api_url)) {
    findings.push_back(wrong("Slack", *trouble));
    return findings;
  }
  const auto identity = add_identity(findings, config, visit, tools);
  add_connection(findings, config, visit);
  if (!identity) return findings;
  findings.push_back(channel_finding("announcements", config, config.announcement_channel,
                                     "announcement channel", visit));
  add_hooks(findings, config, visit);
  if (rehearse) {
    const std::unique_ptr<Store> record = tools.scratch_record();
    add(findings, rehearsal_findings(config, *identity, visit, *record, tools.now));
  }
  return findings;
}

std::string doctor_report(const Findings& findings) {
  std::string report;
  for (const Finding& finding : findings) {
    report +=
        fmt::format("{}{:<14} {}\n", word_for(finding.kind), finding.about, redact(finding.says));
  }
  const auto count = std::ranges::count(findings, Finding::Kind::wrong, &Finding::kind);
  if (count == 0) return report + "Nothing is wrong.\n";
  return report + fmt::format("{} thing{} wrong.\n", count, count == 1 ? " is" : "s are");
}

int doctor_status(const Findings& findings) {
  return std::ranges::any_of(
             findings, [](const Finding& finding) { return finding.kind == Finding::Kind::wrong; })
             ? 1
             : 0;
}

}  // namespace tocsin
