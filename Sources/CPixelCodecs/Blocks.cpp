// SPDX-License-Identifier: Apache-2.0

#include "BlocksScan.hpp"

#include <new>

namespace blocks {
namespace {

pixelcodec_box clipped(pixelcodec_box box, const Frame &frame) {
    const auto columns = static_cast<int32_t>(frame.columns), rows = static_cast<int32_t>(frame.rows);
    const pixelcodec_box result{std::max(box.left, 0), std::max(box.top, 0), std::min(box.right, columns), std::min(box.bottom, rows)};
    return result.left < result.right && result.top < result.bottom ? result : pixelcodec_box{0, 0, 0, 0};
}

/// One direction of a box.
struct Reach {
    uint32_t first, end;
};

/// The blocks that hold samples of pixels.
/// - factor, largest: The sampling factors of the component, and of the frame.
/// - visible, padded: Blocks of the component. What lies behind the last of its pixels goes along with it.
Reach blocksOf(Reach pixels, uint32_t factor, uint32_t largest, uint32_t visible, uint32_t padded) {
    const uint32_t first = pixels.first * factor / largest / 8;
    const uint32_t end = (pixels.end * factor + largest * 8 - 1) / (largest * 8);
    return {first, end >= visible ? padded : end};
}

/// The pixels to which blocks give samples.
Reach pixelsOf(Reach blocks, uint32_t factor, uint32_t largest, uint32_t bound) {
    const uint64_t first = uint64_t(blocks.first) * 8 * largest / factor;
    const uint64_t end = (uint64_t(blocks.end) * 8 * largest + factor - 1) / factor;
    return {static_cast<uint32_t>(std::min<uint64_t>(first, bound)), static_cast<uint32_t>(std::min<uint64_t>(end, bound))};
}

/// - Returns: The box grown to the edges of all blocks that it touches, in pixels.
pixelcodec_box spread(pixelcodec_box box, const Frame &frame, std::vector<Blanking> &blankings) {
    pixelcodec_box touched = clipped(box, frame);
    if (touched.left >= touched.right) return touched;
    const Reach columns{static_cast<uint32_t>(touched.left), static_cast<uint32_t>(touched.right)};
    const Reach rows{static_cast<uint32_t>(touched.top), static_cast<uint32_t>(touched.bottom)};
    for (size_t index = 0; index < frame.components.size(); ++index) {
        const Component &component = frame.components[index];
        const Reach across = blocksOf(columns, component.horizontal, frame.horizontal, component.across, component.paddedAcross);
        const Reach down = blocksOf(rows, component.vertical, frame.vertical, component.down, component.paddedDown);
        blankings[index].boxes.push_back({across.first, down.first, across.end, down.end});
        const Reach wide = pixelsOf(across, component.horizontal, frame.horizontal, frame.columns);
        const Reach high = pixelsOf(down, component.vertical, frame.vertical, frame.rows);
        touched.left = std::min(touched.left, static_cast<int32_t>(wide.first));
        touched.right = std::max(touched.right, static_cast<int32_t>(wide.end));
        touched.top = std::min(touched.top, static_cast<int32_t>(high.first));
        touched.bottom = std::max(touched.bottom, static_cast<int32_t>(high.end));
    }
    return touched;
}

/// What a scan is written with.
struct ScanTables {
    Tables tables;
    std::vector<uint8_t> segments;  ///< DHT of those that the stream does not have at this place
};

/// Reads every scan to its end, and makes new tables where a blanked block needs a symbol that those of the stream lack.
std::vector<ScanTables> rehearse(const Stream &stream, const std::vector<Blanking> &blankings) {
    std::vector<ScanTables> result;
    bool isReplaced[2][4] = {};
    for (const Scan &scan : stream.scans) {
        SymbolCounter counter;
        ScanCopy<SymbolCounter>(stream.frame, scan, blankings, counter).run();
        ScanTables own{scan.tables, {}};
        for (uint8_t kind = 0; kind < 2; ++kind) {
            for (uint8_t destination = 0; destination < 4; ++destination) {
                const SymbolCounts &needed = counter.counts[kind][destination];
                const bool isUsed = std::any_of(needed.begin(), needed.end(), [](uint64_t count) { return count != 0; });
                if (!isUsed) continue;
                TableReference &table = own.tables[kind][destination];
                const bool isMissing = !table->holds(needed);
                if (isMissing) table = std::make_shared<const HuffmanTable>(HuffmanTable::best(needed));
                // A table that was replaced once stands again before each later scan that uses its place.
                isReplaced[kind][destination] |= isMissing;
                if (!isReplaced[kind][destination]) continue;
                const auto segment = table->segment(static_cast<uint8_t>(kind << 4 | destination));
                own.segments.insert(own.segments.end(), segment.begin(), segment.end());
            }
        }
        result.push_back(std::move(own));
    }
    return result;
}

void write(const Stream &stream, const std::vector<Blanking> &blankings, const std::vector<ScanTables> &tables, Output &output) {
    for (const Piece &piece : stream.pieces) {
        const auto length = static_cast<size_t>(piece.bytes.end - piece.bytes.begin);
        if (piece.scan < 0) {
            output.bytes(piece.bytes.begin, length);
            continue;
        }
        const auto index = static_cast<size_t>(piece.scan);
        const ScanTables &own = tables[index];
        output.bytes(own.segments.data(), own.segments.size());
        output.bytes(piece.bytes.begin, length);
        SymbolWriter writer(own.tables, output);
        ScanCopy<SymbolWriter>(stream.frame, stream.scans[index], blankings, writer).run();
    }
    output.flush();
}

void blank(
    const pixelcodec_form &form, Bytes bytes, const pixelcodec_box *boxes, size_t count, const int32_t *fill, pixelcodec_box *touched,
    Output &output) {
    const Stream stream = parse(bytes);
    const Frame &frame = stream.frame;
    require(frame.columns == form.columns && frame.rows == form.rows && frame.components.size() == form.samples);
    require(frame.precision <= form.bits_allocated);
    std::vector<Blanking> blankings(frame.components.size());
    for (size_t index = 0; index < blankings.size(); ++index) blankings[index].fill = fill[index];
    std::vector<pixelcodec_box> grown;
    for (size_t index = 0; index < count; ++index) grown.push_back(spread(boxes[index], frame, blankings));
    // Nothing is written before everything is read.
    const std::vector<ScanTables> tables = rehearse(stream, blankings);
    write(stream, blankings, tables, output);
    std::copy(grown.begin(), grown.end(), touched);
}

}  // namespace
}  // namespace blocks

pixelcodec_status pixelcodec_blank_blocks(
    const pixelcodec_form *form, const uint8_t *bytes, size_t count, const pixelcodec_box *boxes, size_t box_count, const int32_t *fill,
    pixelcodec_box *touched, pixelcodec_sink sink, void *context) {
    try {
        blocks::Output output(sink, context);
        blocks::blank(*form, {bytes, bytes + count}, boxes, box_count, fill, touched, output);
        return PIXELCODEC_OK;
    } catch (const blocks::Failure &failure) {
        return failure.status;
    } catch (const std::bad_alloc &) {
        return PIXELCODEC_NO_MEMORY;
    } catch (...) {
        return PIXELCODEC_UNREADABLE;
    }
}
