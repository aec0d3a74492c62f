#pragma once
// Internal to storage/, for .cpp files: the stored form of a ladder, which is in the event that
// opened its page and in the incident's row.

#include "bot/domain/rung.h"
#include "storage/added_field.h"
#include "storage/field_writer.h"

namespace tocsin {

void list_fields(auto& fields, Is<Called> auto& called) {
  fields("user", called.user);
  fields("group", called.group);
  fields("name", called.name);
  fields("phone", called.phone);
  added(fields, "pager", called.pager);
}

void list_fields(auto& fields, Is<Rung> auto& rung) {
  fields("step", rung.step);
  fields("round", rung.round);
  fields("called", rung.called);
  fields("wait_ms", rung.wait_ms);
}

}  // namespace tocsin
