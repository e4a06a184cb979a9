// SPDX-License-Identifier: Apache-2.0

#include "BlocksStream.hpp"

#include "BlocksFailure.hpp"

#include <algorithm>

namespace blocks {
namespace {

enum Marker : uint8_t {
    SOF0 = 0xC0, SOF1 = 0xC1, DHT = 0xC4, SOF15 = 0xCF, RST0 = 0xD0, RST7 = 0xD7, SOI = 0xD8, EOI = 0xD9, SOS = 0xDA, DQT = 0xDB, DNL = 0xDC,
    DRI = 0xDD, DHP = 0xDE, EXP = 0xDF, APP0 = 0xE0, APP15 = 0xEF, JPG0 = 0xF0, JPG13 = 0xFD, COM = 0xFE
};

uint32_t ceilingOfRatio(uint64_t value, uint64_t divisor) { return static_cast<uint32_t>((value + divisor - 1) / divisor); }

/// Reads the content of one segment.
class Segment {
public:
    explicit Segment(Bytes bytes) : bytes(bytes) {}

    size_t left() const { return static_cast<size_t>(bytes.end - bytes.begin); }
    uint8_t byte() {
        require(left() >= 1);
        return *bytes.begin++;
    }
    uint16_t word() {
        const uint16_t upper = byte();
        return static_cast<uint16_t>(upper << 8 | byte());
    }
    /// Two numbers of four bits.
    std::array<uint8_t, 2> nibbles() {
        const uint8_t both = byte();
        return {static_cast<uint8_t>(both >> 4), static_cast<uint8_t>(both & 15)};
    }
    void end() const { require(left() == 0); }

private:
    Bytes bytes;
};

class Parser {
public:
    explicit Parser(Bytes bytes) : next(bytes.begin), end(bytes.end) {}

    Stream run() {
        const uint8_t *start = next;
        require(marker() == SOI && next == start + 2);
        stream.pieces.push_back({{start, next}, -1});
        for (;;) {
            start = next;
            const uint8_t code = marker();
            if (code == EOI) break;
            rejectOthers(code);
            const Bytes content = segment();
            stream.pieces.push_back({{start, next}, -1});
            read(code, Segment(content));
        }
        stream.pieces.push_back({{start, next}, -1});
        for (const Component &component : stream.frame.components) require(component.hasScan);
        require(!stream.frame.components.empty());
        requireNoSecondImage();
        return std::move(stream);
    }

private:
    /// Any number of bytes FF may stand before a marker.
    uint8_t marker() {
        require(end - next >= 2 && next[0] == 0xFF);
        while (next < end && *next == 0xFF) ++next;
        require(next < end);
        return *next++;
    }

    Bytes segment() {
        require(end - next >= 2);
        const ptrdiff_t length = next[0] << 8 | next[1];
        require(length >= 2 && length <= end - next);
        const Bytes content{next + 2, next + length};
        next += length;
        return content;
    }

    static void rejectOthers(uint8_t code) {
        const bool isOtherProcess = code > SOF1 && code <= SOF15 && code != DHT;
        const bool isOther = isOtherProcess || code == DNL || code == DHP || code == EXP || (code >= JPG0 && code <= JPG13);
        require(!isOther, PIXELCODEC_UNSUPPORTED);
        const bool isKnown = code == SOF0 || code == SOF1 || code == DHT || code == SOS || code == DQT || code == DRI || code == COM
            || (code >= APP0 && code <= APP15);
        require(isKnown);
    }

    void read(uint8_t code, Segment content) {
        switch (code) {
            case SOF0:
            case SOF1: readFrame(content, code == SOF0); break;
            case DHT: readHuffmanTables(content); break;
            case DQT: readQuantizers(content); break;
            case DRI:
                restartInterval = content.word();
                content.end();
                break;
            case SOS: readScan(content); break;
            default: break;
        }
    }

    void readFrame(Segment content, bool isBaseline) {
        Frame &frame = stream.frame;
        require(frame.components.empty());
        frame.precision = content.byte();
        require(frame.precision == 8 || (!isBaseline && frame.precision == 12));
        frame.rows = content.word();
        frame.columns = content.word();
        // Rows that only a DNL segment tells are not supported.
        require(frame.columns > 0);
        require(frame.rows > 0, PIXELCODEC_UNSUPPORTED);
        const uint8_t count = content.byte();
        require(count >= 1 && count <= 4);
        for (uint8_t index = 0; index < count; ++index) {
            Component component;
            component.identifier = content.byte();
            const auto factors = content.nibbles();
            component.horizontal = factors[0];
            component.vertical = factors[1];
            component.quantizer = content.byte();
            require(factors[0] >= 1 && factors[0] <= 4 && factors[1] >= 1 && factors[1] <= 4 && component.quantizer < 4);
            for (const Component &other : frame.components) require(other.identifier != component.identifier);
            frame.horizontal = std::max(frame.horizontal, component.horizontal);
            frame.vertical = std::max(frame.vertical, component.vertical);
            frame.components.push_back(component);
        }
        content.end();
        frame.unitsAcross = ceilingOfRatio(frame.columns, 8 * frame.horizontal);
        frame.unitsDown = ceilingOfRatio(frame.rows, 8 * frame.vertical);
        for (Component &component : frame.components) {
            component.across = ceilingOfRatio(ceilingOfRatio(uint64_t(frame.columns) * component.horizontal, frame.horizontal), 8);
            component.down = ceilingOfRatio(ceilingOfRatio(uint64_t(frame.rows) * component.vertical, frame.vertical), 8);
            component.paddedAcross = frame.unitsAcross * component.horizontal;
            component.paddedDown = frame.unitsDown * component.vertical;
        }
    }

    void readHuffmanTables(Segment content) {
        while (content.left() > 0) {
            const auto [kind, destination] = content.nibbles();
            require(kind < 2 && destination < 4);
            std::array<uint8_t, HuffmanTable::longest> counts;
            size_t total = 0;
            for (uint8_t &count : counts) total += count = content.byte();
            require(total <= 256 && total <= content.left());
            std::vector<uint8_t> symbols(total);
            for (uint8_t &symbol : symbols) symbol = content.byte();
            tables[kind][destination] = std::make_shared<const HuffmanTable>(counts, std::move(symbols));
        }
    }

    void readQuantizers(Segment content) {
        while (content.left() > 0) {
            const auto [precision, destination] = content.nibbles();
            require(precision < 2 && destination < 4);
            for (int index = 0; index < 64; ++index) {
                const uint16_t step = precision == 0 ? content.byte() : content.word();
                require(step > 0);
                if (index == 0) quanta[destination] = step;
            }
        }
    }

    void readScan(Segment content) {
        Frame &frame = stream.frame;
        Scan scan;
        const uint8_t count = content.byte();
        require(count >= 1 && count <= frame.components.size());
        uint32_t blocks = 0;
        for (uint8_t nth = 0; nth < count; ++nth) {
            const uint8_t identifier = content.byte();
            const auto destinations = content.nibbles();
            const auto found = std::find_if(
                frame.components.begin(), frame.components.end(), [=](const Component &one) { return one.identifier == identifier; });
            require(found != frame.components.end() && !found->hasScan && destinations[0] < 4 && destinations[1] < 4);
            found->hasScan = true;
            blocks += found->horizontal * found->vertical;
            const TableReference &dc = tables[0][destinations[0]], &ac = tables[1][destinations[1]];
            const int32_t quantum = quanta[found->quantizer];
            require(dc && ac && quantum > 0);
            scan.components.push_back({static_cast<size_t>(found - frame.components.begin()), destinations[0], destinations[1], quantum});
        }
        // Decoders read no more than ten blocks of a unit.
        require(count == 1 || blocks <= 10);
        require(content.byte() == 0 && content.byte() == 63 && content.byte() == 0);
        content.end();
        scan.tables = tables;
        scan.restartInterval = restartInterval;
        scan.coded = codedBytes();
        stream.pieces.back().scan = static_cast<int>(stream.scans.size());
        stream.scans.push_back(std::move(scan));
    }

    /// Goes to the marker behind the scan. What lies between has to be what the scan has coded, to the last bit.
    Bytes codedBytes() {
        const uint8_t *start = next;
        for (; end - next >= 2; ++next) {
            if (next[0] != 0xFF) continue;
            if (next[1] == 0 || (next[1] >= RST0 && next[1] <= RST7)) {
                ++next;
                continue;
            }
            const uint8_t *ahead = next;
            while (ahead < end && *ahead == 0xFF) ++ahead;
            require(ahead < end);
            if (*ahead >= RST0 && *ahead <= RST7) {
                next = ahead;
                continue;
            }
            require(*ahead != 0);
            return {start, next};
        }
        throw Failure{PIXELCODEC_UNREADABLE};
    }

    /// Bytes behind the end belong to nothing and are left out, unless another image starts among them.
    void requireNoSecondImage() const {
        for (const uint8_t *byte = next; byte + 1 < end; ++byte) require(byte[0] != 0xFF || byte[1] != SOI);
    }

    const uint8_t *next, *end;
    Stream stream;
    Tables tables;
    std::array<int32_t, 4> quanta{};
    uint32_t restartInterval = 0;
};

}  // namespace

Stream parse(Bytes bytes) { return Parser(bytes).run(); }

}  // namespace blocks
