// SPDX-License-Identifier: Apache-2.0
#include "Sniff.hpp"

#include <cstring>

bool isEncapsulatedSyntax(const char *uid) {
    const std::string text = uid;
    return !(text.empty() || text == "1.2.840.10008.1.2" || text == "1.2.840.10008.1.2.1" ||
             text == "1.2.840.10008.1.2.2" || text == "1.2.840.113619.5.2");
}

namespace {

bool isRepresentation(const uint8_t *letters) {
    const char text[3] = {static_cast<char>(letters[0]), static_cast<char>(letters[1]), 0};
    return DcmVR(text).isStandard();
}

/// A Data Set begins with a low tag of group 0002 or 0008 and either a VR or a length that the file can hold.
bool beginsLikeDataSet(const uint8_t *bytes, uint64_t remaining) {
    const uint16_t little[2] = {static_cast<uint16_t>(bytes[0] | bytes[1] << 8), static_cast<uint16_t>(bytes[2] | bytes[3] << 8)};
    const uint16_t big[2] = {static_cast<uint16_t>(bytes[0] << 8 | bytes[1]), static_cast<uint16_t>(bytes[2] << 8 | bytes[3])};
    const auto plausible = [](const uint16_t *tag) { return (tag[0] == 2 || tag[0] == 8) && tag[1] <= 0x0200; };
    if (plausible(big)) return isRepresentation(bytes + 4);
    if (!plausible(little)) return false;
    if (isRepresentation(bytes + 4)) return true;
    const uint32_t length = bytes[4] | bytes[5] << 8 | bytes[6] << 16 | static_cast<uint32_t>(bytes[7]) << 24;
    return length <= 1024 && length + 8 <= remaining;
}

}  // namespace

Sniffed sniff(int descriptor, uint64_t length) {
    Sniffed found;
    uint8_t head[132];
    if (length >= 132 && readFully(descriptor, 0, head, 132) && memcmp(head + 128, "DICM", 4) == 0) {
        found.kind = Sniffed::prefixed;
        return found;
    }
    if (length < 16 || !readFully(descriptor, 0, head, 16)) return found;
    if (memcmp(head, "DICM", 4) == 0 && beginsLikeDataSet(head + 4, length - 4)) {
        found.kind = Sniffed::prefixed;
        found.start = 4;
    } else if (beginsLikeDataSet(head, length)) {
        found.kind = Sniffed::guessed;
    }
    return found;
}
