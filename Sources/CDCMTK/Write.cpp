// SPDX-License-Identifier: Apache-2.0
#include "File.hpp"
#include "Guard.hpp"

#include <dcmtk/dcmdata/dcostrma.h>
#include <dcmtk/dcmdata/dcwcache.h>

#include <algorithm>
#include <cstring>

namespace {

constexpr size_t bufferSize = 1 << 17;

/// Collects small writes and hands them to the sink in large ones.
class SinkConsumer : public DcmConsumer {
public:
    explicit SinkConsumer(const cdcmtk_sink &sink) : sink(sink) { buffer.reserve(bufferSize); }

    OFBool good() const override { return !failed; }
    OFCondition status() const override { return failed ? EC_InvalidStream : EC_Normal; }
    OFBool isFlushed() const override { return OFTrue; }  // what is collected here counts as written
    offile_off_t avail() const override { return 1 << 30; }
    offile_off_t write(const void *bytes, offile_off_t count) override {
        if (failed || count <= 0) return 0;
        const auto *start = static_cast<const uint8_t *>(bytes);
        if (buffer.size() + count > bufferSize) flush();
        if (static_cast<size_t>(count) >= bufferSize)
            failed = failed || !sink.write(sink.context, start, count);
        else
            buffer.insert(buffer.end(), start, start + count);
        return failed ? 0 : count;
    }
    void flush() override {
        if (!buffer.empty() && !failed) failed = !sink.write(sink.context, buffer.data(), buffer.size());
        buffer.clear();
    }

private:
    const cdcmtk_sink &sink;
    std::vector<uint8_t> buffer;
    bool failed = false;
};

class SinkStream : public DcmOutputStream {
public:
    explicit SinkStream(SinkConsumer &consumer) : DcmOutputStream(&consumer) {}
};

bool writeAll(DcmOutputStream &stream, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        const offile_off_t written = stream.write(bytes, count);
        if (stream.status().bad()) return false;
        if (written == 0) stream.flush();
        bytes += written;
        count -= written;
    }
    return true;
}

void putLength(std::vector<uint8_t> &header, uint32_t length, bool isBigEndian) {
    for (int byte = 0; byte < 4; byte++)
        header[header.size() - 4 + byte] = length >> (isBigEndian ? 24 - 8 * byte : 8 * byte);
}

/// Edits what of the chunk at `offset` of the value lies in a range. `next` is the first range that is not done.
/// Returns how many bytes of the chunk are left; they stand at its beginning.
size_t edit(uint8_t *chunk, uint64_t offset, size_t count, const std::vector<cdcmtk_pixel_edit> &edits, size_t &next) {
    size_t kept = 0, done = 0;
    const auto keep = [&](size_t until) {
        if (kept != done) memmove(chunk + kept, chunk + done, until - done);
        kept += until - done;
        done = until;
    };
    for (; next < edits.size() && edits[next].offset < offset + count; next++) {
        const uint64_t end = edits[next].offset + edits[next].length;
        const size_t from = std::max(edits[next].offset, offset) - offset, to = std::min<uint64_t>(end, offset + count) - offset;
        if (from < to && edits[next].fill != CDCMTK_LEAVE_OUT) memset(chunk + from, edits[next].fill, to - from);
        if (from < to && edits[next].fill == CDCMTK_LEAVE_OUT) {
            keep(from);
            done = to;
        }
        if (end > offset + count) break;
    }
    keep(count);
    return kept;
}

void applyMask(uint8_t *chunk, size_t count, const std::vector<uint8_t> &mask) {
    if (mask.empty()) return;
    uint8_t cells[8];
    for (size_t byte = 0; byte < 8; byte++) cells[byte] = mask[byte % mask.size()];
    uint64_t wide;
    memcpy(&wide, cells, 8);
    size_t place = 0;
    for (; place + 8 <= count; place += 8) {
        uint64_t word;
        memcpy(&word, chunk + place, 8);
        word &= wide;
        memcpy(chunk + place, &word, 8);
    }
    for (; place < count; place++) chunk[place] &= cells[place % 8];
}

/// Copies Pixel Data from the input as it is, but for what is edited, past the sink's eyes.
cdcmtk_status splice(cdcmtk_file &file, const PixelExtent &extent, DcmOutputStream &stream, const cdcmtk_sink &sink) {
    std::vector<uint8_t> header(extent.headerLength);
    if (!readFully(file.data->descriptor, extent.headerOffset, header.data(), header.size())) return CDCMTK_CANNOT_READ;
    if (!extent.isEncapsulated) putLength(header, static_cast<uint32_t>(extent.keptLength), file.info.is_big_endian);
    if (!writeAll(stream, header.data(), header.size())) return CDCMTK_CANNOT_WRITE;

    std::vector<uint8_t> chunk(std::min<uint64_t>(extent.valueLength, 1 << 18));
    size_t nextEdit = 0;
    uint64_t written = 0;
    // What is left out at the end is not read.
    for (uint64_t done = 0; done < extent.valueLength && written < extent.keptLength;) {
        const size_t count = std::min<uint64_t>(chunk.size(), extent.valueLength - done);
        if (!readFully(file.data->descriptor, extent.valueOffset + done, chunk.data(), count)) return CDCMTK_CANNOT_READ;
        applyMask(chunk.data(), count, extent.mask);
        const size_t kept = edit(chunk.data(), done, count, extent.edits, nextEdit);
        if (!sink.pixels(sink.context, chunk.data(), kept)) return CDCMTK_CANNOT_WRITE;
        if (!writeAll(stream, chunk.data(), kept)) return CDCMTK_CANNOT_WRITE;
        done += count;
        written += kept;
    }
    return CDCMTK_OK;
}

cdcmtk_status writeMeta(const cdcmtk_file &file, const cdcmtk_file_meta &values, DcmOutputStream &stream) {
    DcmMetaInfo meta;
    const Uint8 version[2] = {0, 1};
    meta.putAndInsertUint8Array(DCM_FileMetaInformationVersion, version, 2);
    if (*values.sop_class) meta.putAndInsertString(DCM_MediaStorageSOPClassUID, values.sop_class);
    meta.putAndInsertString(DCM_MediaStorageSOPInstanceUID, values.sop_instance);
    meta.putAndInsertString(DCM_TransferSyntaxUID, file.info.transfer_syntax);
    meta.putAndInsertString(DCM_ImplementationClassUID, values.implementation_class);
    meta.putAndInsertString(DCM_ImplementationVersionName, values.implementation_version);
    if (meta.computeGroupLengthAndPadding(EGL_withGL, EPD_noChange, EXS_LittleEndianExplicit, EET_ExplicitLength).bad())
        return CDCMTK_CANNOT_WRITE;
    meta.transferInit();
    const OFCondition condition = meta.write(stream, EXS_LittleEndianExplicit, EET_ExplicitLength, nullptr);
    meta.transferEnd();
    return condition.good() ? CDCMTK_OK : CDCMTK_CANNOT_WRITE;
}

}  // namespace

cdcmtk_status cdcmtk_file_write(cdcmtk_file *file, const cdcmtk_file_meta *meta, const cdcmtk_sink *sink) {
    return guarded([&] {
        SinkConsumer consumer(*sink);
        SinkStream stream(consumer);
        cdcmtk_status status = writeMeta(*file, *meta, stream);
        if (status != CDCMTK_OK) return status;
        if (file->info.is_deflated && stream.installCompressionFilter(ESC_zlib).bad()) return CDCMTK_CANNOT_WRITE;

        auto next = file->pixels.begin();
        const auto splicePixels = [&](uint32_t before) {
            for (; next != file->pixels.end() && next->tag < before; ++next) {
                const cdcmtk_status result = splice(*file, *next, stream, *sink);
                if (result != CDCMTK_OK) return result;
            }
            return CDCMTK_OK;
        };
        DcmWriteCache cache;
        DcmDataset &dataSet = *file->dataSet;
        for (DcmObject *object = dataSet.nextInContainer(nullptr); object != nullptr; object = dataSet.nextInContainer(object)) {
            status = splicePixels(static_cast<uint32_t>(object->getTag().getGroup()) << 16 | object->getTag().getElement());
            if (status != CDCMTK_OK) return status;
            object->transferInit();
            OFCondition condition = object->write(stream, file->encoding, EET_ExplicitLength, &cache);
            while (condition == EC_StreamNotifyClient && stream.good()) {
                stream.flush();
                condition = object->write(stream, file->encoding, EET_ExplicitLength, &cache);
            }
            object->transferEnd();
            if (file->data->failure != 0) return cannotRead(*file->data);
            if (condition.bad()) return CDCMTK_CANNOT_WRITE;
        }
        status = splicePixels(0xFFFFFFFF);
        if (status != CDCMTK_OK) return status;
        while (stream.good() && !stream.isFlushed()) stream.flush();
        consumer.flush();
        return consumer.good() ? CDCMTK_OK : CDCMTK_CANNOT_WRITE;
    });
}
