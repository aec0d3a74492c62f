#pragma once
// The declarations of all verbs, one .cpp file each. Included by those files and by catalog.cpp
// only.

#include "commands/catalog.h"

#include <span>

namespace tocsin {

extern const Verb k_declare;
extern const Verb k_log;
extern const Verb k_detected;
extern const Verb k_started;
extern const Verb k_impact;
extern const Verb k_summary;
extern const Verb k_cause;
extern const Verb k_decide;
extern const Verb k_workaround;
extern const Verb k_fix;
extern const Verb k_measure;
extern const Verb k_lesson;
extern const Verb k_status;
extern const Verb k_investigating;
extern const Verb k_identified;
extern const Verb k_monitoring;
extern const Verb k_mitigated;
extern const Verb k_resolve;
extern const Verb k_severity;
extern const Verb k_title;
extern const Verb k_close;
extern const Verb k_list;
extern const Verb k_show;
extern const Verb k_help;

// Verbs whose place in the catalogue is fixed and whose handlers are still to come.
std::span<const Verb> coming_verbs();

}  // namespace tocsin
