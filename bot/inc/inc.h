#pragma once
// `tocsin inc …`: the verbs on the command line, for when Slack is away or a script has something
// to say. Talks to the running bot over HTTP on this machine; when none runs, it works on the
// record by itself, and what it has to say in Slack waits there for the bot. Main's thread.

#include "bot/config/config.h"
#include "bot/net/surroundings.h"
#include "storage/store.h"

#include <functional>
#include <string>
#include <vector>

namespace tocsin {

struct IncOptions {
  std::vector<std::string> words;  // "log", "INC-7", "it", "is", "the", "cache"
  std::string as;                  // "@ana"; empty: as configured, else the login name
};

// Opens the record for writing and gives the exit status; says itself why it cannot.
using WithStore = std::function<int(const std::function<int(Store&)>&)>;

// The exit status: 0 only when it was carried out and is on disk.
int run_inc(const IncOptions& options, const Config& config, const std::string& login_name,
            const net::Surroundings& surroundings, const WithStore& with_store);

// Takes "--as NAME" out of the words, where it stands behind the verb.
IncOptions with_name_taken_out(IncOptions options);

// The line as the handlers read it: an incident that was named after the verb stands in front.
std::string typed_line(const std::vector<std::string>& words);

}  // namespace tocsin
