#include "bot/writeup/picture.h"

#include "bot/writeup/axis.h"
#include "bot/writeup/html.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::writeup {

namespace {

// On paper and on light screens. What stands on one of these is dark enough to be read.
std::string_view paper_colour(std::string_view look) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 15> k_colours{{
      {"sev1", "#f28b82"},
      {"sev2", "#fbbc6b"},
      {"sev3", "#f6e07a"},
      {"sev4", "#bcd6f5"},
      {"unset", "#dfe3e8"},
      {"investigating", "#d6c5f7"},
      {"identified", "#bcd6f5"},
      {"monitoring", "#b5e3ea"},
      {"mitigated", "#cdeabf"},
      {"resolved", "#8fd19e"},
      {"over", "#dfe3e8"},
      {"silence", "#fff3bf"},
      {"held", "#c9ced6"},
      {"gap", "#24292f"},
      {"dot", "#0550ae"},
  }};
  for (const auto& [name, colour] : k_colours) {
    if (name == look) return colour;
  }
  return "#dfe3e8";
}

struct Measures {
  int width;
  int left;
  int font;
  bool labels_above;  // the names of the lanes: above them, else to their left
  std::size_t axis_marks;
};

constexpr Measures k_broad{960, 118, 13, false, 11};
constexpr Measures k_slim{360, 6, 12, true, 5};
constexpr int k_right = 8;
constexpr int k_band = 22;
constexpr int k_row = 18;  // of labels
constexpr std::size_t k_most_lead_rows = 5;
constexpr std::size_t k_bins = 120;

class Drawing {
 public:
  Drawing(const PictureFacts& facts, const Zone& zone, const Measures& measures)
      : facts_(facts), zone_(zone), measures_(measures) {}

  // The lanes first: how far down the lines of the phases go is known after them.
  std::string run(std::string_view name) {
    const int lanes_top = 6 + static_cast<int>(phase_rows()) * k_row;
    y_ = lanes_top;
    draw_bands("Severity", facts_.severities);
    draw_bands("State", facts_.states);
    draw_updates();
    draw_leads();
    draw_entries();
    draw_gaps();
    draw_axis();
    const std::string lanes = std::exchange(svg_, "");
    draw_phases();
    svg_ += labels_;  // over the lines of the phases, so that they can be read
    std::string out = fmt::format(
        "<svg class=\"{0}\" viewBox=\"0 0 {1} {2}\" width=\"{1}\" height=\"{2}\" role=\"img\" "
        "aria-labelledby=\"{0}-title {0}-words\" font-family=\"system-ui,sans-serif\" "
        "font-size=\"{3}\">\n<title id=\"{0}-title\">Timeline of the incident</title>\n"
        "<desc id=\"{0}-words\">{4}</desc>\n",
        name, measures_.width, y_ + 4, measures_.font, escape_html(facts_.description));
    return out + lanes + svg_ + "</svg>\n";
  }

 private:
  template <class... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    svg_ += fmt::vformat(format, fmt::make_format_args(args...));
  }

  double x_of(Moment at) const {
    const double whole = static_cast<double>((facts_.until - facts_.from).count());
    const double part = static_cast<double>((at - facts_.from).count());
    return measures_.left + (right() - measures_.left) * part / whole;
  }
  double right() const { return measures_.width - k_right; }
  // Our own labels only: letters of common width.
  double breadth_of(std::string_view text) const {
    return static_cast<double>(text.size()) * measures_.font * 0.56 + 4;
  }

  void text(double x, double y, std::string_view look, std::string_view words,
            std::string_view anchor = "start") {
    const std::string_view colour = look == "soft" ? "#57606a" : "#1c2127";
    print("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\" fill=\"{}\" text-anchor=\"{}\">{}</text>\n",
          x, y, look, colour, anchor, escape_html(words));
  }

  // One that stands beside the bands, where a line may run through.
  void label(double x, double y, std::string_view look, std::string_view words,
             std::string_view anchor = "start") {
    const std::string before = std::exchange(svg_, "");
    const double width = breadth_of(words);
    print(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" class=\"paper\" "
        "fill=\"#fff\"/>\n",
        anchor == "end" ? x - width + 2 : x - 2, y - measures_.font + 1, width, measures_.font + 2);
    text(x, y, look, words, anchor);
    labels_ += svg_;
    svg_ = before;
  }

  void rectangle(double x, double y, double width, double height, std::string_view look,
                 std::string_view story) {
    print(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" class=\"{}\" "
        "fill=\"{}\">",
        x, y, std::max(width, 1.0), height, look, paper_colour(look));
    if (!story.empty()) print("<title>{}</title>", escape_html(story));
    print("</rect>\n");
  }

  // The name of a lane; the lane itself then begins at y_.
  void begin_lane(std::string_view name) {
    y_ += 8;
    if (measures_.labels_above) {
      label(measures_.left, y_ + measures_.font, "soft", name);
      y_ += measures_.font + 5;
    } else {
      text(measures_.left - 10, y_ + k_band / 2 + measures_.font / 3, "soft", name, "end");
    }
  }

  void trough() {
    print(
        "<rect x=\"{}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\" class=\"trough\" "
        "fill=\"#f3f5f7\"/>\n",
        measures_.left, y_, right() - measures_.left, k_band);
  }

  // With the label inside where there is room.
  void draw_band(const Band& band, int y) {
    const double x = x_of(band.from);
    const double width = x_of(band.until) - x;
    rectangle(x, y, width, k_band, band.look, band.story);
    if (breadth_of(band.label) > width) return;
    text(x + 4, y + k_band / 2 + measures_.font / 3, fmt::format("on-{}", band.look), band.label);
  }

  void draw_bands(std::string_view name, const std::vector<Band>& bands) {
    begin_lane(name);
    trough();
    for (const Band& band : bands) draw_band(band, y_);
    y_ += k_band;
    draw_legend(bands);
  }

  // What had no room for its label, once each, with its colour.
  void draw_legend(const std::vector<Band>& bands) {
    std::map<std::string_view, bool> is_labelled;
    std::vector<const Band*> order;
    for (const Band& band : bands) {
      const bool fits = breadth_of(band.label) <= x_of(band.until) - x_of(band.from);
      const auto [known, is_new] = is_labelled.emplace(band.label, fits);
      if (is_new) order.push_back(&band);
      known->second = known->second || fits;
    }
    double x = measures_.left;
    bool has_line = false;
    for (const Band* band : order) {
      if (is_labelled[band->label]) continue;
      const double width = 14 + breadth_of(band->label) + 8;
      if (!has_line || x + width > right()) {
        y_ += k_row;
        x = measures_.left;
        has_line = true;
      }
      rectangle(x, y_ - 10, 10, 10, band->look, "");
      label(x + 14, y_, "soft", band->label);
      x += width;
    }
    if (has_line) y_ += 4;
  }

  void draw_updates() {
    begin_lane("Updates");
    trough();
    const double middle = y_ + k_band / 2.0;
    std::string words;
    if (facts_.silence) {
      const Band& silence = *facts_.silence;
      const double x = x_of(silence.from);
      const double width = x_of(silence.until) - x;
      rectangle(x, y_, width, k_band, "silence", silence.story);
      if (breadth_of(silence.label) + 16 <= width) {
        text(x + width / 2, middle + measures_.font / 3.0, "on-silence", silence.label, "middle");
      } else {
        words = "longest: " + silence.label;
      }
    } else if (facts_.updates.empty()) {
      words = "none";
    }
    for (const Instant& update : facts_.updates) {
      print(
          "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\" class=\"dot\" "
          "fill=\"#0550ae\"><title>{}</title></circle>\n",
          x_of(update.at), middle, escape_html(update.story));
    }
    y_ += k_band;
    if (words.empty()) return;
    if (facts_.updates.empty()) {
      const double centre = (measures_.left + right()) / 2;
      text(centre, middle + measures_.font / 3.0, "soft", words, "middle");
    } else {
      y_ += k_row - 3;
      label(measures_.left, y_, "soft", words);
      y_ += 3;
    }
  }

  // Each lead in the first row where it does not touch another; its label behind it or before it.
  void draw_leads() {
    if (facts_.leads.empty()) return;
    begin_lane("Leads");
    std::vector<double> ends;
    std::size_t left_out = 0;
    for (const Band& lead : facts_.leads) {
      const double x = x_of(lead.from);
      const double width = std::max(x_of(lead.until) - x, 3.0);
      const double words = breadth_of(lead.label) + 4;
      const bool inside = words <= width;
      const bool before = !inside && x + width + words > right();
      const double begin = before ? x - words : x;
      const double end = inside || before ? x + width : x + width + words;
      std::size_t row = 0;
      while (row < ends.size() && ends[row] > begin) ++row;
      if (row >= k_most_lead_rows) {
        ++left_out;
        continue;
      }
      if (row == ends.size()) ends.push_back(0);
      ends[row] = end + 6;
      const int y = y_ + static_cast<int>(row) * (k_band + 4);
      rectangle(x, y, width, k_band, lead.look, lead.story);
      const double baseline = y + k_band / 2 + measures_.font / 3;
      if (inside) {
        text(x + 4, baseline, fmt::format("on-{}", lead.look), lead.label);
      } else {
        label(before ? x - 4 : x + width + 4, baseline, "ink", lead.label,
              before ? "end" : "start");
      }
    }
    y_ += static_cast<int>(ends.size()) * (k_band + 4) - 4;
    if (left_out == 0) return;
    y_ += k_row;
    text(measures_.left, y_, "soft", fmt::format("and {} more", left_out));
  }

  void draw_entries() {
    begin_lane("Entries");
    std::array<std::size_t, k_bins> bins{};
    const double lane = right() - measures_.left;
    for (const Moment at : facts_.entries) {
      const double part = (x_of(at) - measures_.left) / lane;
      const auto bin = static_cast<std::size_t>(std::max(0.0, part * k_bins));
      ++bins[std::min(bin, k_bins - 1)];
    }
    const double most =
        static_cast<double>(std::max<std::size_t>(*std::ranges::max_element(bins), 1));
    for (std::size_t bin = 0; bin < k_bins; ++bin) {
      if (bins[bin] == 0) continue;
      const double height = 5 + (k_band - 5) * static_cast<double>(bins[bin]) / most;
      print(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" class=\"tick\" "
          "fill=\"#57606a\"/>\n",
          measures_.left + lane * static_cast<double>(bin) / k_bins, y_ + k_band - height,
          std::max(lane / k_bins - 1, 1.0), height);
    }
    y_ += k_band;
  }

  void draw_gaps() {
    if (facts_.gaps.empty()) return;
    begin_lane("Not connected");
    trough();
    double free_from = 0;
    for (const Band& gap : facts_.gaps) {
      const double x = x_of(gap.from);
      const double width = std::max(x_of(gap.until) - x, 3.0);
      rectangle(x, y_, width, k_band, "gap", gap.story);
      const double words = breadth_of(gap.label);
      const bool has_room = x + width + 4 + words <= right() && x >= free_from;
      if (has_room) text(x + width + 4, y_ + k_band / 2 + measures_.font / 3, "ink", gap.label);
      free_from = std::max(free_from, x + width + (has_room ? words + 8 : 0));
    }
    y_ += k_band;
  }

  void draw_axis() {
    y_ += 6;
    print("<line x1=\"{}\" y1=\"{}\" x2=\"{:.1f}\" y2=\"{}\" class=\"rule\" stroke=\"#d0d7de\"/>\n",
          measures_.left, y_, right(), y_);
    double free_from = 0;
    double date_free_from = 0;
    bool has_date = false;
    for (const AxisMark& mark :
         axis_marks(facts_.from, facts_.until, zone_, measures_.axis_marks)) {
      const double x = x_of(mark.at);
      print(
          "<line x1=\"{:.1f}\" y1=\"{}\" x2=\"{:.1f}\" y2=\"{}\" class=\"rule\" "
          "stroke=\"#d0d7de\"/>\n",
          x, y_, x, y_ + 5);
      const double half = breadth_of(mark.clock) / 2;
      const double middle = std::clamp(x, measures_.left + half - 4, right() - half + 4);
      if (middle - half < free_from) continue;
      text(middle, y_ + 5 + measures_.font, "soft", mark.clock, "middle");
      free_from = middle + half;
      const double begin = middle - half + 2;
      if (mark.date.empty() || begin < date_free_from) continue;
      if (begin + breadth_of(mark.date) > measures_.width) continue;
      text(begin, y_ + 5 + measures_.font * 2.2, "soft", mark.date);
      date_free_from = begin + breadth_of(mark.date);
      has_date = true;
    }
    if (!measures_.labels_above) {
      text(measures_.left - 10, y_ + 5 + measures_.font, "soft", facts_.zone_name, "end");
    }
    y_ += 5 + static_cast<int>(measures_.font * (has_date ? 2.2 : 1)) + 4;
  }

  struct PhaseLabel {
    double x = 0;
    double begin = 0;
    double end = 0;
    std::size_t row = 0;
  };

  // A staircase: whoever begins under another one's label stands below it, so that no line runs
  // through a label of an earlier phase.
  std::vector<PhaseLabel> phase_labels() const {
    std::vector<PhaseLabel> labels;
    for (const Instant& phase : facts_.phases) {
      PhaseLabel label;
      label.x = x_of(phase.at);
      const double words = breadth_of(phase.label) + 6;
      label.begin = std::min(label.x, right() - words);
      label.end = label.begin + words;
      for (const PhaseLabel& other : labels) {
        if (other.end > label.begin) label.row = std::max(label.row, other.row + 1);
      }
      labels.push_back(label);
    }
    return labels;
  }

  std::size_t phase_rows() const {
    std::size_t rows = 0;
    for (const PhaseLabel& label : phase_labels()) rows = std::max(rows, label.row + 1);
    return rows;
  }

  void draw_phases() {
    const std::vector<PhaseLabel> labels = phase_labels();
    const int bottom = y_ - static_cast<int>(measures_.font * 2.2) - 9;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const PhaseLabel& label = labels[i];
      const double top = 6 + static_cast<double>(label.row) * k_row;
      print(
          "<line x1=\"{0:.1f}\" y1=\"{1:.1f}\" x2=\"{0:.1f}\" y2=\"{2}\" class=\"phase\" "
          "stroke=\"#1c2127\" stroke-dasharray=\"3 3\"><title>{3}</title></line>\n",
          label.x, top, bottom, escape_html(facts_.phases[i].story));
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const PhaseLabel& label = labels[i];
      const double top = 6 + static_cast<double>(label.row) * k_row;
      print(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" class=\"paper\" "
          "fill=\"#fff\"/>\n",
          label.begin + 1, top, label.end - label.begin - 2, k_row - 2);
      text(label.begin + 4, top + measures_.font, "ink", facts_.phases[i].label);
    }
  }

  const PictureFacts& facts_;
  const Zone& zone_;
  const Measures& measures_;
  std::string svg_;
  std::string labels_;
  int y_ = 0;
};

}  // namespace

std::string draw(const PictureFacts& facts, const Zone& zone, Breadth breadth) {
  const bool is_slim = breadth == Breadth::slim;
  return Drawing(facts, zone, is_slim ? k_slim : k_broad).run(is_slim ? "slim" : "broad");
}

}  // namespace tocsin::writeup
