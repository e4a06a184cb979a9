// SPDX-License-Identifier: Apache-2.0

#include "JPEGReader.hpp"

namespace codecs {

namespace {

/// Process 14: every sample is the difference from what its neighbours foretell.
class Decoder : public JPEGReader {
public:
    Decoder(const Form &form, Bytes bytes, Cells cells) : JPEGReader(form, bytes, true), cells(cells) {}

    bool hasPointTransform = false;

private:
    struct Lines {
        const HuffmanDecoder *code;
        uint32_t component;
        std::vector<int32_t> above, current;
    };
    Cells cells;

    void begin() override {
        for (const JPEGComponent &component : components)
            if (components.size() > 1 && (component.across != 1 || component.down != 1)) unsupported();
    }

    void decode(const JPEGScan &scan, BitReader &bits) override {
        require(scan.start >= 1 && scan.start <= 7 && scan.end == 0 && scan.high == 0 && scan.low < precision);
        if (restartInterval % form.columns != 0) unsupported();
        hasPointTransform = hasPointTransform || scan.low != 0;
        std::vector<Lines> all;
        for (const JPEGScan::Part &part : scan.parts)
            all.push_back({part.first, part.component, std::vector<int32_t>(form.columns), std::vector<int32_t>(form.columns)});

        const uint32_t depth = precision - scan.low;
        bool isFirst = true;
        for (uint32_t row = 0; row < form.rows; ++row) {
            if (restarts(bits, size_t(row) * form.columns)) isFirst = true;
            for (uint32_t column = 0; column < form.columns; ++column)
                for (Lines &lines : all) {
                    const int32_t foretold = prediction(lines, column, isFirst, scan.start, depth);
                    const int32_t value = (foretold + next(bits, *lines.code)) & 0xFFFF;
                    require(value >> depth == 0);
                    lines.current[column] = value;
                    cells.put((size_t(row) * form.columns + column) * form.samples + lines.component, uint32_t(value) << scan.low);
                }
            for (Lines &lines : all) lines.above.swap(lines.current);
            isFirst = false;
        }
    }

    static int32_t next(BitReader &bits, const HuffmanDecoder &code) {
        const int category = code.symbol(bits);
        require(category <= 16);
        return category == 16 ? 32768 : difference(bits, category);
    }

    static int32_t prediction(const Lines &lines, uint32_t column, bool isFirst, uint32_t predictor, uint32_t depth) {
        if (column == 0) return isFirst ? int32_t(1) << (depth - 1) : lines.above[0];
        const int32_t left = lines.current[column - 1];
        if (isFirst) return left;
        const int32_t above = lines.above[column], corner = lines.above[column - 1];
        switch (predictor) {
        case 1: return left;
        case 2: return above;
        case 3: return corner;
        case 4: return left + above - corner;
        case 5: return left + ((above - corner) >> 1);
        case 6: return above + ((left - corner) >> 1);
        default: return (left + above) >> 1;
        }
    }
};

}  // namespace

void decodeLosslessJPEG(const Form &form, Bytes bytes, Cells cells, pixelcodec_stream &stream) {
    Decoder decoder(form, bytes, cells);
    decoder.read();
    stream.bits = uint16_t(decoder.precision);
    stream.is_rgb = decoder.isRGB();
    stream.is_lossy = decoder.hasPointTransform;
}

}  // namespace codecs
