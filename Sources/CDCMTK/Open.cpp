// SPDX-License-Identifier: Apache-2.0
#include "File.hpp"
#include "Guard.hpp"
#include "Mend.hpp"
#include "Scan.hpp"
#include "Sniff.hpp"

#include <dcmtk/dcmdata/dcistrmb.h>

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
    int unnamed;
    do unnamed = open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    while (unnamed < 0 && errno == EINTR);
    if (unnamed >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL && errno != ENOENT)) return unnamed;
    std::string name = directory + "/inflated-XXXXXX";
    const int named = mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) unlink(name.c_str());
    return named;
}

/// How many bytes a scratch file may have: half of what is free. The journal lies on the same disk, and other workers need some as well.
uint64_t roomFor(int scratch) {
    struct statvfs space;
    return fstatvfs(scratch, &space) == 0 ? static_cast<uint64_t>(space.f_bavail) * space.f_frsize / 2 : 0;
}

/// From here on the toolkit reads, from `position` of the Data Set's file.
void startToolkit(cdcmtk_file &file, uint64_t position) {
    useToolkit();
    file.dataSet = std::make_unique<SplicedDataSet>();
    file.stream = std::make_unique<SourceStream>(file.data, file.dataLength);
    file.stream->skip(static_cast<offile_off_t>(position));
}

/// Inflates what is left of `stream` into a scratch file, so that a deflated Data Set is read like any other.
cdcmtk_status inflate(cdcmtk_file &file, const char *directory) {
    const int descriptor = openScratch(directory);
    if (descriptor < 0) return CDCMTK_NO_SCRATCH;
    file.data = std::make_shared<Source>(descriptor);
    const uint64_t room = roomFor(descriptor);
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

/// Reads File Meta Information and leaves the stream at the Data Set.
cdcmtk_status readMeta(cdcmtk_file &file, const Sniffed &found) {
    const auto take = [&](DcmInputStream &stream) {
        DcmMetaInfo meta;
        meta.transferInit();
        if (meta.read(stream, EXS_Unknown, EGL_noChange, valueLimit).bad()) return false;
        copyUID(meta, DCM_TransferSyntaxUID, file.info.transfer_syntax);
        copyUID(meta, DCM_MediaStorageSOPClassUID, file.info.media_storage_sop_class);
        return true;
    };
    startToolkit(file, found.start);
    const uint64_t start = found.kind == Sniffed::prefixed && found.start == 0 ? 132 : found.start;
    const uint64_t end = endOfFileMeta(file.input->descriptor, start, file.info.length);
    if (take(*file.stream) && (end == start || static_cast<uint64_t>(file.stream->tell()) == end)) return CDCMTK_OK;

    // Elements of group 0002 in another encoding follow: what is File Meta Information is read alone, and they are left to be mended.
    std::vector<uint8_t> bytes(end - start);
    if (bytes.size() > (1 << 20) || !readFully(file.input->descriptor, start, bytes.data(), bytes.size())) return CDCMTK_MALFORMED;
    cdcmtk_file_info info{};
    info.length = file.info.length;
    file.info = info;
    DcmInputBufferStream stream;
    stream.setBuffer(bytes.data(), bytes.size());
    stream.setEos();
    if (bytes.empty() || !take(stream)) return CDCMTK_MALFORMED;
    file.stream = std::make_unique<SourceStream>(file.input, file.dataLength);
    file.stream->skip(static_cast<offile_off_t>(end));
    return CDCMTK_OK;
}

/// The encoding that is read by: as declared, unless the bytes say otherwise.
void settle(cdcmtk_file &file, E_TransferSyntax detected) {
    const E_TransferSyntax declared = encoding(file.info.transfer_syntax);
    if (detected == EXS_BigEndianImplicit) detected = EXS_LittleEndianImplicit;
    file.encoding = declared;
    if (file.info.transfer_syntax[0] == 0 || (detected != declared && DcmXfer(declared).isNotEncapsulated() &&
                                              !isEncapsulatedSyntax(file.info.transfer_syntax))) {
        file.encoding = detected;
        strcpy(file.info.transfer_syntax, plainSyntax(detected));
    }
}

/// Whether the VR of an element does not exist, so that the element may have been read with the wrong length.
bool holdsUnknownVR(DcmItem &item) {
    for (DcmObject *object = item.nextInContainer(nullptr); object != nullptr; object = item.nextInContainer(object)) {
        const DcmEVR vr = object->getVR();
        if (vr == EVR_UNKNOWN || vr == EVR_UNKNOWN2B) return true;
        if (object->isLeaf() || object->ident() == EVR_pixelSQ || object->ident() == EVR_PixelData) continue;
        auto *sequence = static_cast<DcmSequenceOfItems *>(object);
        for (DcmObject *child = sequence->nextInContainer(nullptr); child != nullptr; child = sequence->nextInContainer(child))
            if (holdsUnknownVR(*static_cast<DcmItem *>(child))) return true;
    }
    return false;
}

bool beginsWithFileMeta(DcmItem &item) {
    const DcmObject *first = item.nextInContainer(nullptr);
    return first != nullptr && first->getTag().getGroup() == 0x0002;
}

/// Without the toolkit where that is enough.
bool scanDataSet(cdcmtk_file &file, Scanner &scanner, uint64_t start) {
    if (file.onlyToolkit) return false;
    if (file.encoding != EXS_LittleEndianExplicit && file.encoding != EXS_LittleEndianImplicit) return false;
    file.isScanned = scanner.readDataSet(file, start, file.encoding == EXS_LittleEndianExplicit);
    return file.isScanned;
}

cdcmtk_status readDataSet(cdcmtk_file &file) {
    return file.dataSet->readAll(*file.stream, file.encoding, file.data->descriptor, file.dataLength, file.info, file.pixels, file.repeats);
}

/// Reads a Data Set that breaks the standard in a way that leaves one reading, from a copy that does not.
/// - Parameter status: What the file is otherwise, and stays where there is no such way.
cdcmtk_status readMended(cdcmtk_file &file, uint64_t start, const std::string &declaredSyntax, const char *scratchDirectory, cdcmtk_status status) {
    MendedDataSet mended;
    if (!mend(file.data->descriptor, start, file.dataLength, file.encoding, mended)) return status;
    const int descriptor = openScratch(scratchDirectory);
    if (descriptor < 0) return CDCMTK_NO_SCRATCH;
    auto copy = std::make_shared<Source>(descriptor);
    if (file.dataLength > roomFor(descriptor)) {
        errno = ENOSPC;
        return CDCMTK_NO_SCRATCH;
    }
    if (!mended.write(file.data->descriptor, descriptor)) return CDCMTK_NO_SCRATCH;
    file.data = std::move(copy);
    file.data->markStack();
    file.dataLength = lseek(descriptor, 0, SEEK_END);
    file.pixels.clear();
    file.repeats.clear();
    file.dataSet = std::make_unique<SplicedDataSet>();
    file.stream = std::make_unique<SourceStream>(file.data, file.dataLength);
    file.info.trailing_bytes = file.info.repeated_elements = 0;
    file.info.mends = mended.mends;
    strcpy(file.info.transfer_syntax, declaredSyntax.c_str());
    settle(file, mended.encoding);
    Scanner scanner(descriptor, file.dataLength);
    return scanDataSet(file, scanner, 0) ? CDCMTK_OK : readDataSet(file);
}

cdcmtk_status readFile(cdcmtk_file &file, const char *scratchDirectory) {
    file.data = file.input;
    file.dataLength = file.info.length;
    file.input->markStack();
    Scanner scanner(file.input->descriptor, file.dataLength);
    Sniffed found{Sniffed::prefixed};
    cdcmtk_status status = CDCMTK_OK;
    uint64_t start = 0;
    if (file.onlyToolkit || !scanner.readMeta(file.info, start)) {
        found = sniff(file.input->descriptor, file.info.length);
        if (found.kind == Sniffed::nothing) return CDCMTK_NOT_DICOM;
        status = readMeta(file, found);
        if (status != CDCMTK_OK) return found.kind == Sniffed::prefixed || status != CDCMTK_MALFORMED ? status : CDCMTK_NOT_DICOM;
        start = file.stream->tell();
    }

    const std::string declaredSyntax = file.info.transfer_syntax;
    file.encoding = encoding(file.info.transfer_syntax);
    if (isDeflatedSyntax(declaredSyntax)) {
        file.info.is_deflated = true;
        if (file.stream == nullptr) startToolkit(file, start);
        status = inflate(file, scratchDirectory);
        if (status != CDCMTK_OK) return status;
        start = 0;
        Scanner inflated(file.data->descriptor, file.dataLength);
        if (scanDataSet(file, inflated, start)) return CDCMTK_OK;
    } else if (start >= file.dataLength) {
        return CDCMTK_TRUNCATED;
    } else if (!declaredSyntax.empty() && scanDataSet(file, scanner, start)) {
        return CDCMTK_OK;
    } else {
        if (file.stream == nullptr) startToolkit(file, start);
        settle(file, file.dataSet->detect(*file.stream));
    }
    status = readDataSet(file);
    const bool isSuspect = status == CDCMTK_OK && (beginsWithFileMeta(*file.dataSet) || holdsUnknownVR(*file.dataSet));
    // What lies too deep, or could not be read, is not to be mended.
    const bool wasParsed = file.data->failure == 0 && !file.data->isTooDeep;
    if (wasParsed && (status == CDCMTK_MALFORMED || status == CDCMTK_TRUNCATED || isSuspect)) {
        status = readMended(file, start, declaredSyntax, scratchDirectory, status);
    }
    if (status == CDCMTK_OK && !file.isScanned && file.dataSet->card() == 0 && file.pixels.empty()) return CDCMTK_MALFORMED;  // padding only
    if (status != CDCMTK_OK && found.kind == Sniffed::guessed && file.dataSet->card() < 3) return CDCMTK_NOT_DICOM;
    return status;
}

}  // namespace

cdcmtk_status cdcmtk_file_open(int descriptor, const char *scratch_directory, bool only_toolkit, cdcmtk_file **result) {
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
        file->onlyToolkit = only_toolkit;
        cdcmtk_status outcome = readFile(*file, scratch_directory);
        const int number = errno;
        file->info.by_toolkit = !file->isScanned;
        file->info.is_implicit = file->encoding == EXS_LittleEndianImplicit;
        file->info.is_big_endian = file->encoding == EXS_BigEndianExplicit;
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

cdcmtk_file *cdcmtk_file_repeated(cdcmtk_file *file, uint32_t time) {
    if (time >= file->repeats.size() || file->repeats[time] == nullptr) return nullptr;
    cdcmtk_file *result = nullptr;
    guarded([&] {
        auto repeated = std::make_unique<cdcmtk_file>();
        repeated->input = file->input;
        repeated->data = file->data;
        repeated->encoding = file->encoding;
        repeated->dataSet = std::move(file->repeats[time]);
        result = repeated.release();
        return CDCMTK_OK;
    });
    return result;
}

const cdcmtk_file_info *cdcmtk_file_about(const cdcmtk_file *file) { return &file->info; }
