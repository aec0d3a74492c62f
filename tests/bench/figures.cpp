#include "tests/bench/figures.h"

#include "bot/ensure.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <utility>

namespace tocsin::bench {

namespace {

std::string cell(double value, const Figure& figure) {
  return fmt::format("{:.{}f} {}", value, figure.decimals, figure.unit);
}

std::string median_cell(const std::vector<double>& values, const Figure& figure) {
  return values.empty() ? "" : cell(median(values), figure);
}

// What is measured once has no rounds.
std::string cell_of_round(const std::vector<double>& values, const Figure& figure,
                          std::size_t round) {
  return round < values.size() && values.size() > 1 ? cell(values[round], figure) : "";
}

std::string list_of(const std::vector<double>& values) {
  std::string text = "[";
  for (const double value : values)
    text += fmt::format("{}{:.3f}", text.size() > 1 ? "," : "", value);
  return text + "]";
}

}  // namespace

double quantile(std::vector<double> values, double at) {
  if (values.empty()) return 0;
  const auto place = static_cast<std::ptrdiff_t>(at * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}

double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

bool Figures::Rounds::is_empty() const {
  return machine.empty() && std::ranges::all_of(of, [](const auto& one) { return one.empty(); });
}

std::vector<double> Figures::Rounds::ratios(std::size_t contestant) const {
  std::vector<double> ratios;
  const std::vector<double>& other = of[contestant];
  for (std::size_t i = 0; i < std::min(of[0].size(), other.size()); ++i) {
    if (other[i] > 0) ratios.push_back(of[0][i] / other[i]);
  }
  return ratios;
}

Figures::Figures(std::vector<std::string> contestants, const std::vector<Figure>& kinds)
    : contestants_(std::move(contestants)) {
  for (const Figure& kind : kinds) {
    rounds_.push_back({kind, std::vector<std::vector<double>>(contestants_.size()), {}});
  }
}

Figures::Rounds& Figures::rounds_of(std::string_view name) {
  const auto found = std::ranges::find_if(
      rounds_, [name](const Rounds& rounds) { return rounds.figure.name == name; });
  ENSURE(found != rounds_.end());
  return *found;
}

void Figures::note(std::size_t contestant, std::string_view name, double value) {
  rounds_of(name).of[contestant].push_back(value);
}

void Figures::note_machine(std::string_view name, double value) {
  rounds_of(name).machine.push_back(value);
}

std::size_t Figures::quietest(std::string_view floor) const {
  for (const Rounds& rounds : rounds_) {
    if (rounds.figure.name != floor) continue;
    const auto lowest = std::ranges::min_element(rounds.machine);
    return static_cast<std::size_t>(lowest - rounds.machine.begin());
  }
  return 0;
}

void Figures::print_tables(std::FILE* out, std::string_view floor) const {
  const std::size_t round = quietest(floor);
  for (const bool all_rounds : {true, false}) {
    fmt::print(out, "\n{:<42}", all_rounds ? "medians over all rounds" : "the quietest round");
    for (const std::string& name : contestants_) fmt::print(out, "{:>13}", name);
    for (std::size_t i = 1; all_rounds && i < contestants_.size(); ++i) {
      fmt::print(out, "{:>11}", "to " + contestants_[i]);
    }
    fmt::print(out, "\n");
    for (const Rounds& rounds : rounds_) {
      if (rounds.is_empty()) continue;
      const auto print_cell = [&](const std::vector<double>& values) {
        fmt::print(out, "{:>13}",
                   all_rounds ? median_cell(values, rounds.figure)
                              : cell_of_round(values, rounds.figure, round));
      };
      fmt::print(out, "{:<42}", rounds.figure.label);
      if (!rounds.machine.empty()) print_cell(rounds.machine);
      for (const auto& values : rounds.of) print_cell(values);
      for (std::size_t i = 1; all_rounds && i < contestants_.size(); ++i) {
        const std::vector<double> ratios = rounds.ratios(i);
        fmt::print(out, "{:>11}", ratios.empty() ? "" : fmt::format("{:.2f}", median(ratios)));
      }
      fmt::print(out, "\n");
    }
  }
}

void Figures::print_json(std::FILE* out) const {
  for (const Rounds& rounds : rounds_) {
    if (rounds.is_empty()) continue;
    fmt::print(out, R"({{"figure":"{}","unit":"{}")", rounds.figure.name, rounds.figure.unit);
    if (!rounds.machine.empty()) fmt::print(out, R"(,"machine":{})", list_of(rounds.machine));
    for (std::size_t i = 0; i < contestants_.size(); ++i) {
      if (rounds.of[i].empty()) continue;
      fmt::print(out, R"(,"{}":{})", contestants_[i], list_of(rounds.of[i]));
    }
    fmt::print(out, "}}\n");
  }
}

std::string load_average() {
  std::ifstream file("/proc/loadavg");
  std::string line;
  std::getline(file, line);
  return line;
}

}  // namespace tocsin::bench
