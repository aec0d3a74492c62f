// The compiled bodies of Asio and Beast: once here instead of in every file.
#include "bot/net/asio.h"
// After the macros in asio.h.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
