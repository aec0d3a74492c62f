#pragma once
// Long work shows how far it is, where somebody looks: a line on a terminal that is written over
// and over, on standard error.

#include <cstddef>
#include <string>

namespace tocsin {

class ProgressLine {
 public:
  explicit ProgressLine(std::string doing);  // "Checking"
  ~ProgressLine();                           // and the line is gone
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void step(std::size_t done, std::size_t all);

 private:
  std::string doing_;
  bool is_seen_;
  std::size_t shown_ = 0;  // per cent + 1; 0: nothing yet
};

}  // namespace tocsin
