// SPDX-License-Identifier: Apache-2.0
//
// Files that others read although they break PS3.5: stray and missing delimiters, elements without a VR, File Meta Information
// inside the Data Set. Only what can be read in one way is put right; the result is then read like any other file.
#include "Mend.hpp"
#include "Sniff.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace {

constexpr uint32_t undefinedLength = 0xFFFFFFFF, itemTag = 0xFFFEE000, itemEnd = 0xFFFEE00D, sequenceEnd = 0xFFFEE0DD;
/// Hostile nesting could be read in many ways; real headers have some thousand elements.
constexpr uint32_t stepLimit = 2000000;

struct Encoding {
    bool isExplicit = true, isBigEndian = false;
};

/// A part of the file that something fills: an item, a sequence, the Data Set.
struct Scope {
    uint64_t end;      ///< of an undefined length: where the one around it ends
    bool isUndefined;  ///< a delimiter ends it
};

struct Header {
    uint32_t tag = 0, length = 0;
    DcmEVR vr = EVR_UN;
    uint64_t value = 0;      ///< offset in the file
    bool lacksVR = false;
};

class Mender {
public:
    Mender(int descriptor, uint64_t end, MendedDataSet &result) : descriptor(descriptor), fileEnd(end), result(result) {}

    bool run(uint64_t at, E_TransferSyntax encoding) {
        if (!skipFileMeta(at)) return false;
        const E_TransferSyntax found = (result.mends & CDCMTK_FILE_META_IN_DATA_SET) ? detect(at) : encoding;
        result.encoding = found;
        mode = {found != EXS_LittleEndianImplicit, found == EXS_BigEndianExplicit};
        if (!elements(at, {fileEnd, false}, 0)) return false;
        // A length that reaches behind the end of the file is right where just the missing delimiter would fill it.
        return result.mends != 0 && (beyondEnd == 0 || (missingAtEnd == 1 && beyondEnd == missingBytes));
    }

private:
    // MARK: - Bytes

    bool read(uint64_t at, uint8_t *bytes, size_t count) {
        if (at + count > fileEnd) return false;
        if (at < windowStart || at + count > windowStart + window.size()) {
            window.resize(std::min<uint64_t>(1 << 16, fileEnd - at));
            windowStart = at;
            if (!readFully(descriptor, at, window.data(), window.size())) return false;
        }
        memcpy(bytes, window.data() + (at - windowStart), count);
        return true;
    }

    uint16_t number16(const uint8_t *bytes) const {
        return mode.isBigEndian ? bytes[0] << 8 | bytes[1] : bytes[1] << 8 | bytes[0];
    }
    uint32_t number32(const uint8_t *bytes) const {
        const uint32_t first = number16(bytes), second = number16(bytes + 2);
        return mode.isBigEndian ? first << 16 | second : second << 16 | first;
    }
    uint32_t tagNumber(const uint8_t *bytes) const { return static_cast<uint32_t>(number16(bytes)) << 16 | number16(bytes + 2); }

    uint32_t tagAt(uint64_t at) {
        uint8_t bytes[4];
        return read(at, bytes, 4) ? tagNumber(bytes) : 0;
    }

    bool onlyZerosFrom(uint64_t at) {
        uint8_t byte = 0;
        for (; at < fileEnd; at++)
            if (!read(at, &byte, 1) || byte != 0) return false;
        return true;
    }

    // MARK: - Output

    void copy(uint64_t from, uint64_t to) {
        if (from == to) return;
        if (!result.pieces.empty() && !result.pieces.back().isLiteral && result.pieces.back().offset + result.pieces.back().length == from)
            result.pieces.back().length += to - from;
        else
            result.pieces.push_back({from, to - from, false});
    }

    void literal(const std::vector<uint8_t> &bytes) {
        if (!result.pieces.empty() && result.pieces.back().isLiteral)
            result.pieces.back().length += bytes.size();
        else
            result.pieces.push_back({result.literals.size(), bytes.size(), true});
        result.literals.insert(result.literals.end(), bytes.begin(), bytes.end());
    }

    void append16(std::vector<uint8_t> &bytes, uint16_t number) const {
        bytes.push_back(mode.isBigEndian ? number >> 8 : number);
        bytes.push_back(mode.isBigEndian ? number : number >> 8);
    }
    void append32(std::vector<uint8_t> &bytes, uint32_t number) const {
        append16(bytes, mode.isBigEndian ? number >> 16 : number);
        append16(bytes, mode.isBigEndian ? number : number >> 16);
    }

    void header(uint32_t tag, DcmEVR vr, uint32_t length) {
        std::vector<uint8_t> bytes;
        append16(bytes, tag >> 16);
        append16(bytes, tag);
        if (mode.isExplicit && tag >> 16 != 0xFFFE) {
            const char *name = DcmVR(vr).getValidVRName();
            bytes.push_back(name[0]);
            bytes.push_back(name[1]);
            if (!DcmVR(vr).usesExtendedLengthEncoding()) {
                append16(bytes, length);
                return literal(bytes);
            }
            append16(bytes, 0);
        }
        append32(bytes, length);
        literal(bytes);
    }

    struct Mark {
        size_t pieces, literals;
        MendedDataSet::Piece last;
        uint32_t mends, missingAtEnd;
        uint64_t beyondEnd, missingBytes;
    };

    Mark mark() const {
        return {result.pieces.size(), result.literals.size(), result.pieces.empty() ? MendedDataSet::Piece{} : result.pieces.back(),
                result.mends, missingAtEnd, beyondEnd, missingBytes};
    }

    void goBack(const Mark &mark) {
        result.pieces.resize(mark.pieces);
        if (mark.pieces > 0) result.pieces.back() = mark.last;
        result.literals.resize(mark.literals);
        result.mends = mark.mends;
        missingAtEnd = mark.missingAtEnd;
        beyondEnd = mark.beyondEnd;
        missingBytes = mark.missingBytes;
    }

    // MARK: - File Meta Information in the Data Set

    /// Elements of group 0002 at the head, in whatever encoding: the file has its own, and a new one is written anyway.
    bool skipFileMeta(uint64_t &at) {
        uint8_t bytes[12];
        while (read(at, bytes, 8)) {
            const bool isLittle = bytes[0] == 2 && bytes[1] == 0, isBig = bytes[0] == 0 && bytes[1] == 2;
            if (!isLittle && !isBig) return true;
            mode = {isRepresentation(bytes + 4), isBig};
            uint64_t next = 0;
            if (!mode.isExplicit) {
                next = at + 8 + number32(bytes + 4);
            } else if (usesLongForm(bytes + 4)) {
                if (!read(at, bytes, 12)) return false;
                next = at + 12 + number32(bytes + 8);
            } else {
                next = at + 8 + number16(bytes + 6);
            }
            if (next > fileEnd) return false;
            at = next;
            result.mends |= CDCMTK_FILE_META_IN_DATA_SET;
        }
        return true;
    }

    /// The encoding of what comes behind them.
    E_TransferSyntax detect(uint64_t at) {
        uint8_t bytes[8];
        if (!read(at, bytes, 8) || !isRepresentation(bytes + 4)) return EXS_LittleEndianImplicit;
        return bytes[0] == 0 && bytes[1] != 0 ? EXS_BigEndianExplicit : EXS_LittleEndianExplicit;
    }

    // MARK: - Headers

    static bool isRepresentation(const uint8_t *letters) {
        const char text[3] = {static_cast<char>(letters[0]), static_cast<char>(letters[1]), 0};
        return DcmVR(text).isStandard();
    }

    static DcmEVR representation(const uint8_t *letters) {
        const char text[3] = {static_cast<char>(letters[0]), static_cast<char>(letters[1]), 0};
        return DcmVR(text).getEVR();
    }

    static bool usesLongForm(const uint8_t *letters) { return DcmVR(representation(letters)).usesExtendedLengthEncoding(); }

    /// What the dictionary says; of attributes with a choice what this Data Set says.
    DcmEVR dictionaryVR(uint32_t tag) const {
        const DcmEVR vr = DcmTag(tag >> 16, tag & 0xFFFF).getEVR();
        switch (vr) {
            case EVR_xs: return isSigned ? EVR_SS : EVR_US;
            case EVR_ox:
            case EVR_lt:
            case EVR_px: return EVR_OW;
            default: return DcmVR(vr).isStandard() ? vr : EVR_UN;
        }
    }

    bool readHeader(uint64_t at, const Scope &scope, Header &header) {
        uint8_t bytes[12];
        if (++steps > stepLimit || at + 8 > scope.end || !read(at, bytes, 8)) return false;
        header = Header();
        header.tag = tagNumber(bytes);
        header.value = at + 8;
        if (header.tag >> 16 == 0xFFFE || !mode.isExplicit) {
            header.length = number32(bytes + 4);
            header.vr = dictionaryVR(header.tag);
            return true;
        }
        if (!isRepresentation(bytes + 4)) return guess(at, scope, header, 8);
        header.vr = representation(bytes + 4);
        header.length = number16(bytes + 6);
        if (!usesLongForm(bytes + 4)) return true;
        if (at + 12 > scope.end || !read(at, bytes, 12)) return false;
        header.length = number32(bytes + 8);
        header.value = at + 12;
        return true;
    }

    /// An element whose VR is no VR: written as in Implicit VR, or with other letters in the short or the long form. It is understood
    /// where only one of them leads to an element that can follow, or the dictionary knows the form.
    bool guess(uint64_t at, const Scope &scope, Header &header, int depth) {
        uint8_t bytes[12];
        if (++steps > stepLimit || !read(at, bytes, 8)) return false;
        const uint32_t tag = tagNumber(bytes);
        const DcmEVR known = dictionaryVR(tag);
        std::vector<Header> readings;
        const auto consider = [&](uint64_t value, uint32_t length) {
            for (const Header &other : readings)
                if (other.value == value && other.length == length) return;
            Header reading;
            reading.tag = tag;
            reading.vr = known;
            reading.value = value;
            reading.length = length;
            reading.lacksVR = true;
            if (canFollow(reading, scope, depth)) readings.push_back(reading);
        };
        consider(at + 8, number32(bytes + 4));
        const uint32_t shortLength = number16(bytes + 6);
        consider(at + 8, shortLength);
        const bool hasLongForm = at + 12 <= scope.end && read(at, bytes, 12) && shortLength == 0;
        if (hasLongForm) consider(at + 12, number32(bytes + 8));
        if (readings.empty()) return false;
        header = readings[0];
        if (readings.size() == 1) return true;
        if (known == EVR_UN) return false;
        const uint64_t wanted = DcmVR(known).usesExtendedLengthEncoding() ? at + 12 : at + 8;
        const auto fitting = std::count_if(readings.begin(), readings.end(), [&](const Header &reading) { return reading.value == wanted; });
        if (fitting != 1) return false;
        header = *std::find_if(readings.begin(), readings.end(), [&](const Header &reading) { return reading.value == wanted; });
        return true;
    }

    /// Whether behind this reading comes something that can stand there.
    bool canFollow(const Header &reading, const Scope &scope, int depth) {
        if (reading.length == undefinedLength) {
            const uint32_t first = tagAt(reading.value);
            return first == itemTag || first == sequenceEnd;
        }
        const uint64_t end = reading.value + reading.length;
        if (end > scope.end) return false;
        if (end == scope.end) return !scope.isUndefined || end == fileEnd;
        return elementCanStand(end, reading.tag, scope, depth);
    }

    bool elementCanStand(uint64_t at, uint32_t previous, const Scope &scope, int depth) {
        uint8_t bytes[12];
        if (++steps > stepLimit || at + 8 > scope.end || !read(at, bytes, 8)) return false;
        const uint32_t tag = tagNumber(bytes);
        if (tag == itemEnd || tag == sequenceEnd) return number32(bytes + 4) == 0;
        if (tag >> 16 == 0xFFFE || tag <= previous) return false;
        uint64_t value = at + 8;
        uint32_t length = number32(bytes + 4);
        if (mode.isExplicit) {
            if (!isRepresentation(bytes + 4)) {
                Header header;
                return depth > 0 && guess(at, scope, header, depth - 1);
            }
            length = number16(bytes + 6);
            if (usesLongForm(bytes + 4)) {
                if (at + 12 > scope.end || !read(at, bytes, 12)) return false;
                value = at + 12;
                length = number32(bytes + 8);
            }
        }
        return length == undefinedLength || value + length <= scope.end;
    }

    // MARK: - Structure

    /// Whether the file ends where a delimiter should stand: without it, with its first bytes only, or with zeros.
    bool endsWithout(uint32_t delimiter, uint64_t &at) {
        const uint64_t left = fileEnd - at;
        uint8_t bytes[8];
        std::vector<uint8_t> expected;
        append16(expected, delimiter >> 16);
        append16(expected, delimiter);
        append32(expected, 0);
        const bool isCut = left < 8 && read(at, bytes, left) && std::equal(bytes, bytes + left, expected.begin());
        if (!isCut && !onlyZerosFrom(at)) return false;
        missingBytes = isCut ? 8 - left : 0;
        missingAtEnd++;
        at = fileEnd;
        result.mends |= CDCMTK_MISSING_DELIMITER;
        // With two of them missing the file may as well have been cut off.
        return missingAtEnd == 1;
    }

    /// The scope of a part that begins at `value`. At the end of the file it may be short of one delimiter.
    bool open(uint64_t value, uint32_t length, const Scope &around, Scope &scope) {
        scope = {around.end, length == undefinedLength};
        if (scope.isUndefined) return true;
        scope.end = value + length;
        if (scope.end <= around.end) return true;
        if (around.end != fileEnd || scope.end > fileEnd + 8) return false;
        beyondEnd = std::max(beyondEnd, scope.end - fileEnd);
        scope.end = fileEnd;
        return true;
    }

    bool elements(uint64_t &at, const Scope &scope, int depth) {
        const bool isTop = depth == 0;
        if (depth > static_cast<int>(nestingLimit)) return false;
        while (true) {
            if (at == scope.end && (!scope.isUndefined || at < fileEnd)) {
                if (scope.isUndefined) result.mends |= CDCMTK_MISSING_DELIMITER;
                return true;
            }
            if (scope.isUndefined && endsWithoutAny(itemEnd, at)) return missingAtEnd == 1;
            Header next;
            if (!readHeader(at, scope, next)) return isTop && rest(at);
            if (next.tag == itemEnd && scope.isUndefined) {
                if (next.length != 0) result.mends |= CDCMTK_STRAY_DELIMITER;
                at += 8;
                return true;
            }
            if ((next.tag == sequenceEnd || next.tag == itemTag) && scope.isUndefined) {
                // The item ends with its sequence, or with the next item.
                result.mends |= CDCMTK_MISSING_DELIMITER;
                return true;
            }
            if (next.tag == itemEnd || next.tag == sequenceEnd) {
                if (next.length != 0) return isTop && rest(at);
                result.mends |= CDCMTK_STRAY_DELIMITER;
                at += 8;
                continue;
            }
            if (next.tag >> 16 == 0xFFFE || next.tag == 0 || !element(at, next, scope, depth)) return isTop && rest(at);
        }
    }

    bool endsWithoutAny(uint32_t delimiter, uint64_t &at) {
        return (at == fileEnd || fileEnd - at < 8 || tagAt(at) == 0) && endsWithout(delimiter, at);
    }

    /// Elements behind Pixel Data are not kept, and zeros may pad a file.
    bool rest(uint64_t &at) {
        if (!pixelsPassed && !onlyZerosFrom(at)) return false;
        copy(at, fileEnd);
        at = fileEnd;
        return true;
    }

    bool element(uint64_t &at, const Header &next, const Scope &scope, int depth) {
        const bool isTop = depth == 0;
        const Mark before = mark();
        if (next.lacksVR) result.mends |= CDCMTK_MISSING_VR;
        if (next.length == undefinedLength) {
            const bool isLeaf = mode.isExplicit ? next.vr != EVR_SQ && next.vr != EVR_UN : isPixelTag(next.tag);
            uint64_t end = next.value;
            const bool isGood = isLeaf ? fragments(at, end, next, scope)
                                : (next.vr == EVR_UN || next.lacksVR) && mode.isExplicit ? unknownSequence(end, next, scope, depth)
                                                                        : sequenceElement(end, next, scope, depth);
            if (!isGood) {
                goBack(before);
                return false;
            }
            if (isTop && isPixelTag(next.tag)) pixelsPassed = true;
            at = end;
            return true;
        }
        const uint64_t end = next.value + next.length;
        if (next.vr == EVR_SQ) {
            uint64_t position = next.value;
            Scope inner;
            if (open(next.value, next.length, scope, inner)) {
                header(next.tag, EVR_SQ, undefinedLength);
                if (sequence(position, inner, next.tag, depth)) {
                    at = position;
                    return true;
                }
            }
            goBack(before);
            return false;
        }
        if (end > scope.end) {
            goBack(before);
            return false;
        }
        if (next.lacksVR) {
            // A value that is too long for the short form is as good as one of unknown VR.
            const bool fits = next.length <= 0xFFFF || DcmVR(next.vr).usesExtendedLengthEncoding();
            header(next.tag, fits ? next.vr : EVR_UN, next.length);
            copy(next.value, end);
        } else {
            copy(at, end);
        }
        note(next, isTop);
        if (isTop && isPixelTag(next.tag)) pixelsPassed = true;
        at = end;
        return true;
    }

    /// Remembers what the reading of other elements needs.
    void note(const Header &next, bool isTop) {
        uint8_t bytes[16] = {};
        const uint32_t count = std::min<uint32_t>(next.length, 15);
        if (!isTop || !read(next.value, bytes, count)) return;
        if (next.tag == 0x00280008) frames = std::max(1l, strtol(reinterpret_cast<const char *>(bytes), nullptr, 10));
        if (next.tag == 0x00280103 && count >= 2) isSigned = number16(bytes) == 1;
    }

    bool sequenceElement(uint64_t &at, const Header &next, const Scope &scope, int depth) {
        header(next.tag, EVR_SQ, undefinedLength);
        return sequence(at, {scope.end, true}, next.tag, depth);
    }

    /// UN of undefined length holds Implicit VR Little Endian (PS3.5 section 6.2.2); some writers leave it as the file is.
    bool unknownSequence(uint64_t &at, const Header &next, const Scope &scope, int depth) {
        const Mark before = mark();
        const Encoding own = mode;
        const uint64_t start = at;
        header(next.tag, EVR_UN, undefinedLength);
        mode = {false, false};
        const bool isImplicit = sequence(at, {scope.end, true}, next.tag, depth);
        mode = own;
        if (isImplicit) return true;
        goBack(before);
        at = start;
        if (!next.lacksVR) result.mends |= CDCMTK_EXPLICIT_IN_UNKNOWN;
        return sequenceElement(at, next, scope, depth);
    }

    bool sequence(uint64_t &at, const Scope &scope, uint32_t tag, int depth) {
        while (true) {
            if (at == scope.end && (!scope.isUndefined || at < fileEnd)) {
                if (scope.isUndefined) result.mends |= CDCMTK_MISSING_DELIMITER;
                break;
            }
            if (scope.isUndefined && endsWithoutAny(sequenceEnd, at)) {
                if (missingAtEnd != 1) return false;
                break;
            }
            uint8_t bytes[8];
            if (++steps > stepLimit || at + 8 > scope.end || !read(at, bytes, 8)) return false;
            const uint32_t found = tagNumber(bytes), length = number32(bytes + 4);
            if (found == itemTag) {
                Scope inner;
                at += 8;
                if (!open(at, length, scope, inner)) return false;
                header(itemTag, EVR_na, undefinedLength);
                if (!elements(at, inner, depth + 1)) return false;
                header(itemEnd, EVR_na, 0);
                continue;
            }
            const bool isStray = found == itemEnd && (at + 8 == scope.end || tagAt(at + 8) == itemTag || tagAt(at + 8) == sequenceEnd);
            if (isStray || (found == sequenceEnd && !scope.isUndefined)) {
                if (length != 0) return false;
                result.mends |= CDCMTK_STRAY_DELIMITER;
                at += 8;
                continue;
            }
            if (found == sequenceEnd) {
                if (length != 0) result.mends |= CDCMTK_STRAY_DELIMITER;
                at += 8;
                break;
            }
            if (!scope.isUndefined) return false;
            // Only items stand in a sequence: anything else ends it.
            if (found == itemEnd && length == 0) {
                at += 8;
            } else if (!elementCanStand(at, tag, scope, 4)) {
                return false;
            }
            result.mends |= CDCMTK_MISSING_DELIMITER;
            break;
        }
        header(sequenceEnd, EVR_na, 0);
        return true;
    }

    /// An encapsulated value, its items and their delimiter (PS3.5 section A.4).
    bool fragments(uint64_t headerStart, uint64_t &at, const Header &next, const Scope &scope) {
        if (next.lacksVR) header(next.tag, EVR_OB, undefinedLength);
        else copy(headerStart, next.value);
        long items = 0;
        uint64_t last = 0;
        while (true) {
            if (endsWithoutAny(sequenceEnd, at)) {
                // Without the delimiter only the frames say that none of them is missing.
                const bool isWhole = items - 1 == frames || (items - 1 > frames && endsImage(last));
                if (missingAtEnd != 1 || !isWhole) return false;
                header(sequenceEnd, EVR_na, 0);
                return true;
            }
            uint8_t bytes[8];
            if (++steps > stepLimit || at + 8 > scope.end || !read(at, bytes, 8)) return false;
            const uint32_t found = tagNumber(bytes), length = number32(bytes + 4);
            if (found == sequenceEnd || (found == itemEnd && items > 0)) {
                if (found == itemEnd) result.mends |= CDCMTK_MISSING_DELIMITER;
                else if (length != 0) result.mends |= CDCMTK_STRAY_DELIMITER;
                if (found == itemEnd && length != 0) return false;
                at += 8;
                header(sequenceEnd, EVR_na, 0);
                return true;
            }
            if (found != itemTag || length == undefinedLength || at + 8 + length > scope.end) return false;
            copy(at, at + 8 + length);
            at += 8 + static_cast<uint64_t>(length);
            last = at;
            items++;
        }
    }

    /// Whether a compressed image ends there: End Of Image of JPEG, JPEG-LS and JPEG 2000, maybe padded.
    bool endsImage(uint64_t end) {
        uint8_t bytes[3];
        if (end < 3 || !read(end - 3, bytes, 3)) return false;
        return (bytes[1] == 0xFF && bytes[2] == 0xD9) || (bytes[0] == 0xFF && bytes[1] == 0xD9 && bytes[2] == 0);
    }

    const int descriptor;
    const uint64_t fileEnd;
    MendedDataSet &result;
    Encoding mode;
    std::vector<uint8_t> window;
    uint64_t windowStart = 0;
    uint32_t steps = 0;
    uint32_t missingAtEnd = 0;
    uint64_t beyondEnd = 0, missingBytes = 0;
    bool pixelsPassed = false, isSigned = false;
    long frames = 1;
};

}  // namespace

bool mend(int descriptor, uint64_t start, uint64_t end, E_TransferSyntax encoding, MendedDataSet &result) {
    return Mender(descriptor, end, result).run(start, encoding);
}

uint64_t endOfFileMeta(int descriptor, uint64_t start, uint64_t end) {
    uint8_t bytes[12];
    while (start + 8 <= end && readFully(descriptor, start, bytes, 8) && bytes[0] == 2 && bytes[1] == 0) {
        const char name[3] = {static_cast<char>(bytes[4]), static_cast<char>(bytes[5]), 0};
        const DcmVR vr(name);
        if (!vr.isStandard()) break;
        uint64_t next = start + 8 + (bytes[6] | bytes[7] << 8);
        if (vr.usesExtendedLengthEncoding()) {
            if (start + 12 > end || !readFully(descriptor, start, bytes, 12)) break;
            next = start + 12 + (bytes[8] | bytes[9] << 8 | bytes[10] << 16 | static_cast<uint64_t>(bytes[11]) << 24);
        }
        if (next > end) break;
        start = next;
    }
    return start;
}

bool MendedDataSet::write(int descriptor, int target) const {
    std::vector<uint8_t> chunk(1 << 18);
    for (const Piece &piece : pieces) {
        for (uint64_t done = 0; done < piece.length;) {
            const size_t count = std::min<uint64_t>(chunk.size(), piece.length - done);
            const uint8_t *bytes = chunk.data();
            if (piece.isLiteral) bytes = literals.data() + piece.offset + done;
            else if (!readFully(descriptor, piece.offset + done, chunk.data(), count)) return false;
            for (size_t put = 0; put < count;) {
                const ssize_t written = ::write(target, bytes + put, count - put);
                if (written < 0 && errno == EINTR) continue;
                if (written <= 0) return false;
                put += written;
            }
            done += count;
        }
    }
    return true;
}
