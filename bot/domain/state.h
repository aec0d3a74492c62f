#pragma once
// How severe an incident is and where it stands. The names are on disk, in commands and on cards.

#include <optional>
#include <string_view>

namespace tocsin {

enum class Severity { sev1 = 1, sev2 = 2, sev3 = 3, sev4 = 4 };
enum class State { investigating, identified, monitoring, mitigated, resolved, closed, cancelled };

// Where the write-up of an incident stands.
enum class WriteupState { draft, in_review, published };

std::string_view name_of(Severity severity);                   // "sev1"
std::string_view name_of(State state);                         // "investigating"
std::string_view name_of(WriteupState state);                  // "in_review"
std::string_view words_of(WriteupState state);                 // "in review", as people read it
std::optional<Severity> find_severity(std::string_view name);  // "sev1", "SEV-1", "1"
std::optional<State> find_state(std::string_view name);

// Over: nothing more is expected of the responders.
inline bool is_over(State state) { return state == State::closed || state == State::cancelled; }

}  // namespace tocsin
