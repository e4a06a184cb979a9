// SPDX-License-Identifier: Apache-2.0

#include "Codec.hpp"

#include <algorithm>
#include <cstdlib>

namespace codecs {

namespace {

const size_t categories = 17;

/// A prefix code for the categories of differences, by the procedure of the standard (K.2): at most 16 bits, no code of ones alone.
struct Code {
    uint8_t counts[17] = {};
    std::vector<uint8_t> values;
    uint32_t bits[categories] = {};
    int lengths[categories] = {};

    explicit Code(const uint64_t *used) {
        uint64_t weights[categories + 1];
        int parents[categories + 1], sizes[categories + 1] = {};
        std::copy(used, used + categories, weights);
        weights[categories] = 1;
        std::fill(std::begin(parents), std::end(parents), -1);
        for (;;) {
            const int least = smallest(weights, -1), next = smallest(weights, least);
            if (next < 0) break;
            weights[least] += weights[next];
            weights[next] = 0;
            join(least, next, parents, sizes);
        }
        int counted[categories + 2] = {};
        for (int size : sizes)
            if (size > 0) ++counted[size];
        shorten(counted);
        assign(used, counted, sizes);
    }

private:
    static int smallest(const uint64_t *weights, int but) {
        int found = -1;
        for (int index = 0; index <= int(categories); ++index)
            if (index != but && weights[index] != 0 && (found < 0 || weights[index] <= weights[found])) found = index;
        return found;
    }

    static void join(int first, int second, int *parents, int *sizes) {
        int last = first;
        for (;; last = parents[last]) {
            ++sizes[last];
            if (parents[last] < 0) break;
        }
        parents[last] = second;
        for (last = second; last >= 0; last = parents[last]) ++sizes[last];
    }

    static void shorten(int *counted) {
        for (int length = int(categories); length > 16; --length)
            while (counted[length] > 0) {
                int shorter = length - 2;
                while (counted[shorter] == 0) --shorter;
                counted[length] -= 2;
                ++counted[length - 1];
                counted[shorter + 1] += 2;
                --counted[shorter];
            }
        // The reserved code of ones is among the longest.
        int longest = 16;
        while (counted[longest] == 0) --longest;
        --counted[longest];
    }

    void assign(const uint64_t *used, const int *counted, const int *sizes) {
        for (size_t length = 1; length <= 16; ++length) counts[length] = uint8_t(counted[length]);
        for (int size = 1; size <= int(categories) + 1; ++size)
            for (size_t category = 0; category < categories; ++category)
                if (used[category] != 0 && sizes[category] == size) values.push_back(uint8_t(category));
        uint32_t code = 0;
        size_t index = 0;
        for (int length = 1; length <= 16; ++length, code <<= 1)
            for (int left = counts[length]; left > 0; --left, ++index, ++code) {
                bits[values[index]] = code;
                lengths[values[index]] = length;
            }
    }
};

class BitWriter {
public:
    explicit BitWriter(std::vector<uint8_t> &bytes) : bytes(bytes) {}

    void put(uint32_t value, int count) {
        buffer = buffer << count | value;
        held += count;
        for (; held >= 8; held -= 8) byte(uint8_t(buffer >> (held - 8)));
    }
    void finish() {
        if (held > 0) put((1u << (8 - held)) - 1, 8 - held);
    }

private:
    void byte(uint8_t value) {
        bytes.push_back(value);
        if (value == 0xFF) bytes.push_back(0);
    }

    std::vector<uint8_t> &bytes;
    uint64_t buffer = 0;
    int held = 0;
};

int categoryOf(int32_t difference) {
    int category = 0;
    for (uint32_t left = uint32_t(std::abs(difference)); left != 0; left >>= 1) ++category;
    return category;
}

/// Calls `body` with the component and the difference from the sample to the left, from -32767 to 32768, of each sample.
template <typename Body> void forEachDifference(const Form &form, ConstCells cells, uint32_t bits, Body &&body) {
    const size_t line = size_t(form.columns) * form.samples;
    for (size_t index = 0; index < form.cells(); ++index) {
        const size_t inLine = index % line;
        const uint32_t foretold = inLine >= form.samples ? cells.get(index - form.samples)
                                  : index >= line       ? cells.get(index - line)
                                                        : uint32_t(1) << (bits - 1);
        int32_t difference = int32_t(cells.get(index)) - int32_t(foretold);
        if (difference > 32768) difference -= 65536;
        if (difference < -32767) difference += 65536;
        body(inLine % form.samples, difference);
    }
}

std::vector<uint8_t> header(const Form &form, const pixelcodec_stream &stream, const std::vector<Code> &codes) {
    std::vector<uint8_t> bytes = {0xFF, 0xD8, 0xFF, 0xC3};
    append16(bytes, 8 + 3 * form.samples);
    bytes.push_back(uint8_t(stream.bits));
    append16(bytes, form.rows);
    append16(bytes, form.columns);
    bytes.push_back(uint8_t(form.samples));
    // Readers know red, green and blue by the names of the components.
    const bool isNamed = form.samples == 3 && stream.is_rgb;
    const auto name = [&](uint32_t sample) { return uint8_t(isNamed ? "RGB"[sample] : int(sample) + 1); };
    for (uint32_t sample = 0; sample < form.samples; ++sample) bytes.insert(bytes.end(), {name(sample), 0x11, 0});
    for (uint32_t sample = 0; sample < form.samples; ++sample) {
        const Code &code = codes[sample];
        append16(bytes, 0xFFC4);
        append16(bytes, uint32_t(19 + code.values.size()));
        bytes.push_back(uint8_t(sample));
        bytes.insert(bytes.end(), code.counts + 1, code.counts + 17);
        bytes.insert(bytes.end(), code.values.begin(), code.values.end());
    }
    append16(bytes, 0xFFDA);
    append16(bytes, 6 + 2 * form.samples);
    bytes.push_back(uint8_t(form.samples));
    for (uint32_t sample = 0; sample < form.samples; ++sample) bytes.insert(bytes.end(), {name(sample), uint8_t(sample << 4)});
    bytes.insert(bytes.end(), {1, 0, 0});  // predictor 1, no point transform
    return bytes;
}

}  // namespace

void encodeLosslessJPEG(const Form &form, const pixelcodec_stream &stream, ConstCells cells, Sink sink) {
    if (stream.bits < 2 || stream.bits > 16) unsupported();
    for (size_t index = 0; index < form.cells(); ++index) require(cells.get(index) >> stream.bits == 0);
    uint64_t used[3][categories] = {};
    forEachDifference(form, cells, stream.bits, [&](size_t sample, int32_t difference) { ++used[sample][categoryOf(difference)]; });
    std::vector<Code> codes;
    for (uint32_t sample = 0; sample < form.samples; ++sample) codes.emplace_back(used[sample]);

    std::vector<uint8_t> bytes = header(form, stream, codes);
    BitWriter bits(bytes);
    forEachDifference(form, cells, stream.bits, [&](size_t sample, int32_t difference) {
        const int category = categoryOf(difference);
        const Code &code = codes[sample];
        bits.put(code.bits[category], code.lengths[category]);
        if (category == 0 || category == 16) return;
        bits.put(uint32_t(difference < 0 ? difference - 1 : difference) & ((1u << category) - 1), category);
    });
    bits.finish();
    append16(bytes, 0xFFD9);
    sink.write(bytes);
}

}  // namespace codecs
