#pragma once
// The outbox: rows that leave one after the other in their lanes, each at most once. What has
// happened to a row is in the database; when to try it next is only in memory, on the steady clock.
// A row is committed as `sending` before its request leaves. When an answer is lost, the outbox
// looks for the message before it sends again, and believes "it is not there" only of a look that
// began a grace period after the loss. What waited in a backup that was put back may have left
// since the backup was made, so it is looked for in the same way before it leaves. Engine's thread;
// every call happens inside the engine's transaction, except next_due().

#include "bot/engine/context.h"
#include "bot/engine/inputs.h"
#include "bot/engine/now.h"
#include "bot/engine/pacer.h"
#include "bot/engine/record.h"
#include "commands/catalog.h"
#include "integrations/destination.h"
#include "storage/store.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tocsin {

struct OutboxSettings {
  // Longer than the HTTP timeout, and than effects are known to lag behind: see ARCHITECTURE.md.
  Duration grace{30'000};
  Duration first_look{2'000};
  Duration between_looks{5'000};
  // On their way to Slack, or to one service, at the same time. Pages count for nothing: none waits
  // for another one, whatever a service makes of them.
  std::size_t most_requests = 16;
  CommandSettings commands;  // for the home tab
};

// What an answer meant for the record; the engine acts on it in the same transaction.
struct Settlement {
  IncidentNumber incident;
  std::vector<Fact> facts;
  std::optional<delivery::ReadMessage> read;  // whose fact::MessageRead is among them
  bool has_read_people = false;               // all of them: the last part of the list has come
  struct Failure {
    Delivery delivery;
    std::vector<EntryNumber> entries;  // of a joined message
    std::string code;
    std::string why;
  };
  std::optional<Failure> failure;
};

class Outbox {
 public:
  Outbox(Store& store, const Record& record, const Destination& destination,
         OutboxSettings settings);

  // Reads everything that is not settled from the store. At start every row that was `sending`
  // counts as lost; after a rollback the requests that are still on their way keep their place.
  void load(Now now);

  void add(IncidentNumber incident, const Delivery& delivery, Now now);

  // Lets go everything that may leave now, as committed `sending` rows. What cannot leave at all,
  // because its service is configured no more, is settled instead.
  std::vector<Settlement> claim(Now now, std::vector<Outgoing>& requests);

  Settlement answered(RequestNumber request, const net::HttpResponse& answer, Now now);

  // The transaction is on disk: the answers that it took in are done with.
  void committed() { answered_.clear(); }

  // The transaction was rolled back: its requests never leave, and its answers come again.
  void undo(const std::vector<Outgoing>& requests);

  void know_announcements(const Announcements& announcements);  // all but the alerts' channel
  void know_alert_channel(const ChannelId& channel);
  void wake(IncidentNumber incident);  // something that its deliveries waited for has come

  // What is for Slack stays, what is for other services leaves all the same.
  void hold_slack(bool is_held) { is_slack_held_ = is_held; }

  std::optional<Duration> next_due() const;  // steady
  std::size_t unsettled() const;
  std::size_t on_their_way() const { return flights_.size(); }
  // True when this incident's messages do not get through at the moment.
  bool is_late(IncidentNumber incident, Now now) const;
  // That Slack refuses everything. What a service refuses holds back nothing but its own.
  bool is_held() const { return !held_because_.empty(); }
  const std::string& held_because() const { return held_because_; }

 private:
  struct Row {
    DeliveryId id;
    EntryNumber entry;  // PostEntry: its entry; else 0
    std::string subject;
    // May have left in the time between a backup and its return: looked for before it leaves.
    bool is_unsure = false;
  };
  enum class Stage { idle, requesting, lost, looking };
  struct Lane {
    IncidentNumber incident;
    std::string service;   // empty: Slack
    bool is_page = false;  // never waits for another lane
    std::deque<Row> ready;
    std::vector<Row> sending;  // the head and those joined to it
    Stage stage = Stage::idle;
    bool blocked = false;  // waits for something that is not there yet
    Duration due{0};
    Duration lost_at{0};
    Duration look_began{0};  // its first page
    // An edit whose answer was lost may still take effect until then, over a later one.
    std::optional<Duration> stray_until;
    DeliveryId strays;     // which edit; 0: one of before the start
    bool repeats = false;  // what is ready shows the same as what was sent, once more
    std::int64_t setbacks = 0;
    std::optional<Duration> waiting_since;
    std::string cursor;  // of a look over several pages
    std::string secret;  // of a step that must not be stored

    bool may_stray(Now now) const { return stray_until && now.steady < *stray_until; }
  };
  using Lanes = std::map<std::string, Lane>;
  // A request on its way. Outlives a reload, because its answer will come.
  struct Flight {
    std::string lane;
    DeliveryId head;
    bool is_look = false;
    DeliveryContext context;
    std::vector<Pace> paces;
  };

  void place_row(const OutboxRow& row, Now now);
  void restore_flights();
  void keep_strays(const Lanes& before, Now now);
  Lane& lane_for(const std::string& name, IncidentNumber incident, const Delivery& delivery);
  bool may_leave(const Lane& lane) const;
  bool has_room(const Lane& lane) const;
  Settlement refuse_unserved(Lane& lane, const OutboxRow& head, Now now);
  bool claim_ready(const std::string& name, Lane& lane, Now now, std::vector<Outgoing>& requests,
                   std::vector<Settlement>& refused);
  void claim_look(const std::string& name, Lane& lane, Now now, std::vector<Outgoing>& requests);
  std::optional<DeliveryContext> gather(Lane& lane, const OutboxRow& head, Now now);
  void join_entries(Lane& lane, DeliveryContext& context);
  bool was_waiting_in_backup(DeliveryId id) const { return id.value <= waited_in_backup_.value; }
  static std::optional<std::size_t> next_unsure(const Lane& lane);
  void look_before_leaving(Lane& lane, std::size_t index, Now now);
  void mark_sending(const std::string& name, Lane& lane, OutboxRow head, Now now);
  void let_go(const std::string& name, Lane& lane, Now now, DeliveryContext context,
              Prepared prepared, bool is_look, std::vector<Outgoing>& requests);
  void supersede_by(const OutboxRow& row);

  Settlement act_on(Lane& lane, Flight& flight, Verdict verdict, Now now);
  void act_on_look(Lane& lane, Flight& flight, const Look& look, Now now, Settlement& settlement);
  void lose(Lane& lane, const Flight& flight, const std::string& why, Now now,
            Settlement& settlement);
  void hold_back(Lane& lane, const std::string& why, Now now);
  void note_stray(Lane& lane, DeliveryId edit, Duration lost_at);
  static bool waits_for_stray(const Lane& lane, const OutboxRow& head, Now now);
  void repeat_after_stray(Lane& lane, const Flight& flight, Now now);
  static void note_struggle(const Lane& lane, const Flight& flight, const std::string& why,
                            Settlement& settlement);
  void settle(Lane& lane, DeliveryState state, const std::string& trouble, Now now);
  void back_to_ready(Lane& lane, const std::string& trouble, bool keep_sending_time);
  Duration setback(Lane& lane, DeliveryId id, Duration asked);

  Store& store_;
  const Record& record_;
  const Destination& destination_;
  OutboxSettings settings_;
  Pacer pacer_;
  Announcements announcements_;
  Lanes lanes_;
  std::unordered_map<RequestNumber, Flight> flights_;
  std::vector<std::pair<RequestNumber, Flight>> answered_;  // since the last commit
  RequestNumber last_request_ = 0;
  std::string held_because_;
  bool is_slack_held_ = false;
  DeliveryId waited_in_backup_;       // up to this one; 0: no backup was put back
  std::optional<Duration> began_at_;  // steady; what left before is known to Slack a grace later
};

}  // namespace tocsin
