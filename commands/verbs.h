#pragma once
// The declarations of all verbs, one .cpp file each. Included by those files and by catalog.cpp
// only.

#include "commands/catalog.h"

namespace tocsin {

extern const Verb k_file_task;
extern const Verb k_show_status;
extern const Verb k_declare;
extern const Verb k_log;
extern const Verb k_detected;
extern const Verb k_started;
extern const Verb k_impact;
extern const Verb k_summary;
extern const Verb k_suspect;
extern const Verb k_ruledout;
extern const Verb k_confirm;
extern const Verb k_cause;
extern const Verb k_decide;
extern const Verb k_workaround;
extern const Verb k_fix;
extern const Verb k_status;
extern const Verb k_investigating;
extern const Verb k_identified;
extern const Verb k_monitoring;
extern const Verb k_mitigated;
extern const Verb k_severity;
extern const Verb k_update;
extern const Verb k_role;
extern const Verb k_lead;
extern const Verb k_comms;
extern const Verb k_scribe;
extern const Verb k_roles;
extern const Verb k_join;
extern const Verb k_handoff;
extern const Verb k_escalate;
extern const Verb k_ack;
extern const Verb k_oncall;
extern const Verb k_task;
extern const Verb k_tasks;
extern const Verb k_followup;
extern const Verb k_measure;
extern const Verb k_lesson;
extern const Verb k_timeline;
extern const Verb k_edit;
extern const Verb k_move;
extern const Verb k_strike;
extern const Verb k_undo;
extern const Verb k_catchup;
extern const Verb k_remind;
extern const Verb k_quiet;
extern const Verb k_subscribe;
extern const Verb k_unsubscribe;
extern const Verb k_link;
extern const Verb k_duplicate;
extern const Verb k_zone;
extern const Verb k_title;
extern const Verb k_resolve;
extern const Verb k_close;
extern const Verb k_cancel;
extern const Verb k_reopen;
extern const Verb k_postmortem;
extern const Verb k_list;
extern const Verb k_show;
extern const Verb k_find;
extern const Verb k_similar;
extern const Verb k_stats;
extern const Verb k_drill;
extern const Verb k_help;

// Not shown to people: behind buttons, shortcuts and reactions.
extern const Verb k_keep_message;
extern const Verb k_task_message;
extern const Verb k_decline_page;
extern const Verb k_home;
extern const Verb k_form;
extern const Verb k_declare_alert;
extern const Verb k_attach_alert;

}  // namespace tocsin
