#pragma once
// The engine's settings from the configuration: the same for the running bot and for a command line
// that works on the record by itself.

#include "bot/config/config.h"
#include "bot/engine/engine.h"

namespace tocsin {

EngineSettings engine_settings(const Config& config);

}  // namespace tocsin
