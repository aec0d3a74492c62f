#pragma once
// What `tocsin doctor` looks at on this machine: files, rights, room on the disk, programs. Called
// by doctor.cpp and tests.

#include "bot/config/config.h"
#include "bot/domain/moment.h"
#include "bot/operate/finding.h"

#include <cstdint>
#include <optional>
#include <string>

namespace tocsin {

Findings secret_findings(const Config& config);

// `trouble`: why the record cannot be opened, from whoever opens it; empty: it can.
Findings database_findings(const std::string& database, const std::string& trouble);

Finding disk_finding(const std::string& folder, std::uint64_t free_bytes);
Finding pdf_finding(const std::string& path);  // as in PATH

// `date`: the header of Slack's answer, "Thu, 26 Nov 2026 06:00:00 GMT".
Finding clock_finding(const std::optional<std::string>& date, Moment now);

}  // namespace tocsin
