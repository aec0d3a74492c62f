#pragma once
// Internal to storage/: the incidents that were read or written last, exactly as their rows stand
// in the open transaction. Most commands change two numbers of one incident; knowing the row spares
// them encoding and decoding the rest of it. Right because this process is the only writer.

#include "bot/domain/incident.h"
#include "storage/connection.h"

#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace tocsin {

class RecentIncidents {
 public:
  explicit RecentIncidents(const Connection& connection) : connection_(connection) {}

  Incident* find(IncidentNumber number) {
    forget_what_was_undone();
    const auto found = incidents_.find(number);
    return found == incidents_.end() ? nullptr : &found->second;
  }

  void keep(const Incident& incident) {
    forget_what_was_undone();
    if (incidents_.size() >= k_most) incidents_.clear();
    incidents_.insert_or_assign(incident.number, incident);
  }

 private:
  static constexpr std::size_t k_most = 64;  // more than are ever active at once

  void forget_what_was_undone() {
    if (undone_ == connection_.undone()) return;
    undone_ = connection_.undone();
    incidents_.clear();
  }

  const Connection& connection_;
  std::uint64_t undone_ = 0;
  std::unordered_map<IncidentNumber, Incident> incidents_;
};

}  // namespace tocsin
