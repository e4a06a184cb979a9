// SPDX-License-Identifier: Apache-2.0
#include "Scan.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace {

constexpr uint32_t undefined = 0xFFFFFFFF;
constexpr uint32_t itemTag = 0xFFFEE000, itemEnd = 0xFFFEE00D, sequenceEnd = 0xFFFEE0DD;
constexpr unsigned deepest = 64;
constexpr size_t firstWindow = 1 << 15, laterWindow = 1 << 18;

uint16_t number16(const uint8_t *bytes) { return static_cast<uint16_t>(bytes[0] | bytes[1] << 8); }
uint32_t number32(const uint8_t *bytes) { return number16(bytes) | static_cast<uint32_t>(number16(bytes + 2)) << 16; }
uint32_t tagNumber(const uint8_t *bytes) { return static_cast<uint32_t>(number16(bytes)) << 16 | number16(bytes + 2); }

constexpr uint16_t two(const char *name) { return static_cast<uint16_t>(name[0] << 8 | name[1]); }
constexpr uint16_t SQ = two("SQ"), UN = two("UN"), OW = two("OW");

/// For every pair of capital letters: 0 if it is no VR, else the size of an element's header.
const std::array<uint8_t, 26 * 26> headerSizes = [] {
    std::array<uint8_t, 26 * 26> sizes{};
    for (size_t place = 0; place < sizes.size(); place++) {
        const char name[3] = {static_cast<char>('A' + place / 26), static_cast<char>('A' + place % 26), 0};
        const DcmVR vr(name);
        if (vr.isStandard()) sizes[place] = vr.usesExtendedLengthEncoding() ? 12 : 8;
    }
    return sizes;
}();

uint8_t headerSize(const uint8_t *letters) {
    const unsigned first = letters[0] - 'A', second = letters[1] - 'A';
    return first < 26 && second < 26 ? headerSizes[first * 26 + second] : 0;
}

/// A UID without its padding, if it is one.
bool copyUID(const uint8_t *bytes, uint32_t length, char (&target)[65]) {
    while (length > 0 && (bytes[length - 1] == ' ' || bytes[length - 1] == 0)) length--;
    if (length > 64 || !std::all_of(bytes, bytes + length, [](uint8_t byte) { return byte == '.' || (byte >= '0' && byte <= '9'); })) return false;
    memcpy(target, bytes, length);
    target[length] = 0;
    return true;
}

}  // namespace

/// Null behind the end, and where the file cannot be read.
/// - Parameter isAhead: What follows will be wanted as well.
const uint8_t *Scanner::bytes(uint64_t offset, size_t count, bool isAhead) {
    if (offset >= windowStart && offset + count <= windowStart + window.size()) return window.data() + (offset - windowStart);
    if (offset > end || count > end - offset) return nullptr;
    if (!isAhead && count <= sizeof apart) return readFully(descriptor, offset, apart, count) ? apart : nullptr;
    window.resize(std::min<uint64_t>(end - offset, std::max(count, window.empty() ? firstWindow : laterWindow)));
    windowStart = offset;
    if (readFully(descriptor, offset, window.data(), window.size())) return window.data();
    window.clear();
    return nullptr;
}

bool Scanner::readMeta(cdcmtk_file_info &info, uint64_t &start) {
    const uint8_t *prefix = bytes(0, 132);
    if (prefix == nullptr || memcmp(prefix + 128, "DICM", 4) != 0) return false;
    cdcmtk_file_info read = info;
    uint32_t previous = 0;
    position = 132;
    while (const uint8_t *tag = bytes(position, 8)) {
        if (number16(tag) != 0x0002) break;
        Header header;
        if (!readHeader(header, end, true) || header.tag <= previous || header.length > (1 << 16)) return false;
        previous = header.tag;
        const uint16_t known = dictionaryLetters(header.tag);
        if (known != 0 && known != header.vr) return false;
        const uint8_t *value = bytes(position + header.size, header.length);
        if (value == nullptr) return false;
        if (header.tag == 0x00020010 && !copyUID(value, header.length, read.transfer_syntax)) return false;
        if (header.tag == 0x00020002 && !copyUID(value, header.length, read.media_storage_sop_class)) return false;
        position += header.size + header.length;
    }
    if (read.transfer_syntax[0] == 0 || position >= end) return false;
    info = read;
    start = position;
    return true;
}

bool Scanner::readDataSet(cdcmtk_file &target, uint64_t start, bool isExplicit) {
    const uint8_t *first = bytes(start, 8);
    if (first == nullptr || (headerSize(first + 4) != 0) != isExplicit) return false;
    file = &target;
    position = segmentStart = start;
    segmentPlace = 0;
    if (readItem({end, false}, 0, isExplicit, 0) && target.nodes.size() > 1) {
        leaveOut(0);
        target.valueBytes = segmentPlace;
        target.head = std::move(window);
        target.headStart = windowStart;
        return true;
    }
    target.nodes.clear();
    target.pixels.clear();
    target.segments.clear();
    return false;
}

/// Leaves the position at the header.
bool Scanner::readHeader(Header &header, uint64_t limit, bool isExplicit) {
    const uint8_t *found = limit - position >= 8 ? bytes(position, 8) : nullptr;
    if (found == nullptr) return false;
    header = {tagNumber(found), 0, number32(found + 4), 8};
    if (header.tag >> 16 == 0xFFFE) return true;
    if (!isExplicit) {
        header.vr = dictionaryLetters(header.tag);
        return true;
    }
    header.vr = static_cast<uint16_t>(found[4] << 8 | found[5]);
    header.size = headerSize(found + 4);
    header.length = number16(found + 6);
    if (header.size != 12) return header.size == 8;
    found = limit - position >= 12 ? bytes(position, 12) : nullptr;
    if (found == nullptr) return false;
    header.length = number32(found + 8);
    return true;
}

uint32_t Scanner::append(cdcmtk_node_kind kind, uint32_t tag, uint16_t vr, uint32_t parent) {
    cdcmtk_node node{};
    node.tag = tag;
    node.parent = parent;
    node.vr = vr;
    node.kind = kind;
    node.end = static_cast<uint32_t>(file->nodes.size() + 1);
    node.offset = segmentPlace + position - segmentStart;
    file->nodes.push_back(node);
    return node.end - 1;
}

/// Passes over bytes that stay in the file.
void Scanner::leaveOut(uint64_t length) {
    if (position > segmentStart) file->segments.push_back({segmentStart, position - segmentStart});
    segmentPlace += position - segmentStart;
    position += length;
    segmentStart = position;
}

/// A Data Set, or an item whose own header is passed.
bool Scanner::readItem(Bounds bounds, uint32_t parent, bool isExplicit, unsigned depth) {
    const uint32_t index = append(CDCMTK_ITEM, itemTag, 0, parent);
    uint32_t previous = 0;
    while (position < bounds.end || bounds.isUndefined) {
        Header header;
        if (!readHeader(header, bounds.end, isExplicit)) return false;
        if (header.tag == itemEnd && bounds.isUndefined && header.length == 0) {
            position += 8;
            break;
        }
        const uint16_t group = header.tag >> 16;
        if (group == 0xFFFE || group < 4 || header.tag <= previous) return false;
        previous = header.tag;
        if (!readElement(header, bounds, index, isExplicit, depth)) return false;
    }
    file->nodes[index].end = static_cast<uint32_t>(file->nodes.size());
    return true;
}

bool Scanner::readElement(const Header &header, Bounds bounds, uint32_t parent, bool isExplicit, unsigned depth) {
    if (depth == 0 && isPixelTag(header.tag)) return readPixels(header, parent);
    const uint64_t value = position + header.size, room = bounds.end - value;
    if (value > bounds.end) return false;
    uint16_t vr = header.vr;
    if (vr == SQ) return readSequence(header, bounds, parent, isExplicit, depth);
    // What has no end of its own, or an odd one, and what the toolkit takes for something else.
    if (header.length == undefined || header.length % 2 != 0 || header.length > room || header.tag == 0x00283010) return false;
    if (vr == UN && dictionaryLetters(header.tag) != 0) return false;
    if (vr == 0) vr = UN;
    if (vr == UN && beginsWithItem(value, header.length)) return readSequence(header, bounds, parent, false, depth);
    if (!isExplicit) {
        if (vr == two("xs")) vr = two("US");
        if (vr == two("ox") || vr == two("lt")) vr = OW;
    }

    position = value;
    const uint32_t index = append(CDCMTK_ELEMENT, header.tag, vr, parent);
    cdcmtk_node &node = file->nodes[index];
    node.length = header.length;
    if (header.length > valueLimit) {
        node.flags = CDCMTK_LARGE;
        node.offset = value;
        leaveOut(header.length);
    } else {
        position += header.length;
    }
    return true;
}

/// Whether an element of unknown VR holds items.
bool Scanner::beginsWithItem(uint64_t offset, uint32_t length) {
    if (length < 8) return false;
    const uint8_t *found = bytes(offset, 8);
    const uint32_t tag = found == nullptr ? itemTag : tagNumber(found);
    return tag == itemTag || tag == sequenceEnd;
}

bool Scanner::readSequence(const Header &header, Bounds bounds, uint32_t parent, bool isExplicit, unsigned depth) {
    if (depth >= deepest) return false;
    position += header.size;
    const bool isUndefined = header.length == undefined;
    if (!isUndefined && header.length > bounds.end - position) return false;
    const uint64_t sequenceLimit = isUndefined ? bounds.end : position + header.length;
    const uint32_t index = append(CDCMTK_SEQUENCE, header.tag, SQ, parent);
    while (position < sequenceLimit || isUndefined) {
        Header item;
        if (!readHeader(item, sequenceLimit, isExplicit)) return false;
        position += 8;
        if (item.tag == sequenceEnd && isUndefined && item.length == 0) break;
        if (item.tag != itemTag) return false;
        const bool isOpen = item.length == undefined;
        if (!isOpen && item.length > sequenceLimit - position) return false;
        const Bounds inside{isOpen ? sequenceLimit : position + item.length, isOpen};
        if (!readItem(inside, index, isExplicit, depth + 1)) return false;
    }
    file->nodes[index].end = static_cast<uint32_t>(file->nodes.size());
    return true;
}

bool Scanner::readPixels(const Header &header, uint32_t parent) {
    PixelExtent extent;
    extent.tag = header.tag;
    extent.vr = header.vr;
    extent.isEncapsulated = header.length == undefined;
    extent.headerOffset = position;
    extent.headerLength = header.size;
    extent.valueOffset = position + header.size;
    const uint32_t index = append(CDCMTK_PIXELS, header.tag, header.vr, parent);
    if (extent.isEncapsulated) {
        if (measureFragments(extent.valueOffset, extent.valueLength) != CDCMTK_OK) return false;
        file->nodes[index].flags = CDCMTK_ENCAPSULATED;
    } else {
        if (extent.valueOffset > end || header.length > end - extent.valueOffset) return false;
        extent.valueLength = header.length;
    }
    file->nodes[index].offset = extent.valueOffset;
    file->nodes[index].length = extent.valueLength;
    leaveOut(header.size + extent.valueLength);
    file->pixels.push_back(extent);
    return true;
}

cdcmtk_status Scanner::measureFragments(uint64_t start, uint64_t &length) {
    uint64_t at = start;
    bool isDense = false;
    while (const uint8_t *found = bytes(at, 8, isDense)) {
        const uint32_t tag = tagNumber(found), itemLength = number32(found + 4);
        at += 8;
        if (tag == sequenceEnd) {
            length = at - start;
            return CDCMTK_OK;
        }
        if (tag != itemTag || itemLength == undefined) return CDCMTK_MALFORMED;
        if (itemLength > end - at) return CDCMTK_TRUNCATED;
        at += itemLength;
        isDense = itemLength < 4096;
    }
    return CDCMTK_TRUNCATED;
}
