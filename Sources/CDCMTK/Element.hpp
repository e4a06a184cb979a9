// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "File.hpp"

/// Makes an element of any VR but SQ from the bytes of its value, binary values little endian.
/// An odd length is padded as the VR asks (PS3.5 section 6.2). Null if the bytes do not fit the VR.
std::unique_ptr<DcmElement> makeElement(uint32_t tag, DcmEVR vr, const uint8_t *bytes, size_t length);

/// The bytes of a value that is in memory, binary values little endian.
std::vector<uint8_t> valueBytes(DcmElement &element);
