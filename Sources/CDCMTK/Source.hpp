// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "CDCMTK.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcistrma.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <vector>

/// How deep sequences may lie inside one another.
constexpr unsigned nestingLimit = 256;

/// Reads exactly `length` bytes at `offset`; false at the end of the file, with `errno` 0, or on an error.
bool readFully(int descriptor, uint64_t offset, uint8_t *buffer, size_t length);

/// An open file that all reading goes through, whatever becomes of its name. Shared by the streams and by elements that
/// are read later; closed with the last of them.
class Source {
public:
    /// Owns the descriptor.
    explicit Source(int descriptor) : descriptor(descriptor) {}
    ~Source();
    Source(const Source &) = delete;
    Source &operator=(const Source &) = delete;

    const int descriptor;
    /// The `errno` of the first read that failed, or 0.
    int failure = 0;
    /// The parser went down too many levels.
    bool isTooDeep = false;

    /// Notes where the stack stands when parsing begins: the toolkit parses each level of nesting inside the one above.
    void markStack() { stackMark = reinterpret_cast<uintptr_t>(__builtin_frame_address(0)); }
    /// Parsing is done; what is read from now on may be read from any thread.
    void clearStack() { stackMark = 0; }
    bool exceedsStack();

private:
    uintptr_t stackMark = 0;
};

/// The status of a failed read, its error in `errno`: the first one, which what followed may have hidden.
inline cdcmtk_status cannotRead(const Source &source) {
    errno = source.failure;
    return CDCMTK_CANNOT_READ;
}

/// A stream over an open file, from an offset to the length that the file had. No name is opened again.
class SourceStream : public DcmInputStream {
public:
    SourceStream(std::shared_ptr<Source> source, uint64_t length, uint64_t offset = 0);
    ~SourceStream() override;
    DcmInputStreamFactory *newFactory() const override;

private:
    class Producer;
    std::unique_ptr<Producer> producer;

    explicit SourceStream(std::unique_ptr<Producer> own);
};
