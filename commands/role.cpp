#include "commands/verbs.h"

namespace tocsin {

const Verb k_role = {
    .name = "role",
    .aliases = "assign",
    .arguments = "lead|comms|scribe|NAME @USER",
    .purpose = "Gives a role.",
    .examples = {"role lead @ana", "role scribe @ben"},

};

const Verb k_lead = {
    .name = "lead",
    .aliases = "",
    .arguments = "@USER",
    .purpose = "Makes somebody the lead.",
    .examples = {"lead @ana", "INC-7 lead @ana"},
};

const Verb k_comms = {
    .name = "comms",
    .aliases = "",
    .arguments = "@USER",
    .purpose = "Makes somebody responsible for the updates.",
    .examples = {"comms @ben", "INC-7 comms @ben"},
};

const Verb k_scribe = {
    .name = "scribe",
    .aliases = "",
    .arguments = "@USER",
    .purpose = "Makes somebody the scribe.",
    .examples = {"scribe @chi", "INC-7 scribe @chi"},
};

}  // namespace tocsin
