#pragma once
// Internal to storage/, for .cpp files: reads a variant whose alternative was stored by its kind.

#include "bot/domain/result.h"
#include "storage/field_reader.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace tocsin {

// `Kinds` gives each alternative its stored name; one that has none does not compile.
template <class Variant, class Kinds, std::size_t Index = 0>
Result<Variant, std::string> alternative_from(std::string_view kind, std::string_view json) {
  if constexpr (Index == std::variant_size_v<typename Variant::Kinds>) {
    return failure("unknown kind \"" + std::string(kind) + "\"");
  } else {
    using Alternative = std::variant_alternative_t<Index, typename Variant::Kinds>;
    if (Kinds{}(Alternative{}) != kind) {
      return alternative_from<Variant, Kinds, Index + 1>(kind, json);
    }
    Result<Alternative, std::string> value = fields_from_json<Alternative>(json);
    if (!value) return failure(std::move(value.error()));
    return Variant{std::move(*value)};
  }
}

}  // namespace tocsin
