#include "tests/services/served.h"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <utility>

namespace tocsin::test {

namespace {

struct Facts {
  std::string operator()(const fact::TaskFiled& filed) const {
    return fmt::format(" {} is {} ({}) in {} at {}", handle(filed.task), filed.key, filed.id,
                       filed.tracker, filed.url);
  }
  std::string operator()(const fact::TaskStateRead& read) const {
    return fmt::format(" {} is “{}”{}{}", handle(read.task), read.state,
                       read.is_done ? ", done" : "", read.is_dropped ? ", dropped" : "");
  }
  std::string operator()(const fact::StatusShown& shown) const {
    return fmt::format(" {} shows “{}” ({}) at {}", shown.status_page, shown.text, shown.id,
                       shown.url);
  }
  template <class Other>
  std::string operator()(const Other&) const {
    return " something else";
  }
};

std::string print_facts(const std::vector<Fact>& facts) {
  std::string text;
  for (const Fact& fact : facts) text += std::visit(Facts{}, fact);
  return text;
}

}  // namespace

Service service(ServiceRole role, std::string kind,
                std::map<std::string, std::string, std::less<>> values) {
  return {role, role == ServiceRole::tracker ? "ops" : "trust", std::move(kind), std::move(values)};
}

DeliveryContext context_of(Delivery delivery) {
  DeliveryContext context;
  context.delivery = std::move(delivery);
  context.installation = "a1b2c3";
  context.now = k_now;
  context.first_sent_at = k_now;
  Incident incident;
  incident.number = IncidentNumber{7};
  incident.title = "Checkout is failing";
  incident.state = State::identified;
  Task task;
  task.number = TaskNumber{3};
  task.kind = TaskKind::followup;
  task.text = "Add an alert on the queue's length";
  incident.tasks.push_back(std::move(task));
  context.incident = std::move(incident);
  return context;
}

DeliveryContext filing() {
  DeliveryContext context = context_of(delivery::FileTask{"ops", TaskNumber{3}});
  context.owner_name = "Ben";
  context.where = "https://slack.com/app_redirect?team=T1&channel=C1";
  return context;
}

DeliveryContext reading() { return context_of(delivery::ReadTask{"ops", TaskNumber{3}}); }

void set_issue(DeliveryContext& context, std::string id) {
  context.incident->tasks.front().issue =
      TrackerIssue{"ops", std::move(id), "#1", "https://example.com/1", "", std::nullopt};
}

net::HttpResponse answered(int status, const std::string& fixture_name,
                           std::vector<net::Header> headers) {
  return {net::Transport::answered, status, std::move(headers),
          fixture_name.empty() ? "" : fixture(fixture_name), ""};
}

std::string print(const Verdict& verdict) {
  if (const auto* done = std::get_if<verdict::Done>(&verdict)) {
    return "done:" + print_facts(done->facts);
  }
  if (const auto* next = std::get_if<verdict::NextStep>(&verdict)) return "next: " + next->progress;
  if (const auto* wait = std::get_if<verdict::Wait>(&verdict)) {
    return fmt::format("wait {} s{}: {}", wait->after.count() / 1000,
                       wait->is_rate_limit ? " for all" : "", wait->why);
  }
  if (const auto* unknown = std::get_if<verdict::Unknown>(&verdict)) {
    return "unknown: " + unknown->why;
  }
  if (const auto* hold = std::get_if<verdict::Hold>(&verdict)) return "hold: " + hold->why;
  const auto& refused = std::get<verdict::Refused>(verdict);
  return fmt::format("refused {}: {}", refused.code, refused.why);
}

std::string print(const Look& look) {
  if (const auto* found = std::get_if<look::Found>(&look)) return "found " + print(found->verdict);
  if (const auto* more = std::get_if<look::More>(&look)) return "more: " + more->cursor;
  if (const auto* failed = std::get_if<look::Failed>(&look)) {
    return fmt::format("failed {} s: {}", failed->after.count() / 1000, failed->why);
  }
  return "not there";
}

std::string line_of(const net::HttpRequest& request) { return request.method + " " + request.url; }

}  // namespace tocsin::test
