// SPDX-License-Identifier: Apache-2.0
#include "Scan.hpp"

#include <algorithm>

namespace {

struct Row {
    uint32_t tag, upper;
    uint16_t letters;
};

std::vector<Row> rows;    // sorted by tag
std::vector<Row> ranges;  // of repeating groups

}  // namespace

void setDictionary(const cdcmtk_dictionary_entry *entries, size_t count) {
    rows.clear();
    ranges.clear();
    for (const cdcmtk_dictionary_entry *entry = entries; entry != entries + count; entry++) {
        const auto letters = static_cast<uint16_t>(entry->vr[0] << 8 | entry->vr[1]);
        (entry->tag == entry->upper ? rows : ranges).push_back({entry->tag, entry->upper, letters});
    }
    std::sort(rows.begin(), rows.end(), [](const Row &left, const Row &right) { return left.tag < right.tag; });
}

uint16_t dictionaryLetters(uint32_t tag) {
    const uint32_t group = tag >> 16, element = tag & 0xFFFF;
    if (element == 0) return 'U' << 8 | 'L';
    if (group % 2 != 0) return element >= 0x10 && element <= 0xFF ? 'L' << 8 | 'O' : 0;
    const auto row = std::lower_bound(rows.begin(), rows.end(), tag, [](const Row &left, uint32_t right) { return left.tag < right; });
    if (row != rows.end() && row->tag == tag) return row->letters;
    for (const Row &range : ranges) {
        const bool isGroup = group >= range.tag >> 16 && group <= range.upper >> 16;
        if (isGroup && element >= (range.tag & 0xFFFF) && element <= (range.upper & 0xFFFF)) return range.letters;
    }
    return 0;
}

void forEachRow(const std::function<void(uint32_t tag, uint32_t upper, const char *vr)> &body) {
    for (const auto *list : {&rows, &ranges}) {
        for (const Row &row : *list) {
            const char vr[3] = {static_cast<char>(row.letters >> 8), static_cast<char>(row.letters & 0xFF), 0};
            body(row.tag, row.upper, vr);
        }
    }
}
