#include "tests/bench/figures.h"

#include "bot/ensure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <fstream>

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

std::vector<double> ratios_of(const Figure& figure) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < std::min(figure.tocsin.size(), figure.compare.size()); ++i) {
    if (figure.compare[i] > 0) ratios.push_back(figure.tocsin[i] / figure.compare[i]);
  }
  return ratios;
}

std::string ratio_cell(const std::vector<double>& ratios) {
  return ratios.empty() ? "" : fmt::format("{:.2f}", median(ratios));
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

std::size_t Figures::place_of(std::string_view name) const {
  const auto found = std::find_if(figures_.begin(), figures_.end(),
                                  [name](const Figure& figure) { return figure.name == name; });
  ENSURE(found != figures_.end());
  return static_cast<std::size_t>(found - figures_.begin());
}

void Figures::print_table(std::FILE* out, std::string_view floor) const {
  const std::vector<double>& at_floor = figures_[place_of(floor)].compare;
  const auto quietest = static_cast<std::size_t>(
      std::min_element(at_floor.begin(), at_floor.end()) - at_floor.begin());
  constexpr std::string_view k_line = "{:<42}{:>13}{:>13}{:>7} {:>13}{:>13}{:>13}\n";
  fmt::print(out, k_line, "", "tocsin", "bare bot", "ratio", "tocsin", "bare bot", "slack-go,");
  fmt::print(out, k_line, "", "median", "median", "median", "quietest", "quietest", "elsewhere");
  for (const Figure& figure : figures_) {
    if (figure.tocsin.empty() && figure.compare.empty()) continue;
    fmt::print(out, k_line, figure.label, median_cell(figure.tocsin, figure),
               median_cell(figure.compare, figure), ratio_cell(ratios_of(figure)),
               cell_of_round(figure.tocsin, figure, quietest),
               cell_of_round(figure.compare, figure, quietest),
               figure.to_beat > 0 ? cell(figure.to_beat, figure) : "");
  }
}

void Figures::print_json(std::FILE* out) const {
  for (const Figure& figure : figures_) {
    if (figure.tocsin.empty() && figure.compare.empty()) continue;
    fmt::print(out,
               R"({{"figure":"{}","unit":"{}","tocsin":{:.3f},"bare":{:.3f},"ratio":{:.3f},)"
               R"("to_beat":{:.3f},"tocsin_rounds":{},"bare_rounds":{}}})"
               "\n",
               figure.name, figure.unit, median(figure.tocsin), median(figure.compare),
               median(ratios_of(figure)), figure.to_beat, list_of(figure.tocsin),
               list_of(figure.compare));
  }
}

std::string load_average() {
  std::ifstream file("/proc/loadavg");
  std::string line;
  std::getline(file, line);
  return line;
}

}  // namespace tocsin::bench
