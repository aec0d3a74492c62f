#include "integrations/catalog.h"

#include "bot/ensure.h"
#include "integrations/github/github.h"
#include "integrations/grafana/grafana.h"
#include "integrations/jira/jira.h"
#include "integrations/linear/linear.h"
#include "integrations/mail/mail.h"
#include "integrations/opsgenie/opsgenie.h"
#include "integrations/pagerduty/pagerduty.h"
#include "integrations/statuspage/statuspage.h"
#include "integrations/webhook/pager.h"
#include "integrations/webhook/status_page.h"

#include <algorithm>
#include <array>

namespace tocsin {

namespace {

struct Row {
  ServiceRole role;
  std::string_view kind;
  std::unique_ptr<Destination> (*make)(const Service& service);
};

template <class Kind>
std::unique_ptr<Destination> make(const Service& service) {
  return std::make_unique<Kind>(service);
}

// One row a kind.
constexpr std::array k_rows{
    Row{ServiceRole::tracker, "github", make<github::Tracker>},
    Row{ServiceRole::tracker, "jira", make<jira::Tracker>},
    Row{ServiceRole::tracker, "linear", make<linear::Tracker>},
    Row{ServiceRole::status_page, "statuspage", make<statuspage::Page>},
    Row{ServiceRole::status_page, "webhook", make<webhook::StatusPage>},
    Row{ServiceRole::pager, "pagerduty", make<pagerduty::Pager>},
    Row{ServiceRole::pager, "opsgenie", make<opsgenie::Pager>},
    Row{ServiceRole::pager, "grafana", make<grafana::Pager>},
    Row{ServiceRole::pager, "webhook", make<webhook::Pager>},
    Row{ServiceRole::pager, "mail", make<mail::Pager>},
};

}  // namespace

Services connect_services(const std::vector<Service>& services) {
  Services connected;
  for (const Service& service : services) {
    const auto row = std::ranges::find_if(k_rows, [&](const Row& candidate) {
      return candidate.role == service.role && candidate.kind == service.kind;
    });
    ENSURE(row != k_rows.end());
    connected[service.name] = row->make(service);
  }
  return connected;
}

}  // namespace tocsin
