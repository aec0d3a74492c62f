#pragma once
// The timeline as a drawing: SVG text to be put into the HTML write-up. Colours are those of paper
// and stand in the elements themselves, because PDF programs do not bring the page's style sheet
// to a drawing; style.h changes them for dark screens.

#include "bot/domain/zone.h"
#include "bot/writeup/picture_facts.h"

#include <string>

namespace tocsin::writeup {

enum class Breadth { broad, slim };  // for a screen or paper, and for a phone

std::string draw(const PictureFacts& facts, const Zone& zone, Breadth breadth);

}  // namespace tocsin::writeup
