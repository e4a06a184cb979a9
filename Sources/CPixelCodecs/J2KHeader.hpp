// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "Codec.hpp"

namespace codecs {

/// What the main header of a JPEG 2000 code stream says.
struct J2KHeader {
    /// The code stream, out of its boxes and without bytes behind its end.
    Bytes stream;
    uint32_t bits;
    bool isSigned, isHighThroughput, hasComponentTransform, isReversible;
};

/// Reads the main header and walks the tile-parts; refuses what does not fit the form, what lacks a tile or its end, and what would cost
/// a decoder more memory than a frame of the form deserves.
J2KHeader readJ2KHeader(const Form &, Bytes);

}  // namespace codecs
