#pragma once
// The questions of the write-up: what it asks where nobody recorded the fact, in plain words, with
// the command that settles it.

#include "bot/domain/postmortem_page.h"

namespace tocsin::question {

constexpr Question k_started{"When did the impact begin?", "Nobody recorded the start.",
                             "started TIME", "form started"};
constexpr Question k_detected{"When and how was it noticed?", "Nobody recorded the detection.",
                              "detected TIME TEXT", "form detected"};
constexpr Question k_mitigated{"When was the impact reduced?", "Nobody recorded the mitigation.",
                               "mitigated TIME TEXT", "form mitigated"};
constexpr Question k_resolved{"When was the impact over?", "Nobody recorded the end.",
                              "resolved TIME TEXT", "form resolve"};
constexpr Question k_severity{"How severe was it?", "Nobody set a severity.", "sev NUMBER REASON",
                              "form sev"};
constexpr Question k_summary{"What happened, in three sentences?", "Nobody recorded a summary.",
                             "summary TEXT", "form summary", WriteupSection::summary};
constexpr Question k_impact{"Who was affected, how many, and how?", "Nobody recorded the impact.",
                            "impact TEXT", "form impact", WriteupSection::impact};
constexpr Question k_timeline{"What happened, and when?", "Nobody recorded an entry.",
                              "log TIME TEXT", "form log"};
constexpr Question k_false_leads{"Which leads were false, how long did each hold, what settled it?",
                                 "Nobody recorded one.", "ruledout TIME TEXT", "form ruledout",
                                 WriteupSection::leads};
constexpr Question k_decisions{"What was decided, and by whom?", "Nobody recorded a decision.",
                               "decide TIME TEXT", "form decide", WriteupSection::decisions};
constexpr Question k_escalation{"Who was called in, and when did they answer?",
                                "Nobody recorded an escalation.",
                                "escalate @USER REASON",
                                "form escalate",
                                WriteupSection::escalation,
                                true};
constexpr Question k_acknowledged{"When did somebody answer the page?",
                                  "Nobody recorded an acknowledgement.",
                                  "ack PAGE",
                                  "ack",
                                  WriteupSection::escalation,
                                  true};
constexpr Question k_causes{"What made it possible, and what set it off?",
                            "Nobody recorded a cause.", "cause TEXT", "form cause",
                            WriteupSection::causes};
constexpr Question k_workaround{"What gave immediate relief?", "Nobody recorded a workaround.",
                                "workaround TIME TEXT", "form workaround",
                                WriteupSection::resolution};
constexpr Question k_fix{"What is the permanent fix?", "Nobody recorded one.", "fix TIME TEXT",
                         "form fix", WriteupSection::resolution};
constexpr Question k_lessons{"What went well, what went badly, where were we lucky?",
                             "Nobody recorded a lesson.", "lesson well|badly|lucky TEXT",
                             "form lesson", WriteupSection::lessons};
constexpr Question k_measures{"What will be different, so that it does not happen again?",
                              "Nobody recorded a measure.", "measure TEXT", "form measure",
                              WriteupSection::measures};
constexpr Question k_actions{"What is still to be done, by whom, and until when?",
                             "Nobody recorded an action item.", "followup @USER TEXT by TIME",
                             "form followup"};
constexpr Question k_updates{"Who was told what, and when?",
                             "Nobody recorded an update.",
                             "update TEXT",
                             "form update",
                             WriteupSection::communication,
                             true};
constexpr Question k_people{"Who led the response, and who took part?", "Nobody is recorded.",
                            "lead @USER", ""};
constexpr Question k_similar{"Has something like this happened before?",
                             "Nobody recorded a similar incident.", "link INCIDENT", "form link"};

}  // namespace tocsin::question
