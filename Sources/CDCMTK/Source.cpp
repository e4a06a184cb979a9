// SPDX-License-Identifier: Apache-2.0
#include "Source.hpp"

#include <dcmtk/dcmdata/dcerror.h>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace {

/// The toolkit takes less than 1.5 KB of stack for a level; the default stack has 8 MiB.
constexpr uintptr_t stackLimit = 1 << 20;
constexpr size_t bufferLength = 1 << 14;

/// One read at an offset, begun again after a signal.
ssize_t readOnce(int descriptor, void *buffer, size_t length, uint64_t offset) {
    ssize_t count;
    do count = pread(descriptor, buffer, length, static_cast<off_t>(offset));
    while (count < 0 && errno == EINTR);
    return count;
}

}  // namespace

bool readFully(int descriptor, uint64_t offset, uint8_t *buffer, size_t length) {
    while (length > 0) {
        const ssize_t count = readOnce(descriptor, buffer, length, offset);
        if (count == 0) errno = 0;
        if (count <= 0) return false;
        buffer += count;
        offset += count;
        length -= count;
    }
    return true;
}

Source::~Source() {
    const int before = errno;
    if (descriptor >= 0) close(descriptor);
    errno = before;
}

bool Source::exceedsStack() {
    const auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
    if (stackMark != 0 && stackMark > here && stackMark - here > stackLimit) isTooDeep = true;
    return isTooDeep;
}

class SourceStream::Producer : public DcmProducer {
public:
    Producer(std::shared_ptr<Source> source, uint64_t length, uint64_t offset)
        : source(std::move(source)), length(length), start(std::min(offset, length)), position(start) {}

    OFBool good() const override { return !failed; }
    OFCondition status() const override { return failed ? EC_InvalidStream : EC_Normal; }
    OFBool eos() override { return position >= length; }
    offile_off_t avail() override { return static_cast<offile_off_t>(length - position); }

    offile_off_t read(void *target, offile_off_t count) override {
        if (source->exceedsStack()) failed = true;
        auto *bytes = static_cast<uint8_t *>(target);
        offile_off_t done = 0;
        while (!failed && done < count && position < length) {
            if (position < bufferStart || position >= bufferStart + buffered) {
                const size_t wanted = std::min<uint64_t>(length - position, count - done);
                // A long value goes straight to where it is wanted.
                const bool isLong = wanted >= bufferLength;
                if (!isLong && buffer.empty()) buffer.resize(bufferLength);
                const ssize_t got = readOnce(source->descriptor, isLong ? bytes + done : buffer.data(),
                                             isLong ? wanted : std::min<uint64_t>(bufferLength, length - position), position);
                if (got < 0 && source->failure == 0) source->failure = errno;
                if (got <= 0) {  // a file that became shorter ends here, and whoever wants more finds it truncated
                    failed = true;
                    break;
                }
                if (isLong) {
                    position += got;
                    done += got;
                    continue;
                }
                bufferStart = position;
                buffered = got;
            }
            const uint64_t there = bufferStart + buffered - position;
            const size_t piece = std::min<uint64_t>(there, count - done);
            memcpy(bytes + done, buffer.data() + (position - bufferStart), piece);
            position += piece;
            done += piece;
        }
        return done;
    }

    offile_off_t skip(offile_off_t count) override {
        if (count <= 0 || failed) return 0;
        const uint64_t passed = std::min<uint64_t>(count, length - position);
        position += passed;
        return static_cast<offile_off_t>(passed);
    }

    void putback(offile_off_t count) override {
        if (count < 0 || static_cast<uint64_t>(count) > position) failed = true;
        else position -= count;
    }

    const std::shared_ptr<Source> source;
    const uint64_t length, start;

private:
    uint64_t position;
    uint64_t bufferStart = 0;
    size_t buffered = 0;
    std::vector<uint8_t> buffer;
    bool failed = false;
};

namespace {

/// Lets the toolkit read a long value when it is asked for.
class SourceFactory : public DcmInputStreamFactory {
public:
    SourceFactory(std::shared_ptr<Source> source, uint64_t length, uint64_t offset)
        : source(std::move(source)), length(length), offset(offset) {}

    DcmInputStream *create() const override { return new SourceStream(source, length, offset); }
    DcmInputStreamFactory *clone() const override { return new SourceFactory(source, length, offset); }
    DcmInputStreamFactoryType ident() const override { return DFT_DcmInputFileStreamFactory; }

private:
    const std::shared_ptr<Source> source;
    const uint64_t length, offset;
};

}  // namespace

SourceStream::SourceStream(std::shared_ptr<Source> source, uint64_t length, uint64_t offset)
    : SourceStream(std::make_unique<Producer>(std::move(source), length, offset)) {}

SourceStream::SourceStream(std::unique_ptr<Producer> own) : DcmInputStream(own.get()), producer(std::move(own)) {}

SourceStream::~SourceStream() = default;

DcmInputStreamFactory *SourceStream::newFactory() const {
    // Behind a filter, an offset in the stream is not an offset in the file.
    if (currentProducer() != producer.get()) return nullptr;
    return new SourceFactory(producer->source, producer->length, producer->start + static_cast<uint64_t>(tell()));
}
