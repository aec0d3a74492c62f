#pragma once
// What was measured, round by round, and how it is shown: a table for people and a line of JSON for
// each figure. A ratio is taken inside each round and the median of these is shown, because the two
// halves of a round saw the same machine and two rounds did not. The quietest round is shown beside
// the median of all: the one in which the disk and SQLite alone were fastest. One thread.

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::bench {

double quantile(std::vector<double> values, double at);  // 0 … 1; 0 when there are none
double median(std::vector<double> values);

struct Figure {
  std::string name;   // in the JSON
  std::string label;  // in the table
  std::string unit;
  int decimals = 0;
};

class Figures {
 public:
  // The first contestant is the one that the others are compared with.
  Figures(std::vector<std::string> contestants, const std::vector<Figure>& kinds);

  void note(std::size_t contestant, std::string_view name, double value);
  void note_machine(std::string_view name, double value);  // no contestant's: the floor

  // `floor` names the machine's figure whose lowest value marks the quietest round.
  void print_tables(std::FILE* out, std::string_view floor) const;
  void print_json(std::FILE* out) const;

 private:
  struct Rounds {
    Figure figure;
    std::vector<std::vector<double>> of;  // by contestant, one value a round
    std::vector<double> machine;
    bool is_empty() const;
    std::vector<double> ratios(std::size_t contestant) const;  // of the first one to this one
  };

  Rounds& rounds_of(std::string_view name);
  std::size_t quietest(std::string_view floor) const;

  std::vector<std::string> contestants_;
  std::vector<Rounds> rounds_;
};

// How busy the machine is with other things: /proc/loadavg, as it stands there.
std::string load_average();

}  // namespace tocsin::bench
