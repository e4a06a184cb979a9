// SPDX-License-Identifier: Apache-2.0

#ifndef TEXTSIGHT_DIGEST_HPP
#define TEXTSIGHT_DIGEST_HPP

#include <cstdint>

namespace textsight {

/// SHA-256 (FIPS 180-4) in hexadecimal, so that this target needs no library for one number.
class Digest {
public:
    Digest(const uint8_t *start, const uint8_t *end);
    const char *text() const { return text_; }

private:
    char text_[65];
};

}  // namespace textsight

#endif
