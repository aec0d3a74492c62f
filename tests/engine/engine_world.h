#pragma once
// The real engine on a real record, a small service that behaves, and time that passes when a test
// says so. Requests that have left wait in `out` until the test lets them arrive, or loses them.

#include "bot/domain/service.h"
#include "bot/domain/when.h"
#include "bot/engine/engine.h"
#include "integrations/switchboard.h"
#include "storage/sqlite_store.h"
#include "tests/engine/small_slack.h"
#include "tests/engine/troubled_store.h"

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin {

using namespace std::chrono_literals;

inline const UserId k_ana{"UANA"};
inline const UserId k_ben{"UBEN"};
inline const ChannelId k_general{"CGENERAL"};
inline const ChannelId k_incidents{"CINCIDENTS"};

class EngineWorld {
 public:
  struct Setting {
    SmallSettings slack{};
    EngineSettings engine{};
    bool knows_announcements = true;  // that the channel was looked for
    ChannelId announcements = k_incidents;
    bool starts = true;
    // Others besides the small one, and what they answer.
    std::vector<Service> services{};
    std::function<net::HttpResponse(const net::HttpRequest&)> outside{};
  };

  EngineWorld() : EngineWorld(Setting{}) {}
  explicit EngineWorld(Setting setting);

  SmallSlack slack;
  std::vector<Outgoing> out;  // left, and not answered yet
  std::vector<Ack> acks;      // all of them
  std::vector<FormToOpen> forms;

  // ---- What comes in. Each call is one step of the engine.
  void step(std::vector<Input> inputs);
  void step() { step({}); }
  Ack type(std::string_view line, const ChannelId& channel = k_general);
  Ack type_as(const UserId& user, std::string_view line, const ChannelId& channel = k_general);
  input::Command command(std::string_view line, const std::string& key = "");

  // ---- What becomes of the requests that have left.
  input::Answered performed(std::size_t index = 0);  // it arrived and so did its answer
  void answer(std::size_t index = 0);                // the same, as a step
  void answer_with(net::HttpResponse answer, std::size_t index = 0);  // it did not arrive
  void lose_answer(std::size_t index = 0);  // it arrived, its answer did not
  void lose(std::size_t index = 0) { answer_with(answer_lost(), index); }
  std::size_t out_with(std::string_view part) const;  // index of the one whose body contains it

  // ---- Time.
  void pass(Duration time);  // and a step
  void run();                // answers what leaves, until nothing more leaves now
  void settle();             // the same, and lets time pass until nothing is left undone
  bool waits_at_least(Duration time) const;

  // ---- The process.
  void restart();                  // what left and was not answered is lost
  void restart_without_looking();  // for the announcement channel
  Engine& engine() { return *engine_; }
  Now now() const { return now_; }
  void set_wall(Moment moment) { now_.wall = moment; }
  TroubledStore& disk() { return disk_; }
  Store& store() const { return *file_; }

  // ---- Reading.
  void declare(std::string_view line = "declare Checkout is failing");  // and settles
  Incident incident(std::int64_t number = 1) const;
  std::vector<std::string> logged(std::int64_t number = 1) const;  // texts of the log entries
  std::vector<OutboxRow> unsettled() const { return file_->unsettled_rows(); }
  OutboxRow row(DeliveryId id) const;
  // The one unsettled row of this kind.
  template <class Kind>
  OutboxRow waiting() const {
    for (const OutboxRow& one : unsettled()) {
      if (std::holds_alternative<Kind>(one.delivery)) return one;
    }
    FAIL("no such row");
    return {};
  }

 private:
  void start();
  Outgoing take(std::size_t index);

  Setting setting_;
  std::unique_ptr<SqliteStore> file_;
  TroubledStore disk_;
  SmallDestination destination_;
  Switchboard switchboard_;
  std::unique_ptr<Engine> engine_;
  Now now_;
  std::uint64_t last_token_ = 0;
};

std::string text_of(const Reply& reply);
bool has(std::string_view text, std::string_view part);

}  // namespace tocsin
