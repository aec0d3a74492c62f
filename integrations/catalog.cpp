#include "integrations/catalog.h"

#include "bot/ensure.h"

#include <algorithm>
#include <array>

namespace tocsin {

namespace {

struct Row {
  ServiceRole role;
  std::string_view kind;
  std::unique_ptr<Destination> (*make)(const Service& service);
};

// One row a kind.
constexpr std::array<Row, 0> k_rows{};

}  // namespace

Services connect_services(const std::vector<Service>& services) {
  Services connected;
  for (const Service& service : services) {
    const auto row = std::ranges::find_if(k_rows, [&](const Row& candidate) {
      return candidate.role == service.role && candidate.kind == service.kind;
    });
    ENSURE(row != k_rows.end());
    connected[service.name] = row->make(service);
  }
  return connected;
}

}  // namespace tocsin
