#include "tests/bench/figures.h"

#include "bot/ensure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <fstream>

namespace tocsin::bench {

namespace {

std::string cell(const std::vector<double>& values, const Figure& figure) {
  if (values.empty()) return "";
  return fmt::format("{:.{}f} {}", median(values), figure.decimals, figure.unit);
}

double ratio_of(const Figure& figure) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < std::min(figure.tocsin.size(), figure.compare.size()); ++i) {
    if (figure.compare[i] > 0) ratios.push_back(figure.tocsin[i] / figure.compare[i]);
  }
  return ratios.empty() ? 0 : median(std::move(ratios));
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

Figure& Figures::find(std::string_view name) {
  const auto found = std::find_if(figures_.begin(), figures_.end(),
                                  [name](const Figure& figure) { return figure.name == name; });
  ENSURE(found != figures_.end());
  return *found;
}

void Figures::print_table(std::FILE* out) const {
  fmt::print(out, "{:<46}{:>14}{:>14}{:>8}{:>14}\n", "", "tocsin", "bare bot", "ratio",
             "slack-go*");
  for (const Figure& figure : figures_) {
    if (figure.tocsin.empty() && figure.compare.empty()) continue;
    const double ratio = ratio_of(figure);
    fmt::print(out, "{:<46}{:>14}{:>14}{:>8}{:>14}\n", figure.label, cell(figure.tocsin, figure),
               cell(figure.compare, figure), ratio > 0 ? fmt::format("{:.2f}", ratio) : "",
               figure.to_beat > 0 ? cell({figure.to_beat}, figure) : "");
  }
  fmt::print(out, "* measured on another day; only figures of one column run compare exactly\n");
}

void Figures::print_json(std::FILE* out) const {
  for (const Figure& figure : figures_) {
    if (figure.tocsin.empty() && figure.compare.empty()) continue;
    fmt::print(out,
               R"({{"figure":"{}","unit":"{}","tocsin":{:.3f},"bare":{:.3f},"ratio":{:.3f},)"
               R"("to_beat":{:.3f},"tocsin_rounds":{},"bare_rounds":{}}})"
               "\n",
               figure.name, figure.unit, median(figure.tocsin), median(figure.compare),
               ratio_of(figure), figure.to_beat, list_of(figure.tocsin), list_of(figure.compare));
  }
}

std::string load_average() {
  std::ifstream file("/proc/loadavg");
  std::string line;
  std::getline(file, line);
  return line;
}

}  // namespace tocsin::bench
