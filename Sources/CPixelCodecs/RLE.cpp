// SPDX-License-Identifier: Apache-2.0

#include "Native.hpp"

#include <cstring>

namespace codecs {

namespace {

const size_t headerBytes = 64, mostSegments = 15;

/// Fills `count` bytes, `step` bytes apart, from one segment of PackBits.
void unpack(Bytes segment, uint8_t *target, size_t count, size_t step) {
    size_t at = 0, filled = 0;
    while (filled < count) {
        require(at < segment.count);
        const uint8_t control = segment[at++];
        if (control == 128) continue;
        const size_t run = control < 128 ? control + 1u : 257u - control;
        require(run <= count - filled);
        if (control < 128) {
            require(run <= segment.count - at);
            for (size_t index = 0; index < run; ++index) target[(filled + index) * step] = segment[at + index];
            at += run;
        } else {
            require(at < segment.count);
            for (size_t index = 0; index < run; ++index) target[(filled + index) * step] = segment[at];
            ++at;
        }
        filled += run;
    }
}

/// Packs one row: the standard keeps runs inside of rows.
void pack(const std::vector<uint8_t> &row, std::vector<uint8_t> &segment) {
    size_t at = 0;
    while (at < row.size()) {
        size_t run = 1;
        while (run < 128 && at + run < row.size() && row[at + run] == row[at]) ++run;
        if (run > 1) {
            segment.push_back(uint8_t(257 - run));
            segment.push_back(row[at]);
            at += run;
            continue;
        }
        // Literals go on until three equal bytes come.
        size_t end = at + 1;
        while (end < row.size() && end - at < 128) {
            if (end + 2 < row.size() && row[end] == row[end + 1] && row[end] == row[end + 2]) break;
            ++end;
        }
        segment.push_back(uint8_t(end - at - 1));
        segment.insert(segment.end(), row.begin() + ptrdiff_t(at), row.begin() + ptrdiff_t(end));
        at = end;
    }
}

void putLittle32(std::vector<uint8_t> &bytes, size_t at, size_t value) {
    for (int byte = 0; byte < 4; ++byte) bytes[at + size_t(byte)] = uint8_t(value >> (8 * byte));
}

}  // namespace

void decodeRLE(const Form &form, Bytes bytes, Cells cells, pixelcodec_stream &) {
    require(bytes.count >= headerBytes);
    const size_t segments = bytes.little32(0);
    require(segments == form.samples * form.cell);
    std::vector<uint8_t> packed(form.bits == 1 ? form.nativeBytes() : 0);
    for (size_t index = 0; index < segments; ++index) {
        const size_t start = bytes.little32(4 + 4 * index);
        const size_t end = index + 1 < segments ? bytes.little32(8 + 4 * index) : bytes.count;
        require(start >= headerBytes && start <= end && end <= bytes.count);
        const Bytes segment{bytes.start + start, end - start};
        if (form.bits == 1) {
            if (form.samples != 1) unsupported();
            unpack(segment, packed.data(), packed.size(), 1);
            cellsFromNative(form, packed.data(), cells);
        } else {
            // The most significant byte of a component comes first.
            const size_t sample = index / form.cell, byte = form.cell - 1 - index % form.cell;
            unpack(segment, cells.start + sample * form.cell + byte, form.pixels(), form.samples * form.cell);
        }
    }
}

void encodeRLE(const Form &form, const pixelcodec_stream &, ConstCells cells, Sink sink) {
    const size_t segments = form.samples * form.cell;
    if (segments > mostSegments || (form.bits == 1 && form.samples != 1)) unsupported();
    std::vector<uint8_t> header(headerBytes), body, row(form.columns);
    putLittle32(header, 0, segments);
    for (size_t index = 0; index < segments; ++index) {
        require(body.size() < UINT32_MAX - headerBytes);
        putLittle32(header, 4 + 4 * index, headerBytes + body.size());
        if (form.bits == 1) {
            pack(nativeFromCells(form, cells), body);
        } else {
            const size_t sample = index / form.cell, byte = form.cell - 1 - index % form.cell;
            const uint8_t *start = cells.start + sample * form.cell + byte;
            for (uint32_t line = 0; line < form.rows; ++line) {
                for (uint32_t column = 0; column < form.columns; ++column)
                    row[column] = start[(size_t(line) * form.columns + column) * form.samples * form.cell];
                pack(row, body);
            }
        }
        if (body.size() % 2 != 0) body.push_back(0);
    }
    sink.write(header);
    sink.write(body);
}

}  // namespace codecs
