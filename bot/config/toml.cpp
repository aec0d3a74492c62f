// The only file that compiles toml++ itself; the others see its declarations.
#define TOML_IMPLEMENTATION
#include <toml++/toml.h>
