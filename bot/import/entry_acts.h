#pragma once
// What the clauses of an entry tell, by who does what in them: for the turns of phrase that no list
// knows. Every question looks at one clause after the other and, where it matters, only at its main
// part ("checked that the limit was raised" raises nothing). Texts are in lower case, with
// straight quotes.

#include <string>
#include <string_view>

namespace tocsin::imports {

bool sees_trouble(std::string_view lower);  // "Grafana lights up red", "users cannot log in"
bool calls_helper(std::string_view lower);  // "handed off to the platform squad"
bool hands_to_helper(std::string_view lower);
bool supposes_cause(std::string_view lower);  // "at first we figured it had to be the network"
bool denies_lead(std::string_view lower);     // "restarting made no difference"
bool holds_back(std::string_view lower);      // "requests were routed around the node"
bool is_makeshift(std::string_view lower);    // "an interim measure"
bool changes_system(std::string_view lower);  // "the bad rule was deleted from the firewall"
bool rings_alarm(std::string_view lower);     // what watches wakes somebody
bool tells_well(std::string_view lower);      // "curl returns 200 OK"

// "The team assembles after the alert": without what made them do it.
std::string without_occasion(std::string lower);

}  // namespace tocsin::imports
