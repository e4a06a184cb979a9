// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "File.hpp"

#include <functional>

/// Reads headers of elements through a window over an open file, without the toolkit and without an object for each element.
///
/// It reads what is in every respect as PS3.5 and PS3.10 say, in Little Endian, which is nearly every file, and says no to all else:
/// the toolkit reads that, and what is to be mended is mended there.
class Scanner {
public:
    Scanner(int descriptor, uint64_t end) : descriptor(descriptor), end(end) {}

    /// Reads preamble, prefix and File Meta Information. `start` becomes the offset of the Data Set.
    bool readMeta(cdcmtk_file_info &info, uint64_t &start);

    /// Measures an encapsulated value, its items and their delimiter (PS3.5 section A.4).
    cdcmtk_status measureFragments(uint64_t start, uint64_t &length);

    /// Reads the Data Set into the nodes, segments and pixels of `file`, which stay empty where it cannot.
    bool readDataSet(cdcmtk_file &file, uint64_t start, bool isExplicit);

private:
    struct Header {
        uint32_t tag;
        uint16_t vr;  ///< 0 for items and delimiters
        uint32_t length;
        uint8_t size;
    };
    struct Bounds {
        uint64_t end;
        bool isUndefined;
    };

    const uint8_t *bytes(uint64_t offset, size_t count, bool isAhead = true);
    bool readHeader(Header &header, uint64_t limit, bool isExplicit);
    bool readItem(Bounds bounds, uint32_t parent, bool isExplicit, unsigned depth);
    bool readElement(const Header &header, Bounds bounds, uint32_t parent, bool isExplicit, unsigned depth);
    bool readSequence(const Header &header, Bounds bounds, uint32_t parent, bool isExplicit, unsigned depth);
    bool readPixels(const Header &header, uint32_t parent);
    bool beginsWithItem(uint64_t offset, uint32_t length);
    uint32_t append(cdcmtk_node_kind kind, uint32_t tag, uint16_t vr, uint32_t parent);
    void leaveOut(uint64_t length);

    const int descriptor;
    const uint64_t end;
    std::vector<uint8_t> window;
    uint64_t windowStart = 0;
    uint8_t apart[16];  ///< bytes read outside of the window

    cdcmtk_file *file = nullptr;
    uint64_t position = 0;
    uint64_t segmentStart = 0;    ///< in the file
    uint64_t segmentPlace = 0;    ///< of its first byte among the bytes of all segments
};

/// What the dictionary says of a tag: the two letters of a VR, or the toolkit's name for a choice of two; 0 for an unknown tag.
uint16_t dictionaryLetters(uint32_t tag);

/// Installs what `dictionaryLetters` looks up.
void setDictionary(const cdcmtk_dictionary_entry *entries, size_t count);

/// Hands over each row of the dictionary.
void forEachRow(const std::function<void(uint32_t tag, uint32_t upper, const char *vr)> &body);
