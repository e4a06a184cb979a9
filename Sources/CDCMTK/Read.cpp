// SPDX-License-Identifier: Apache-2.0
#include "Scan.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>

namespace {

/// Whether only zero bytes follow `offset`, as some writers pad their files. Holes, which can be as long as a disk, are not read.
bool onlyZeros(int descriptor, uint64_t offset, uint64_t length) {
    std::vector<uint8_t> chunk(1 << 18);
    const std::vector<uint8_t> zeros(chunk.size());
    while (offset < length) {
        const off_t written = lseek(descriptor, static_cast<off_t>(offset), SEEK_DATA);
        if (written < 0 && errno == ENXIO) return true;
        if (written > static_cast<off_t>(offset)) offset = written;
        if (offset >= length) return true;
        const size_t count = std::min<uint64_t>(chunk.size(), length - offset);
        if (!readFully(descriptor, offset, chunk.data(), count)) return false;
        if (memcmp(chunk.data(), zeros.data(), count) != 0) return false;
        offset += count;
    }
    return true;
}

/// How often one element is sent in any file that makes sense.
constexpr size_t mostTimes = 16;

}  // namespace

SplicedDataSet &SplicedDataSet::repeated(std::vector<std::unique_ptr<SplicedDataSet>> &repeats, size_t time, const DcmTag &tag) {
    if (repeats.size() <= time) repeats.push_back(std::make_unique<SplicedDataSet>());
    SplicedDataSet &result = *repeats[time];
    DcmElement *characterSet = nullptr;
    // What it declares itself counts for it.
    if (tag == DCM_SpecificCharacterSet) {
        delete result.remove(DCM_SpecificCharacterSet);
    } else if (!result.tagExists(DCM_SpecificCharacterSet) && findAndGetElement(DCM_SpecificCharacterSet, characterSet, OFFalse, OFTrue).good() &&
               result.insert(characterSet).bad()) {
        delete characterSet;
    }
    return result;
}

cdcmtk_status SplicedDataSet::passPixels(DcmInputStream &stream, int descriptor, uint64_t fileLength,
                                         uint64_t headerOffset, uint32_t headerLength, const DcmTag &tag,
                                         uint32_t length, std::vector<PixelExtent> &pixels) {
    PixelExtent extent;
    extent.tag = number(tag);
    const char *name = tag.getVRName();
    extent.vr = static_cast<uint16_t>(name[0] << 8 | name[1]);
    extent.headerOffset = headerOffset;
    extent.headerLength = headerLength;
    extent.valueOffset = headerOffset + headerLength;
    extent.isEncapsulated = length == 0xFFFFFFFF;
    if (extent.isEncapsulated) {
        const cdcmtk_status status = Scanner(descriptor, fileLength).measureFragments(extent.valueOffset, extent.valueLength);
        if (status != CDCMTK_OK) return status;
    } else {
        extent.valueLength = length;
        if (length > fileLength - extent.valueOffset) return CDCMTK_TRUNCATED;
    }
    for (uint64_t left = extent.valueLength; left > 0;) {
        const offile_off_t skipped = stream.skip(static_cast<offile_off_t>(left));
        if (skipped <= 0) return CDCMTK_TRUNCATED;
        left -= skipped;
    }
    pixels.push_back(extent);
    return CDCMTK_OK;
}

cdcmtk_status SplicedDataSet::readAll(DcmInputStream &stream, E_TransferSyntax transferSyntax, int descriptor,
                                      uint64_t fileLength, cdcmtk_file_info &info, std::vector<PixelExtent> &pixels,
                                      std::vector<std::unique_ptr<SplicedDataSet>> &repeats) {
    std::map<uint32_t, size_t> times;
    bool isDisordered = false;
    transferInit();
    setLengthField(DCM_UndefinedLength);
    setTransferState(ERW_inWork);
    while (stream.good() && !stream.eos()) {
        const uint64_t position = stream.tell();
        SplicedDataSet *taker = this;
        unsigned long count = elementList->card();
        DcmTag tag;
        Uint32 length = 0, headerLength = 0;
        cdcmtk_status status = CDCMTK_OK;

        OFCondition condition = readTagAndLength(stream, transferSyntax, tag, length, headerLength);
        if (condition.bad()) {
            status = CDCMTK_TRUNCATED;
        } else if (tag.getGroup() == 0 && tag.getElement() == 0 && length == 0) {
            status = CDCMTK_MALFORMED;  // zeros, of which a sparse file can have billions
        } else if (isPixelTag(number(tag))) {
            const bool repeated = std::any_of(pixels.begin(), pixels.end(), [&](const PixelExtent &extent) { return extent.tag == number(tag); });
            if (repeated) return CDCMTK_MALFORMED;
            isDisordered = isDisordered || card() == 0;
            status = passPixels(stream, descriptor, fileLength, position, headerLength, tag, length, pixels);
            if (status != CDCMTK_OK) return status;
            continue;
        } else if (length != DCM_UndefinedLength && length > fileLength - position) {
            status = CDCMTK_TRUNCATED;
        } else {
            const size_t time = times[number(tag)]++;
            if (time == mostTimes) return CDCMTK_MALFORMED;
            if (time > 0) taker = &repeated(repeats, time - 1, tag);
            count = taker->elementList->card();
            condition = taker->readSubElement(stream, tag, length, transferSyntax, EGL_noChange, valueLimit);
            const bool isEmptyAtEnd = length == 0 && condition == EC_EndOfStream;
            if (condition.bad() && !isEmptyAtEnd) status = CDCMTK_MALFORMED;
        }

        if (status != CDCMTK_OK) {
            // What was begun and not finished is not part of the Data Set.
            if (taker->elementList->card() > count) delete taker->elementList->remove();
            const bool isPadding = onlyZeros(descriptor, position, fileLength);
            // Where elements stand behind Pixel Data that belong before it, what cannot be read may be the header.
            if (!isPadding && (pixels.empty() || isDisordered)) return status;
            info.trailing_bytes = fileLength - position;
            break;
        }
        isDisordered = isDisordered || (!pixels.empty() && number(tag) < pixels.front().tag);
        if (taker != this || elementList->card() == count) info.repeated_elements++;
    }
    setTransferState(ERW_ready);
    return stream.status().bad() && stream.status() != EC_EndOfStream ? CDCMTK_MALFORMED : CDCMTK_OK;
}
