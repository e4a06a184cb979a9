// SPDX-License-Identifier: Apache-2.0

#ifndef TEXTSIGHT_INK_HPP
#define TEXTSIGHT_INK_HPP

#include "Lines.hpp"
#include "Plane.hpp"

namespace textsight {

/// Takes rows and columns off a box's edges that hold no edge of a letter, but for a margin of two, so that less of the image is lost.
/// On a ground as uneven as the letters nothing is taken.
void tighten(const Plane &plane, Found &box);

}  // namespace textsight

#endif
