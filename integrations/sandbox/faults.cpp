#include "integrations/sandbox/faults.h"

#include <algorithm>
#include <utility>

namespace tocsin::sandbox {

WebFault slow_answer(Duration by) {
  WebFault fault;
  fault.answer_after = by;
  return fault;
}

namespace {

WebFault fault_of(WebAnswer answer, WebEffect effect) {
  WebFault fault;
  fault.answer = answer;
  fault.effect = effect;
  return fault;
}

}  // namespace

WebFault http_error(int status, std::string body, WebEffect effect) {
  WebFault fault = fault_of(WebAnswer::http_status, effect);
  fault.status = status;
  fault.body = std::move(body);
  return fault;
}

WebFault refused_with(std::string code, WebEffect effect) {
  WebFault fault = fault_of(WebAnswer::refusal, effect);
  fault.body = std::move(code);
  return fault;
}

WebFault too_many(std::string retry_after) {
  WebFault fault = fault_of(WebAnswer::rate_limited, WebEffect::none);
  fault.retry_after = std::move(retry_after);
  return fault;
}

WebFault html_page(WebEffect effect) { return fault_of(WebAnswer::html, effect); }

WebFault lost_before_effect() { return fault_of(WebAnswer::closed, WebEffect::none); }

WebFault lost_after_effect() { return fault_of(WebAnswer::closed, WebEffect::at_once); }

WebFault silent(WebEffect effect) { return fault_of(WebAnswer::silence, effect); }

WebFault truncated(WebEffect effect) { return fault_of(WebAnswer::truncated_body, effect); }

WebFault truncated_chunk(WebEffect effect) {
  return fault_of(WebAnswer::truncated_chunked, effect);
}

WebFault half_an_object(WebEffect effect) { return fault_of(WebAnswer::half_json, effect); }

WebFault late_effect(Duration after) {
  WebFault fault = fault_of(WebAnswer::closed, WebEffect::later);
  fault.effect_after = after;
  return fault;
}

FaultPlan::FaultPlan(std::uint64_t seed) : dice_(seed) {}

void FaultPlan::add(WebRule rule) { web_.push_back(std::move(rule)); }

void FaultPlan::add(SocketRule rule) { sockets_.push_back(std::move(rule)); }

void FaultPlan::add(EnvelopeRule rule) { envelopes_.push_back(rule); }

void FaultPlan::fail_next(std::string method, WebFault fault, int times) {
  WebRule rule;
  rule.method = std::move(method);
  rule.fault = std::move(fault);
  rule.times = times;
  add(std::move(rule));
}

void FaultPlan::clear() {
  web_.clear();
  sockets_.clear();
  envelopes_.clear();
}

// Whether a rule that matches hits this time; counts it down.
template <class Rule>
bool FaultPlan::hits(Rule& rule) {
  if (rule.times == 0) return false;
  if (rule.skip > 0) {
    --rule.skip;
    return false;
  }
  if (!dice_.chance(rule.probability)) return false;
  if (rule.times > 0) --rule.times;
  ++fired_;
  return true;
}

std::optional<WebFault> FaultPlan::for_call(std::string_view method) {
  for (WebRule& rule : web_) {
    if (!rule.method.empty() && rule.method != method) continue;
    if (!hits(rule)) continue;
    ++by_method_[std::string(method)];
    return rule.fault;
  }
  return std::nullopt;
}

std::vector<SocketRule> FaultPlan::for_socket() {
  std::vector<SocketRule> found;
  for (SocketRule& rule : sockets_) {
    if (hits(rule)) found.push_back(rule);
  }
  return found;
}

std::optional<EnvelopeRule> FaultPlan::for_envelope(EnvelopeKind kind) {
  for (EnvelopeRule& rule : envelopes_) {
    if (rule.only && *rule.only != kind) continue;
    if (hits(rule)) return rule;
  }
  return std::nullopt;
}

int FaultPlan::fired() const { return fired_; }

const std::map<std::string, int>& FaultPlan::fired_by_method() const { return by_method_; }

bool FaultPlan::spent() const {
  const auto is_spent = [](const auto& rule) { return rule.times <= 0; };
  return std::all_of(web_.begin(), web_.end(), is_spent) &&
         std::all_of(sockets_.begin(), sockets_.end(), is_spent) &&
         std::all_of(envelopes_.begin(), envelopes_.end(), is_spent);
}

}  // namespace tocsin::sandbox
