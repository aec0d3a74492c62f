#pragma once
// The sections of the write-up that tell what happened and what follows from it, each with its
// heading. A section without facts keeps the heading and asks its question. Called by
// render_postmortem in the order of the document. Those about what people did together (leads,
// pages, tasks, updates, roles) are in postmortem_teamwork.cpp, the record in
// postmortem_record.cpp.

#include "bot/domain/postmortem.h"
#include "bot/domain/postmortem_facts.h"
#include "bot/domain/postmortem_page.h"

namespace tocsin {

void write_summary(PostmortemPage& page, const PostmortemFacts& facts);
void write_impact(PostmortemPage& page, const PostmortemFacts& facts);
void write_detection(PostmortemPage& page, const PostmortemFacts& facts);
void write_timeline(PostmortemPage& page, const PostmortemFacts& facts);
void write_false_leads(PostmortemPage& page, const PostmortemFacts& facts);
void write_decisions(PostmortemPage& page, const PostmortemFacts& facts);
void write_escalation(PostmortemPage& page, const Incident& incident, const PostmortemFacts& facts);
void write_causes(PostmortemPage& page, const PostmortemFacts& facts);
void write_resolution(PostmortemPage& page, const PostmortemFacts& facts);
void write_lessons(PostmortemPage& page, const PostmortemFacts& facts);
void write_measures(PostmortemPage& page, const PostmortemFacts& facts);
void write_action_items(PostmortemPage& page, const Incident& incident,
                        const PostmortemFacts& facts);
void write_communication(PostmortemPage& page, const PostmortemFacts& facts);
void write_people(PostmortemPage& page, const Incident& incident, const PostmortemFacts& facts);
void write_similar_incidents(PostmortemPage& page, const Incident& incident,
                             const PostmortemFacts& facts);
void write_open_questions(PostmortemPage& page);
void write_record(PostmortemPage& page, const PostmortemSources& sources,
                  const PostmortemFacts& facts);

}  // namespace tocsin
