// SPDX-License-Identifier: Apache-2.0
#include "File.hpp"
#include "Guard.hpp"
#include "Sniff.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace {

/// What an inflated Data Set may always have, and how many times the file's length. Deflating real images gains a factor
/// below 20, empty masks some hundred; only a bomb, or a mask as large as no file needs to be, has both.
constexpr uint64_t inflatedFloor = 256ULL << 20;
constexpr uint64_t inflatedRatio = 200;

void copyUID(DcmItem &item, const DcmTagKey &tag, char (&target)[65]) {
    OFString text;
    if (item.findAndGetOFString(tag, text).bad()) return;
    while (!text.empty() && (text[text.length() - 1] == ' ' || text[text.length() - 1] == '\0'))
        text.erase(text.length() - 1);
    const size_t count = text.length() < 64 ? text.length() : 64;
    memcpy(target, text.c_str(), count);
    target[count] = 0;
}

E_TransferSyntax encoding(const char *transferSyntax) {
    const std::string uid = transferSyntax;
    if (uid == "1.2.840.10008.1.2" || uid == "1.2.840.113619.5.2") return EXS_LittleEndianImplicit;
    if (uid == "1.2.840.10008.1.2.2") return EXS_BigEndianExplicit;
    return EXS_LittleEndianExplicit;
}

bool isDeflatedSyntax(const std::string &uid) {
    return uid == "1.2.840.10008.1.2.1.99" || uid == "1.2.840.10008.1.2.4.95" || uid == "1.2.840.10008.1.2.4.205";
}

const char *plainSyntax(E_TransferSyntax encoding) {
    switch (encoding) {
        case EXS_LittleEndianImplicit: return "1.2.840.10008.1.2";
        case EXS_BigEndianExplicit: return "1.2.840.10008.1.2.2";
        default: return "1.2.840.10008.1.2.1";
    }
}

/// An unnamed file. Where the file system has none, a named one that loses its name at once.
int openScratch(const std::string &directory) {
    const int unnamed = open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (unnamed >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL && errno != ENOENT)) return unnamed;
    std::string name = directory + "/inflated-XXXXXX";
    const int named = mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) unlink(name.c_str());
    return named;
}

/// Inflates what is left of `stream` into a scratch file, so that a deflated Data Set is read like any other.
/// At most half of what is free there is taken: the journal lies on the same disk, and other workers inflate as well.
cdcmtk_status inflate(cdcmtk_file &file, const char *directory) {
    const int descriptor = openScratch(directory);
    if (descriptor < 0) return CDCMTK_NO_SCRATCH;
    file.data = std::make_shared<Source>(descriptor);
    struct statvfs space;
    if (fstatvfs(descriptor, &space) != 0) return CDCMTK_NO_SCRATCH;
    const uint64_t room = static_cast<uint64_t>(space.f_bavail) * space.f_frsize / 2;
    const uint64_t limit = std::max(inflatedFloor, inflatedRatio * file.info.length);
    if (file.stream->installCompressionFilter(ESC_zlib).bad()) return CDCMTK_MALFORMED;
    std::vector<char> chunk(1 << 17);
    uint64_t total = 0;
    while (!file.stream->eos()) {
        const offile_off_t count = file.stream->read(chunk.data(), chunk.size());
        if (file.stream->status().bad()) return CDCMTK_MALFORMED;
        if (count <= 0) break;
        total += count;
        if (total > limit) return CDCMTK_INFLATES_TOO_FAR;
        if (total > room) {
            errno = ENOSPC;
            return CDCMTK_NO_SCRATCH;
        }
        for (offile_off_t done = 0; done < count;) {
            const ssize_t written = ::write(descriptor, chunk.data() + done, count - done);
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return CDCMTK_NO_SCRATCH;
            done += written;
        }
    }
    file.dataLength = total;
    file.data->markStack();
    file.stream = std::make_unique<SourceStream>(file.data, file.dataLength);
    return CDCMTK_OK;
}

cdcmtk_status readFile(cdcmtk_file &file, const char *scratchDirectory) {
    const Sniffed found = sniff(file.input->descriptor, file.info.length);
    if (found.kind == Sniffed::nothing) return CDCMTK_NOT_DICOM;

    file.data = file.input;
    file.dataLength = file.info.length;
    file.input->markStack();
    file.stream = std::make_unique<SourceStream>(file.input, file.dataLength);
    file.stream->skip(static_cast<offile_off_t>(found.start));

    DcmMetaInfo meta;
    meta.transferInit();
    const OFCondition condition = meta.read(*file.stream, EXS_Unknown, EGL_noChange, valueLimit);
    if (condition.bad()) return found.kind == Sniffed::prefixed ? CDCMTK_MALFORMED : CDCMTK_NOT_DICOM;
    copyUID(meta, DCM_TransferSyntaxUID, file.info.transfer_syntax);
    copyUID(meta, DCM_MediaStorageSOPClassUID, file.info.media_storage_sop_class);

    if (isDeflatedSyntax(file.info.transfer_syntax)) {
        file.info.is_deflated = true;
        const cdcmtk_status status = inflate(file, scratchDirectory);
        if (status != CDCMTK_OK) return status;
    } else if (file.stream->eos()) {
        return CDCMTK_TRUNCATED;
    } else {
        const E_TransferSyntax declared = encoding(file.info.transfer_syntax);
        E_TransferSyntax detected = file.dataSet.detect(*file.stream);
        if (detected == EXS_BigEndianImplicit) detected = EXS_LittleEndianImplicit;
        file.encoding = declared;
        if (file.info.transfer_syntax[0] == 0 || (detected != declared && DcmXfer(declared).isNotEncapsulated() &&
                                                  !isEncapsulatedSyntax(file.info.transfer_syntax))) {
            file.encoding = detected;
            strcpy(file.info.transfer_syntax, plainSyntax(detected));
        }
    }
    file.info.is_big_endian = file.encoding == EXS_BigEndianExplicit;

    const cdcmtk_status status =
        file.dataSet.readAll(*file.stream, file.encoding, file.data->descriptor, file.dataLength, file.info, file.pixels);
    if (status != CDCMTK_OK && found.kind == Sniffed::guessed && file.dataSet.card() < 3) return CDCMTK_NOT_DICOM;
    return status;
}

}  // namespace

cdcmtk_status cdcmtk_file_open(int descriptor, const char *scratch_directory, cdcmtk_file **result) {
    *result = nullptr;
    return guarded([&] {
        auto file = std::make_unique<cdcmtk_file>();
        const int own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
        if (own < 0) return CDCMTK_CANNOT_READ;
        file->input = std::make_shared<Source>(own);
        struct stat status;
        if (fstat(own, &status) != 0) return CDCMTK_CANNOT_READ;
        if (!S_ISREG(status.st_mode)) return CDCMTK_NOT_DICOM;
        file->info.length = status.st_size;
        cdcmtk_status outcome = readFile(*file, scratch_directory);
        const int number = errno;
        // Whatever the parser made of it: it did not see the file's bytes, or not all of them.
        for (const auto &source : {file->input, file->data}) {
            if (source == nullptr) continue;
            source->clearStack();
            if (source->isTooDeep) outcome = CDCMTK_TOO_DEEP;
            if (source->failure != 0) outcome = cannotRead(*source);
        }
        if (outcome == CDCMTK_OK) {
            *result = file.release();
        } else if (outcome != CDCMTK_CANNOT_READ) {
            file.reset();
            errno = number;
        }
        return outcome;
    });
}

void cdcmtk_file_close(cdcmtk_file *file) {
    guarded([&] {
        delete file;
        return CDCMTK_OK;
    });
}

const cdcmtk_file_info *cdcmtk_file_about(const cdcmtk_file *file) { return &file->info; }
