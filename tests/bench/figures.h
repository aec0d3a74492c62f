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
  double to_beat = 0;           // a bare bot on slack-go; 0: nothing to compare with
  std::vector<double> tocsin;   // one a round
  std::vector<double> compare;  // the bare bot of this folder, in the same rounds
};

class Figures {
 public:
  explicit Figures(std::vector<Figure> kinds) : figures_(std::move(kinds)) {}

  void tocsin(std::string_view name, double value) {
    figures_[place_of(name)].tocsin.push_back(value);
  }
  void bare(std::string_view name, double value) {
    figures_[place_of(name)].compare.push_back(value);
  }

  // `floor` names the figure whose lowest value marks the quietest round.
  void print_table(std::FILE* out, std::string_view floor) const;
  void print_json(std::FILE* out) const;

 private:
  std::size_t place_of(std::string_view name) const;

  std::vector<Figure> figures_;
};

// How busy the machine is with other things: /proc/loadavg, as it stands there.
std::string load_average();

}  // namespace tocsin::bench
