#pragma once
// Internal to the JSON write-up: its smaller values, and the parts about texts, teamwork and
// corrections. In .cpp files only.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"
#include "bot/writeup/json_document.h"
#include "bot/writeup/record_view.h"

#include <string>

namespace tocsin::writeup {

OrderedJson json_of_text(const std::string& text);  // null when it is empty
OrderedJson json_of_entry(EntryNumber entry);       // "E12"; null when there is none
OrderedJson json_of_person(const RecordView& record, const UserId& user);  // null: the bot itself
OrderedJson json_of_moment(const RecordView& record, Moment moment);
OrderedJson json_of_length(Duration length);

void add_texts(JsonDocument& document, const RecordView& record);     // summary to measures
void add_teamwork(JsonDocument& document, const RecordView& record);  // leads to links
void add_record(JsonDocument& document, const RecordView& record);    // corrections to own texts

}  // namespace tocsin::writeup
