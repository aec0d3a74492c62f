#pragma once
// What `tocsin doctor` says about one thing: it is well, it is worth knowing, or it is wrong and
// this is how to mend it.

#include <string>
#include <vector>

namespace tocsin {

struct Finding {
  enum class Kind { good, note, wrong };
  Kind kind = Kind::good;
  std::string about;  // "bot token": one or two words
  std::string says;   // one or two sentences; with the way out when something is wrong
};

using Findings = std::vector<Finding>;

inline Finding good(std::string about, std::string says) {
  return {Finding::Kind::good, std::move(about), std::move(says)};
}
inline Finding note(std::string about, std::string says) {
  return {Finding::Kind::note, std::move(about), std::move(says)};
}
inline Finding wrong(std::string about, std::string says) {
  return {Finding::Kind::wrong, std::move(about), std::move(says)};
}

}  // namespace tocsin
