#include "bot/play/samples.h"

#include <array>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

constexpr std::array k_checkout{
    PlayedLine{"ana", "declare sev1 since 40m ago Checkout is failing", 0ms},
    PlayedLine{"ana", "detected 38m ago Alert: payment errors above 5%", 900ms},
    PlayedLine{"ana", "impact 40% of customers cannot pay", 900ms},
    PlayedLine{"ben", "log 35m ago The database looks healthy, no slow queries", 1200ms},
    PlayedLine{"ben",
               "log 30m ago The last release went out one hour ago, nothing in it touches payments",
               900ms},
    PlayedLine{"chi", "log 22m ago The payment provider's status page is green", 900ms},
    PlayedLine{"chi",
               "identified 15m ago The gateway rejects our requests: a certificate has expired",
               1200ms},
    PlayedLine{"ana", "cause The gateway's client certificate expired at midnight", 900ms},
    PlayedLine{"ana", "cause The reminder for its renewal went to someone who has left", 700ms},
    PlayedLine{"ana", "decide 14m ago We renew by hand now and automate later", 900ms},
    PlayedLine{"ben", "workaround 12m ago Payments go through the second provider", 900ms},
    PlayedLine{"ben", "mitigated 10m ago", 700ms},
    PlayedLine{"chi", "fix 5m ago New certificate installed on all gateways", 900ms},
    PlayedLine{"ana", "measure Certificates are renewed by a job, with an alert 14 days before",
               900ms},
    PlayedLine{"ben", "lesson well Switching providers took two minutes", 700ms},
    PlayedLine{"ana", "resolve 2m ago Error rate is back to normal", 900ms},
    PlayedLine{"ana", "close", 1200ms},
};

constexpr std::array k_samples{Sample{"checkout", k_checkout}};

}  // namespace

std::span<const Sample> samples() { return k_samples; }

}  // namespace tocsin
