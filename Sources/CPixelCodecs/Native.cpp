// SPDX-License-Identifier: Apache-2.0

#include "Native.hpp"

namespace codecs {

void cellsFromNative(const Form &form, const uint8_t *bytes, Cells cells) {
    if (form.bits == 1) {
        for (size_t index = 0; index < form.cells(); ++index) cells.put(index, bytes[index / 8] >> (index % 8) & 1);
        return;
    }
    const ConstCells native{bytes, form.cell};
    if (!form.isPlanar) {
        for (size_t index = 0; index < form.cells(); ++index) cells.put(index, native.get(index));
        return;
    }
    for (size_t pixel = 0; pixel < form.pixels(); ++pixel)
        for (uint32_t sample = 0; sample < form.samples; ++sample)
            cells.put(pixel * form.samples + sample, native.get(sample * form.pixels() + pixel));
}

std::vector<uint8_t> nativeFromCells(const Form &form, ConstCells cells) {
    std::vector<uint8_t> bytes(form.nativeBytes());
    if (form.bits == 1) {
        for (size_t index = 0; index < form.cells(); ++index) {
            require(cells.get(index) <= 1);
            bytes[index / 8] = uint8_t(bytes[index / 8] | cells.get(index) << (index % 8));
        }
        return bytes;
    }
    const Cells native{bytes.data(), form.cell};
    for (size_t pixel = 0; pixel < form.pixels(); ++pixel)
        for (uint32_t sample = 0; sample < form.samples; ++sample)
            native.put(form.isPlanar ? sample * form.pixels() + pixel : pixel * form.samples + sample, cells.get(pixel * form.samples + sample));
    return bytes;
}

void decodeNative(const Form &form, Bytes bytes, Cells cells, pixelcodec_stream &) {
    if (form.isSubsampled) unsupported();
    const size_t needed = form.nativeBytes();
    require(bytes.count == needed || bytes.count == needed + needed % 2);
    cellsFromNative(form, bytes.start, cells);
}

void encodeNative(const Form &form, const pixelcodec_stream &, ConstCells cells, Sink sink) { sink.write(nativeFromCells(form, cells)); }

}  // namespace codecs
