#pragma once
// The sample incidents: who types what where, read from the scripts in samples/ (tests/e2e/script.h
// has the whole language; a sample uses "NAME types:", "NAME in #CHANNEL types:", "->" and "//").
// CMake puts the files into the program. Used by play.cpp; any thread.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct SampleFile {
  std::string_view name;  // "checkout.txt"
  std::string_view body;
};

std::span<const SampleFile> sample_files();

struct PlayedLine {
  std::string who;      // a user of play_workspace()
  std::string channel;  // without '#'; empty: the incident's own
  std::string text;
};

// By the name that people give after --play; the first that a newcomer should see comes first.
std::vector<std::string> sample_names();

// Nothing when there is no such sample. The first line declares.
std::vector<PlayedLine> sample_lines(std::string_view name);

// Of any script. What is no act of typing (checks, remarks) is left out.
std::vector<PlayedLine> read_sample(std::string_view script);

}  // namespace tocsin
