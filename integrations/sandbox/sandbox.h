#pragma once
// The whole of Slack as one pure thing: the workspace, its sockets and its faults, wired together.
// The server puts it on real sockets, the simulator drives it in virtual time; both see the same
// behaviour because all of it is here. Time is passed in. One owner, one thread.
//
// A driver does three things: it hands in what happens (request, handshake, opened, received,
// closed), it carries out what take_actions() returns after each of these, and it calls advance()
// at next_due(). Acts of people go to workspace(), followed by flush().

#include "integrations/sandbox/faults.h"
#include "integrations/sandbox/hub.h"
#include "integrations/sandbox/workspace.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tocsin::sandbox {

// What the client gets for its HTTP request, and when.
struct Reception {
  enum class Kind { reply, raw, reset, silence };
  Kind kind = Kind::reply;
  net::HttpResponse response;  // reply
  std::string raw;             // raw: bytes as they are, then the end of the connection
  Duration after{0};           // from now
};

// What a client that does not look at bytes makes of it: `lost` for all but reply.
net::HttpResponse as_seen_by_client(const Reception& reception);

// A hub that fits the workspace: same app, seed and record keeping.
HubSetup hub_setup_for(const WorkspaceSetup& setup);

class Sandbox {
 public:
  explicit Sandbox(WorkspaceSetup setup);
  Sandbox(WorkspaceSetup setup, HubSetup hub_setup);

  Workspace& workspace() { return workspace_; }
  const Workspace& workspace() const { return workspace_; }
  SocketHub& hub() { return hub_; }
  FaultPlan& faults() { return faults_; }

  Reception request(const net::HttpRequest& request, Moment now);

  // 101, or the status of the refusal. A ticket is used up by the first handshake, even a failed
  // one. After 101 the driver calls opened() with the same target.
  int handshake(const std::string& target, Moment now);
  void opened(SocketNumber socket, const std::string& target, Moment now);
  void received(SocketNumber socket, std::string_view text, Moment now);
  void closed(SocketNumber socket, Moment now);

  // The operator turns Socket Mode off (and on again): every socket is told and closed, and
  // apps.connections.open refuses.
  void set_socket_mode(bool on, Moment now);

  void flush(Moment now);  // after acts of people or direct use of workspace() and hub()
  std::optional<Moment> next_due() const;  // also of effects that come late
  void advance(Moment now);
  std::vector<SocketAction> take_actions();

  // Told of every envelope's end, after the workspace. It may act on workspace(): what that leaves
  // behind is carried by the same flush (a benchmark keeps its commands in flight this way).
  std::function<void(const Settled&)> on_settled;

 private:
  Reception answer_with(const WebFault& fault, const net::HttpRequest& request, Moment now);

  FaultPlan faults_;
  Workspace workspace_;
  SocketHub hub_;
  std::multimap<Moment, net::HttpRequest> late_effects_;
  std::map<std::string, std::vector<SocketRule>> socket_faults_;  // by target, until opened
};

}  // namespace tocsin::sandbox
