#include "storage/reply_codec.h"

#include "storage/field_reader.h"
#include "storage/reply_fields.h"

namespace tocsin {

std::string reply_to_json(const Reply& reply) { return fields_to_json(reply); }

Result<Reply, std::string> reply_from(std::string_view json) {
  return fields_from_json<Reply>(json);
}

}  // namespace tocsin
