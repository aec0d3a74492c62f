#include "bot/import/entry_kind.h"
#include "bot/import/read_document.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

namespace kinds_test {

using namespace tocsin::imports;

namespace {

template <class Texts>
void check_kind(const Texts& texts, EntryKind kind) {
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK(kind_word(kind_of_entry(text)) == kind_word(kind));
  }
}

}  // namespace

TEST_CASE("What was seen is a detection, whoever saw it") {
  static constexpr auto texts = std::to_array<std::string_view>(
      {"Grafana dashboards light up red.",
       "The on-call phone rang: checkout was throwing 502s.",
       "Users started reporting that they could not log in.",
       "A customer tweeted that the site was down.",
       "Prometheus fired HighLatency for the api pods.",
       "Error rate climbed above the threshold and paged the on-call.",
       "Support received the first tickets about failed uploads.",
       "We became aware of the problem when a client emailed us.",
       "An engineer realised that the home page returned a blank screen.",
       "First sign of trouble: response times tripled.",
       "Health checks began to fail on both web servers.",
       "Pingdom reported the site as unreachable.",
       "Ana saw 500 errors in the browser while testing another thing.",
       "Datadog raised an incident for elevated error rates.",
       "Sales team complained on Slack that quotes could not be saved.",
       "Curl returned 500 Internal Server Error for the front page.",
       "Our monitoring picked up an unusual number of timeouts.",
       "Outage discovered during a routine check of the dashboard.",
       "Nagios flags the database host as down.",
       "Synthetic checks failing from three regions.",
       "Two shop owners rang us: no orders for ten minutes.",
       "Queue length alarm.",
       "The help desk got a flood of calls about login errors.",
       "Slack bot posted a warning about disk space.",
       "I opened the site and was greeted by a 502.",
       "Sudden drop of sign-ups seen on the dashboard.",
       "A developer noticed odd latency while demoing.",
       "CloudWatch alarm for unhealthy hosts.",
       "Customers vented on Twitter about checkout failures.",
       "Page load times went through the roof, dashboards turned crimson.",
       "First complaints reach us by phone.",
       "Anomaly spotted in the payments graph by Ana.",
       "Our watchdogs barked: the API had stopped answering.",
       "QA found that uploads fail with an internal error.",
       "Automatic alert: replication lag above 10 minutes."});
  check_kind(texts, EntryKind::detected);
}

TEST_CASE("Who looks, finds, writes or waits neither suspects nor repairs") {
  static constexpr auto texts = std::to_array<std::string_view>(
      {"On-call engineer acknowledged the page and opened a laptop.",
       "The engineering team was alerted and began to investigate.",
       "Team assembles in the incident channel.",
       "Incident declared and a war room opened.",
       "Looked at the server logs to find the source of the errors.",
       "Checked the error logs and found that the worker had run out of memory.",
       "Logs showed connection timeouts to the primary.",
       "The cause was traced to an expired token.",
       "Root cause identified: a missing index on the orders table.",
       "Identified that the last deploy removed an environment variable.",
       "Engineers started to work on a fix.",
       "A fix was prepared and sent for review.",
       "Began restarting the nodes one by one.",
       "Status page updated to tell customers that we investigate.",
       "Customers were informed by email about the outage.",
       "Nightly backup job starts.",
       "Scheduled maintenance began on the core switch.",
       "We ran strace on the worker and curl in another window.",
       "The process list was examined with ps and top.",
       "Reproduced the error in the staging environment.",
       "Postmortem meeting held with all teams.",
       "Monitoring continued to make sure that the fix holds.",
       "The patch was tested in staging before going live.",
       "A puppet script was written to automate the correction.",
       "Traffic increases because of the campaign.",
       "CPU usage reached 100 % on db-2.",
       "Switched the investigation to the load balancer.",
       "Further investigation revealed a deadlock between two migrations.",
       "The developer found the typo in the settings file.",
       "Eureka: a stray comma in the config!",
       "We confirmed that the certificate had lapsed.",
       "Waiting for DNS to propagate.",
       "Dee joined the call and took over as incident lead.",
       "The on-call engineer opened the runbook.",
       "Ran top and saw that java took all of the CPU.",
       "Inspected nginx.conf line by line."});
  check_kind(texts, EntryKind::log);
}

TEST_CASE("A guess at the cause is a lead") {
  static constexpr auto texts = std::to_array<std::string_view>(
      {"Our first hunch was the database.",
       "We believed the cache was at fault.",
       "Bo thought a DDoS was under way.",
       "At first we figured it had to be the network.",
       "The initial diagnosis pointed at the message broker.",
       "Fingers were pointed at the new firewall rule.",
       "Investigation began with the database, considered the most likely culprit.",
       "Team concentrated on the load balancer as the probable source.",
       "Speculation centred on a faulty network card.",
       "It seemed that the disk was full.",
       "It appeared to be a DNS issue.",
       "Could it be the cache? Chi starts to look.",
       "The network was the prime suspect.",
       "Initial investigation points towards the payment provider.",
       "Debugging focused on the ORM layer, presumed to be slow.",
       "Engineers leaned towards a memory leak.",
       "First theory: too many connections.",
       "Working hypothesis: the replica is lagging.",
       "We wondered if the CDN was to blame.",
       "Initial analysis hinted at a routing problem.",
       "An attack was feared.",
       "All eyes on the database.",
       "Everyone blamed the network.",
       "Suspicion fell on the mail gateway.",
       "The error looked like a timeout of the identity provider.",
       "We had the load balancer in mind.",
       "Perhaps a bad deploy?",
       "The cache was considered as the cause.",
       "Assumed cause: expired certificate.",
       "A hardware fault was on the table.",
       "Presumably the disk had filled.",
       "Logs suggested a database deadlock.",
       "The natural candidate was the deploy of the morning.",
       "Signs pointed toward the queue.",
       "Initial investigation of the web servers, as the cause seemed to lie there."});
  check_kind(texts, EntryKind::suspect);
}

TEST_CASE("A lead is ruled out by what was sound and by what did not help") {
  static constexpr auto texts = std::to_array<std::string_view>(
      {"The database turned out to be healthy.",
       "Restarting the app servers made no difference.",
       "Scaling out did nothing for the error rate.",
       "The network team confirmed that their gear was working correctly.",
       "Query tuning brought no relief, so the database was off the hook.",
       "The rollback did not bring the site back.",
       "Rolling back changed nothing.",
       "Network checks came up empty.",
       "DNS was checked and was not at fault.",
       "The cache theory was abandoned.",
       "Everything looked normal on the database side.",
       "We spent an hour chasing a phantom in the cache layer.",
       "Several hours were wasted on the firewall rules.",
       "That was a blind alley.",
       "The firewall was exonerated.",
       "Despite the additional capacity, errors continued.",
       "After restarting the service the error still occurred.",
       "Firewall rules were verified and found to be in order.",
       "The restart didn't solve the problem.",
       "No problem was found on the database servers.",
       "Optimising the queries had little impact.",
       "Attack traffic was excluded as a cause.",
       "DNS is not to blame after all.",
       "Purging the cache did not make things better.",
       "Turns out it had nothing to do with the network.",
       "Nothing suspicious in the firewall logs.",
       "The proxy hypothesis did not hold.",
       "Database CPU and memory are at usual levels, so we look elsewhere.",
       "A restart of the queue helps for a minute only, then it fails again.",
       "Adding two servers had no visible effect.",
       "The cable was swapped, to no effect.",
       "The deploy was ruled out since it never reached that host.",
       "No sign of an attack in the access logs.",
       "We went down the wrong road with the cache.",
       "Flushing DNS caches was pointless.",
       "Disk usage was at 40 %, so no problem there."});
  check_kind(texts, EntryKind::ruledout);
}

TEST_CASE("Whoever is called in or takes over is an escalation") {
  static constexpr auto texts =
      std::to_array<std::string_view>({"Incident handed off to the platform squad.",
                                       "We reached for the network specialists.",
                                       "Called the hosting company's emergency line.",
                                       "Opened a ticket with AWS support.",
                                       "The DBA was brought into the call.",
                                       "Raised to the infrastructure lead.",
                                       "Senior engineers joined the investigation.",
                                       "Asked the vendor for assistance.",
                                       "Backend developers were pulled into the war room.",
                                       "Bo pages Chi from the storage team.",
                                       "Help was requested from the security team.",
                                       "A support case was raised with the cloud provider.",
                                       "We got the database team involved.",
                                       "The problem was passed to second-level support.",
                                       "The issue was reported to the infrastructure team.",
                                       "Transferred the incident to the network operations centre.",
                                       "Looped the CTO in.",
                                       "Enlisted the help of a kernel expert.",
                                       "Security team engaged.",
                                       "Called for backup: the senior SRE logged on.",
                                       "The night shift hands the case to the day team.",
                                       "Woke up the database admin.",
                                       "Second-line support takes the case.",
                                       "The hosting provider was informed.",
                                       "We asked Bo of the storage team to have a look.",
                                       "Escalation mail to the vendor.",
                                       "Sought advice from the database consultants.",
                                       "The incident went up to the CTO.",
                                       "Additional engineers were added to the response.",
                                       "Got hold of the network guy.",
                                       "Notified the hosting company.",
                                       "Experts from the vendor dial in.",
                                       "Mobilised the whole platform crew."});
  check_kind(texts, EntryKind::escalate);
}

TEST_CASE("What holds for some time or some people only is a workaround") {
  static constexpr auto texts = std::to_array<std::string_view>(
      {"Traffic was shifted to the second region while the team kept working.",
       "As a stop-gap we served cached pages.", "Put the site in maintenance mode to shed load.",
       "Disabled the recommendation widget temporarily to reduce load.",
       "Failed over to the replica.", "A quick fix was put in place until the real one is ready.",
       "Service comes back for half of the users.", "Rate limiting enabled to keep the site alive.",
       "Interim measure: memory limit doubled.", "Routed requests around the broken node.",
       "Reads now go to the replica for the time being.",
       "Users get a static page until it is fixed.", "Half of the traffic is served again.",
       "Feature flag off for the moment, to take load away.",
       "Sent all requests to the other data centre.", "Doubled the number of pods as a first aid.",
       "Emergency capacity added so that most users can log in.",
       "Provisional fix: nightly restart.",
       "The queue is drained by hand until the consumer is repaired."});
  check_kind(texts, EntryKind::workaround);
}

TEST_CASE("A deed that changes the system repairs it") {
  static constexpr auto texts = std::to_array<std::string_view>(
      {"Changed the file extension from .phpp to .php.",
       "Set the pool size to 200.",
       "The faulty commit was reverted.",
       "Corrected the upstream address and reloaded Nginx.",
       "Engineers rewrote the query and added the missing index.",
       "Killed the runaway process.",
       "Deployed a corrected build to production.",
       "New certificate installed on all load balancers.",
       "We removed the extra character from the config and restarted Apache.",
       "Deleted old logs to free disk space.",
       "The typo was removed from the file.",
       "The missing environment variable was added.",
       "Apache was started again.",
       "Permission of the folder set to 755.",
       "The lock was released by killing the migration.",
       "The misbehaving plugin was uninstalled.",
       "Upgraded the instance to a larger size.",
       "Updated the DNS record to the right address.",
       "Pushed the fix to all servers.",
       "Rollback of the deployment completed.",
       "Increased the memory limit from 512 MB to 2 GB.",
       "Discovered the wrong port in the config and changed it to 8080.",
       "The bad rule was deleted from the firewall.",
       "Ran the migration again by hand.",
       "The team applied the hotfix.",
       "Server rebooted with the new kernel.",
       "The line was put back into the config.",
       "Bo takes the broken host out of the pool.",
       "Correct value written into the settings.",
       "Old certificate replaced by a fresh one.",
       "Opened port 443 in the security group.",
       "sed -i s/phpp/php/ run on all servers.",
       "A new index was created on the orders table.",
       "The connection pool was enlarged from 20 to 100.",
       "The deploy was undone.",
       "Back to the previous version of the app."});
  check_kind(texts, EntryKind::fix);
}

TEST_CASE("That all is well again is the resolution") {
  static constexpr auto texts =
      std::to_array<std::string_view>({"Site is up again.",
                                       "All green on the dashboards.",
                                       "Error rate back at zero.",
                                       "Traffic is flowing as it should.",
                                       "End of the incident.",
                                       "The website came back to life.",
                                       "We gave the all-clear.",
                                       "Users confirmed that they can pay.",
                                       "Curl returns 200 OK.",
                                       "Service is 100% back.",
                                       "Everything is running smoothly once more.",
                                       "Incident over.",
                                       "Latency dropped to normal and stayed there.",
                                       "Normality returned.",
                                       "Full functionality was regained.",
                                       "The outage was over.",
                                       "All systems go.",
                                       "The app was live again.",
                                       "Server up and serving requests again.",
                                       "Verified that all endpoints respond with 200.",
                                       "The problem disappeared.",
                                       "Victory! The beast was tamed.",
                                       "Services fully functional.",
                                       "Monitoring shows no more errors.",
                                       "Orders are coming in again.",
                                       "All pages load.",
                                       "Everything back as before.",
                                       "Errors fall to zero.",
                                       "Health checks pass again.",
                                       "Customers report that all is well.",
                                       "The site answers.",
                                       "No errors for thirty minutes, incident closed.",
                                       "Backlog worked off, all mails delivered.",
                                       "We call it done.",
                                       "The alert cleared itself.",
                                       "Alerts cleared."});
  check_kind(texts, EntryKind::resolved);
}

TEST_CASE("Parts that are all green before somebody is called in were not the end") {
  const auto document = read_document(
      "# Postmortem: no logins\n\n## Summary\nDuration: 8 May 2024, 08:00 - 10:30 UTC\n"
      "Impact: nobody could log in.\nRoot cause: a wrong audience in the tokens.\n\n## Timeline\n"
      "- 08:00 Alarm bells ring.\n- 08:15 The first suspect is the directory.\n"
      "- 08:45 The directory servers are chilling, all green.\n- 09:00 Time to call in the big "
      "guns.\n"
      "- 10:10 The audience was corrected.\n- 10:30 Logins work again.\n");
  REQUIRE(document.has_value());
  REQUIRE(document->timeline.size() == 6);
  const EntryKind wanted[] = {EntryKind::detected, EntryKind::suspect, EntryKind::ruledout,
                              EntryKind::escalate, EntryKind::fix,     EntryKind::resolved};
  for (std::size_t i = 0; i < 6; ++i) {
    CAPTURE(document->timeline[i].text);
    CHECK(kind_word(document->timeline[i].kind) == kind_word(wanted[i]));
  }
}

TEST_CASE("An entry as long as a log is read for its kind in no time and without harm") {
  std::string text = "Restarting made no difference. ";
  for (int i = 0; i < 20000; ++i) text += "worker-3, again, but nothing; ";
  CHECK(kind_word(kind_of_entry(text)) == "ruledout");
}

}  // namespace kinds_test
