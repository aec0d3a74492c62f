#pragma once
// `tocsin doctor`: looks at everything that `serve` needs, says of each thing how it stands and how
// to mend what is wrong. Changes nothing but for --rehearse, and joining the announcement channel,
// as the bot does at its start. Called by main.

#include "bot/config/config.h"
#include "bot/domain/moment.h"
#include "bot/net/surroundings.h"
#include "bot/operate/finding.h"
#include "storage/store.h"

#include <functional>
#include <memory>
#include <string>

namespace tocsin {

struct DoctorTools {
  // Why the record cannot be opened; empty: it can, or it is not there yet.
  std::function<std::string(const std::string& database)> trouble_of_database;
  // The Slack workspace that the record belongs to; empty: none yet.
  std::function<std::string(const std::string& database)> team_of_database;
  // What the bot has found wrong with the names of the configuration, a line each.
  std::function<std::string(const std::string& database)> unknown_names_of_database;
  // A new record that ends with the object, for the rehearsal.
  std::function<std::unique_ptr<Store>()> scratch_record;
  std::function<Moment()> now;
  std::string path;  // PATH
};

Findings doctor_findings(const Config& config, const net::Surroundings& surroundings,
                         const DoctorTools& tools, bool rehearse);

// As people read it; the last line counts what is wrong.
std::string doctor_report(const Findings& findings);

// The exit status: 0 when nothing is wrong.
int doctor_status(const Findings& findings);

}  // namespace tocsin
