// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "BlocksBits.hpp"

#include <algorithm>
#include <cstdlib>

namespace blocks {

/// Blocks of one component, half-open.
struct BlockBox {
    uint32_t left, top, right, bottom;
};

/// What becomes of one component.
struct Blanking {
    std::vector<BlockBox> boxes;
    int32_t fill = 0;
};

/// The DC coefficient of a block that decodes to one value: within half a step of it, which is a sixteenth of the quantum in sample values.
/// For the ends of the range it is the step beyond, from where decoders come back to the end itself.
inline int32_t levelOfFill(int32_t fill, int32_t quantum, int precision) {
    const int32_t highest = (1 << precision) - 1;
    const int32_t scaled = (std::clamp(fill, 0, highest) - (1 << (precision - 1))) * 8;
    const bool isEnd = (fill <= 0 || fill >= highest) && quantum <= 8 << precision;
    const int32_t rounding = isEnd ? quantum - 1 : quantum / 2;
    return (scaled < 0 ? scaled - rounding : scaled + rounding) / quantum;
}

/// Reads all blocks of a scan and hands their symbols on, those of blanked blocks replaced and the prediction of DC done anew.
/// All others keep the symbols that they have, so that their coefficients cannot change.
template <typename Target>
class ScanCopy {
public:
    ScanCopy(const Frame &frame, const Scan &scan, const std::vector<Blanking> &blankings, Target &target)
        : frame(frame), scan(scan), target(target), reader(scan.coded) {
        for (const ScanComponent &one : scan.components) {
            const Component &component = frame.components[one.index];
            const bool isAlone = scan.components.size() == 1;
            Part part{one, component, blankings[one.index], isAlone};
            part.level = levelOfFill(part.blanking.fill, one.quantum, frame.precision);
            part.unitAcross = isAlone ? 1 : component.horizontal;
            part.unitDown = isAlone ? 1 : component.vertical;
            part.rowLength = isAlone ? component.across : component.paddedAcross;
            part.dc = scan.tables[0][one.dc].get();
            part.ac = scan.tables[1][one.ac].get();
            require(!part.dc->hasSymbolAbove(15));
            parts.push_back(std::move(part));
        }
    }

    void run() {
        const bool isAlone = parts.size() == 1;
        const uint32_t across = isAlone ? parts[0].component.across : frame.unitsAcross;
        const uint32_t down = isAlone ? parts[0].component.down : frame.unitsDown;
        uint32_t untilRestart = scan.restartInterval;
        int nextRestart = 0;
        for (uint32_t row = 0; row < down; ++row) {
            for (Part &part : parts) part.enterRow(row);
            for (uint32_t column = 0; column < across; ++column) {
                if (scan.restartInterval > 0) {
                    if (untilRestart == 0) {
                        restart(nextRestart);
                        nextRestart = (nextRestart + 1) & 7;
                        untilRestart = scan.restartInterval;
                    }
                    --untilRestart;
                }
                for (Part &part : parts) copyUnit(part, column);
            }
        }
        reader.endOfScan();
        target.end();
    }

private:
    struct Part {
        ScanComponent scan;
        const Component &component;
        const Blanking &blanking;
        bool isAlone;
        int32_t level = 0;
        uint32_t unitAcross = 1, unitDown = 1, rowLength = 0;
        const HuffmanTable *dc = nullptr, *ac = nullptr;
        int32_t predictionIn = 0, predictionOut = 0;
        std::vector<uint8_t> isBlanked{};  ///< of the blocks of this row of units
        bool hasBlanked = false;

        void enterRow(uint32_t row) {
            hasBlanked = false;
            for (const BlockBox &box : blanking.boxes) {
                for (uint32_t inner = 0; inner < unitDown; ++inner) {
                    const uint32_t blockRow = row * unitDown + inner;
                    if (blockRow < box.top || blockRow >= box.bottom) continue;
                    if (!hasBlanked) isBlanked.assign(size_t(rowLength) * unitDown, 0);
                    hasBlanked = true;
                    const auto start = isBlanked.begin() + static_cast<ptrdiff_t>(size_t(rowLength) * inner);
                    const uint32_t right = std::min(box.right, rowLength);
                    if (box.left < right) std::fill(start + box.left, start + right, uint8_t(1));
                }
            }
        }
    };

    void restart(int nth) {
        reader.restart(nth);
        target.restart(nth);
        for (Part &part : parts) part.predictionIn = part.predictionOut = 0;
    }

    void copyUnit(Part &part, uint32_t column) {
        for (uint32_t inner = 0; inner < part.unitDown; ++inner) {
            for (uint32_t nth = 0; nth < part.unitAcross; ++nth) {
                const size_t index = size_t(part.rowLength) * inner + size_t(column) * part.unitAcross + nth;
                copyBlock(part, part.hasBlanked && part.isBlanked[index] != 0);
            }
        }
    }

    void copyBlock(Part &part, bool isBlanked) {
        const int size = reader.symbol(*part.dc);
        require(size <= frame.bitsOfDifference());
        const auto bits = static_cast<int32_t>(reader.bits(size));
        const int32_t half = size == 0 ? 0 : 1 << (size - 1);
        part.predictionIn += bits >= half ? bits : bits - 2 * half + 1;
        const int32_t bound = 1 << frame.bitsOfDifference();
        require(part.predictionIn > -bound && part.predictionIn < bound);
        writeDifference(part, isBlanked ? part.level : part.predictionIn);

        for (int index = 1; index < 64;) {
            const uint8_t symbol = reader.symbol(*part.ac);
            const int length = symbol & 15, zeros = symbol >> 4;
            require(length < frame.bitsOfDifference() && (length > 0 || zeros == 0 || zeros == 15));
            const uint32_t extra = reader.bits(length);
            if (!isBlanked) target.symbol(1, part.scan.ac, symbol, extra);
            if (symbol == 0) break;
            index += zeros + 1;
            require(index <= 64);
        }
        if (isBlanked) target.symbol(1, part.scan.ac, 0, 0);
    }

    void writeDifference(Part &part, int32_t value) {
        const int32_t difference = value - part.predictionOut;
        part.predictionOut = value;
        int size = 0;
        while (size < 31 && std::abs(difference) >> size != 0) ++size;
        require(size <= frame.bitsOfDifference());
        const int32_t bits = difference < 0 ? difference - 1 : difference;
        target.symbol(0, part.scan.dc, static_cast<uint8_t>(size), static_cast<uint32_t>(bits));
    }

    const Frame &frame;
    const Scan &scan;
    Target &target;
    BitReader reader;
    std::vector<Part> parts;
};

}  // namespace blocks
