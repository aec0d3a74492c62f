#pragma once
// Internal to storage/: the fields of replies and of texts, which deliveries carry too.

#include "bot/domain/reply.h"
#include "bot/domain/rich_text.h"
#include "storage/field_writer.h"

namespace tocsin {

void list_fields(auto& fields, Is<RichText> auto& text) { fields("spans", text.spans); }

void list_fields(auto& fields, Is<Button> auto& button) {
  fields("label", button.label);
  fields("command", button.command_line);
  fields("style", button.style);
}

void list_fields(auto& fields, Is<Reply> auto& reply) {
  fields("paragraphs", reply.paragraphs);
  fields("buttons", reply.buttons);
}

}  // namespace tocsin
