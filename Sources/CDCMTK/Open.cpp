// SPDX-License-Identifier: Apache-2.0
#include "File.hpp"
#include "Guard.hpp"
#include "Sniff.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace {

constexpr uint64_t inflatedLimit = 64ULL << 30;

std::string descriptorPath(int descriptor) { return "/proc/self/fd/" + std::to_string(descriptor); }

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

/// Inflates what is left of `stream` into an unnamed file, so that a deflated Data Set is read like any other.
cdcmtk_status inflate(cdcmtk_file &file, const char *directory) {
    file.dataDescriptor = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file.dataDescriptor < 0) return CDCMTK_CANNOT_WRITE;
    if (file.stream->installCompressionFilter(ESC_zlib).bad()) return CDCMTK_MALFORMED;
    std::vector<char> chunk(1 << 17);
    uint64_t total = 0;
    while (!file.stream->eos()) {
        const offile_off_t count = file.stream->read(chunk.data(), chunk.size());
        if (file.stream->status().bad()) return CDCMTK_MALFORMED;
        if (count <= 0) break;
        total += count;
        if (total > inflatedLimit) return CDCMTK_MALFORMED;
        for (offile_off_t done = 0; done < count;) {
            const ssize_t written = ::write(file.dataDescriptor, chunk.data() + done, count - done);
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return CDCMTK_CANNOT_WRITE;
            done += written;
        }
    }
    file.dataLength = total;
    file.dataPath = descriptorPath(file.dataDescriptor);
    file.stream = std::make_unique<DcmInputFileStream>(file.dataPath.c_str());
    return file.stream->good() ? CDCMTK_OK : CDCMTK_CANNOT_READ;
}

cdcmtk_status readFile(cdcmtk_file &file, const char *scratchDirectory) {
    const Sniffed found = sniff(file.descriptor, file.info.length);
    if (found.kind == Sniffed::nothing) return CDCMTK_NOT_DICOM;

    file.dataPath = descriptorPath(file.descriptor);
    file.dataDescriptor = file.descriptor;
    file.dataLength = file.info.length;
    file.stream = std::make_unique<DcmInputFileStream>(file.dataPath.c_str());
    if (!file.stream->good()) return CDCMTK_CANNOT_READ;
    file.stream->skip(static_cast<offile_off_t>(found.start));

    DcmMetaInfo meta;
    meta.transferInit();
    const OFCondition condition = meta.read(*file.stream, EXS_Unknown, EGL_noChange, valueLimit);
    if (condition.bad()) return found.kind == Sniffed::prefixed ? CDCMTK_MALFORMED : CDCMTK_NOT_DICOM;
    file.info.has_file_meta = meta.card() > 0;
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
    file.info.is_implicit = file.encoding == EXS_LittleEndianImplicit;
    file.info.is_big_endian = file.encoding == EXS_BigEndianExplicit;

    const cdcmtk_status status =
        file.dataSet.readAll(*file.stream, file.encoding, file.dataDescriptor, file.dataLength, file.info, file.pixels);
    if (status != CDCMTK_OK && found.kind == Sniffed::guessed && file.dataSet.card() < 3) return CDCMTK_NOT_DICOM;
    return status;
}

}  // namespace

cdcmtk_file::~cdcmtk_file() {
    stream.reset();
    if (dataDescriptor >= 0 && dataDescriptor != descriptor) close(dataDescriptor);
    if (descriptor >= 0) close(descriptor);
}

cdcmtk_status cdcmtk_file_open(const char *path, const char *scratch_directory, cdcmtk_file **result) {
    *result = nullptr;
    return guarded([&] {
        auto file = std::make_unique<cdcmtk_file>();
        file->descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (file->descriptor < 0) return CDCMTK_CANNOT_READ;
        struct stat status;
        if (fstat(file->descriptor, &status) != 0) return CDCMTK_CANNOT_READ;
        if (!S_ISREG(status.st_mode)) return CDCMTK_NOT_DICOM;
        file->info.length = status.st_size;
        const cdcmtk_status outcome = readFile(*file, scratch_directory);
        if (outcome == CDCMTK_OK) *result = file.release();
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
