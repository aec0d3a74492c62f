#pragma once
// What a careless hand or a page that was copied lost of its blanks, tabs and line ends, put back:
// "##Timeline", "10.12:30 PM", items that are not equally deep, sections that run into each other.

#include <string>

namespace tocsin::imports {

std::string with_lost_spaces(std::string text);

}  // namespace tocsin::imports
