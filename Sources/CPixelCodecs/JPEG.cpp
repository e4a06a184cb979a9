// SPDX-License-Identifier: Apache-2.0

#include "JPEGTransform.hpp"
#include "JPEGReader.hpp"

#include <algorithm>

namespace codecs {

namespace {

uint32_t dividedUp(uint32_t value, uint32_t by) { return (value + by - 1) / by; }

/// Baseline and extended sequential images, whose components stay as they are stored.
class Decoder : public JPEGReader {
public:
    Decoder(const Form &form, Bytes bytes) : JPEGReader(form, bytes, false) {}

    /// A sample stands for all pixels that its component has it for: so no pixel takes from a block beside its own.
    void fill(Cells cells) const {
        for (uint32_t sample = 0; sample < form.samples; ++sample) {
            const JPEGComponent &component = components[sample];
            const Plane &plane = planes[sample];
            for (uint32_t row = 0; row < form.rows; ++row) {
                const uint16_t *line = plane.samples.data() + size_t(row * component.down / mostDown) * plane.columns;
                size_t index = size_t(row) * form.columns * form.samples + sample;
                for (uint32_t column = 0; column < form.columns; ++column, index += form.samples)
                    cells.put(index, line[column * component.across / mostAcross]);
            }
        }
    }

private:
    struct Plane {
        std::vector<uint16_t> samples;
        uint32_t columns;
    };
    std::vector<Plane> planes;
    uint32_t mostAcross = 1, mostDown = 1;

    void begin() override {
        // A single component is not interleaved, whatever its factors.
        if (components.size() == 1) components[0].across = components[0].down = 1;
        for (const JPEGComponent &component : components) {
            mostAcross = std::max(mostAcross, component.across);
            mostDown = std::max(mostDown, component.down);
        }
        for (const JPEGComponent &component : components) {
            const uint32_t columns = dividedUp(form.columns, 8 * mostAcross) * component.across * 8;
            const uint32_t rows = dividedUp(form.rows, 8 * mostDown) * component.down * 8;
            planes.push_back({std::vector<uint16_t>(size_t(columns) * rows), columns});
        }
    }

    void decode(const JPEGScan &scan, BitReader &bits) override {
        // A sequential scan has no use for the band; some writers leave its end at 0.
        require(scan.start == 0 && (scan.end == 63 || scan.end == 0) && scan.high == 0 && scan.low == 0);
        for (const JPEGScan::Part &part : scan.parts) require(hasQuantization[components[part.component].quantization]);
        int32_t predictions[4] = {};
        const bool isInterleaved = scan.parts.size() > 1;
        const JPEGComponent &only = components[scan.parts[0].component];
        const uint32_t across = isInterleaved ? dividedUp(form.columns, 8 * mostAcross)
                                              : dividedUp(dividedUp(form.columns * only.across, mostAcross), 8);
        const uint32_t down = isInterleaved ? dividedUp(form.rows, 8 * mostDown) : dividedUp(dividedUp(form.rows * only.down, mostDown), 8);
        for (size_t unit = 0; unit < size_t(across) * down; ++unit) {
            if (restarts(bits, unit)) std::fill(std::begin(predictions), std::end(predictions), 0);
            const uint32_t column = uint32_t(unit % across), row = uint32_t(unit / across);
            for (const JPEGScan::Part &part : scan.parts) {
                const JPEGComponent &component = components[part.component];
                const uint32_t blocksAcross = isInterleaved ? component.across : 1, blocksDown = isInterleaved ? component.down : 1;
                for (uint32_t y = 0; y < blocksDown; ++y)
                    for (uint32_t x = 0; x < blocksAcross; ++x)
                        block(part, bits, predictions[part.component], column * blocksAcross + x, row * blocksDown + y);
            }
        }
    }

    void block(const JPEGScan::Part &part, BitReader &bits, int32_t &prediction, uint32_t column, uint32_t row) {
        const uint16_t *steps = quantization[components[part.component].quantization];
        int64_t coefficients[64] = {};
        const int category = part.first->symbol(bits);
        require(category <= 15);
        prediction += difference(bits, category);
        require(prediction > -(1 << 20) && prediction < 1 << 20);
        coefficients[0] = int64_t(prediction) * steps[0];
        for (int place = 1; place < 64; ++place) {
            const int symbol = part.second->symbol(bits), run = symbol >> 4, size = symbol & 15;
            if (size == 0) {
                if (run != 15) break;
                place += 15;
                require(place < 64);
                continue;
            }
            place += run;
            require(place < 64);
            coefficients[zigzag[place]] = int64_t(difference(bits, size)) * steps[zigzag[place]];
        }
        Plane &plane = planes[part.component];
        inverseTransform(coefficients, precision, plane.samples.data() + size_t(row) * 8 * plane.columns + size_t(column) * 8, plane.columns);
    }
};

}  // namespace

void decodeJPEG(const Form &form, Bytes bytes, Cells cells, pixelcodec_stream &stream) {
    Decoder decoder(form, bytes);
    decoder.read();
    decoder.fill(cells);
    stream.bits = uint16_t(decoder.precision);
    stream.is_rgb = decoder.isRGB();
    stream.is_lossy = true;
}

}  // namespace codecs
