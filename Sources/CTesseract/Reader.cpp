// SPDX-License-Identifier: Apache-2.0

#include "CTesseract.h"

#include "Library.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <unistd.h>
#include <vector>

struct ctesseract_reader {
    const Library *library;
    Library::Engine *engine;
    std::string version;
    int confidence = 0;

    ~ctesseract_reader() { library->destroy(engine); }
};

namespace {

/// Where Debian and others install the languages. The environment does not count: it must not change what is read.
constexpr const char *folders[] = {
    "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata", "/usr/share/tesseract/tessdata"};

constexpr int singleLine = 7;
constexpr uint32_t margin = 12;      ///< white pixels around the line
constexpr uint32_t wantedRows = 56;  ///< of a line with what is around it: letters of about 40 pixels
constexpr uint32_t largestFactor = 6;
constexpr uint64_t mostPixels = 1 << 20;
constexpr uint32_t longest = 64;  ///< times as wide as high: 130 letters or so

std::string languages(const std::string &folder) {
    std::string found;
    for (const char *language : {"eng", "chi_sim"}) {
        if (access((folder + "/" + language + ".traineddata").c_str(), R_OK) == 0) found += (found.empty() ? "" : "+") + std::string(language);
    }
    return found;
}

/// Never a word on stderr: it could hold what was read.
void silence(const Library &library, Library::Engine *engine) { library.setVariable(engine, "debug_file", "/dev/null"); }

ctesseract_reader *open(const Library &library) {
    for (const char *folder : folders) {
        const std::string found = languages(folder);
        if (found.empty()) continue;
        Library::Engine *engine = library.create();
        if (engine == nullptr) return nullptr;
        std::unique_ptr<ctesseract_reader> reader(new ctesseract_reader{&library, engine, std::string(library.version()) + " " + found, 0});
        silence(library, reader->engine);
        // The same arithmetic on every machine, so that all read the same.
        library.setVariable(reader->engine, "dotproduct", "generic");
        if (library.start(reader->engine, folder, found.c_str()) != 0) return nullptr;
        silence(library, reader->engine);
        library.setPageSegMode(reader->engine, singleLine);
        return reader.release();
    }
    return nullptr;
}

struct Picture {
    uint32_t columns, rows;
    std::vector<uint8_t> pixels;
};

/// Scales up by a whole number, between pixels in a straight line, and puts white around.
Picture enlarged(const uint8_t *gray, uint32_t columns, uint32_t rows, uint32_t factor) {
    Picture picture{columns * factor + 2 * margin, rows * factor + 2 * margin, {}};
    picture.pixels.assign(size_t(picture.columns) * picture.rows, 0xFF);
    // The middle of a pixel is in the middle of the pixels that it becomes: counted in halves.
    const auto place = [=](uint32_t scaled, uint32_t bound, uint32_t &low, uint32_t &high, uint32_t &weight) {
        const int64_t twice = std::max<int64_t>(0, int64_t(2 * scaled + 1) - factor);
        low = static_cast<uint32_t>(twice / (2 * factor));
        high = std::min(low + 1, bound - 1);
        weight = static_cast<uint32_t>(twice % (2 * factor));
    };
    const uint32_t whole = 2 * factor;
    for (uint32_t y = 0; y < rows * factor; ++y) {
        uint32_t above, below, down;
        place(y, rows, above, below, down);
        uint8_t *line = &picture.pixels[size_t(y + margin) * picture.columns + margin];
        for (uint32_t x = 0; x < columns * factor; ++x) {
            uint32_t left, right, across;
            place(x, columns, left, right, across);
            const auto at = [=](uint32_t row, uint32_t column) { return uint32_t(gray[size_t(row) * columns + column]); };
            const uint32_t upper = at(above, left) * (whole - across) + at(above, right) * across;
            const uint32_t lower = at(below, left) * (whole - across) + at(below, right) * across;
            line[x] = static_cast<uint8_t>((upper * (whole - down) + lower * down + whole * whole / 2) / (whole * whole));
        }
    }
    return picture;
}

/// - Returns: The longest start that fits and does not end inside a character.
size_t cut(const char *text, size_t length, size_t capacity) {
    if (length <= capacity) return length;
    while (capacity > 0 && (static_cast<uint8_t>(text[capacity]) & 0xC0) == 0x80) --capacity;
    return capacity;
}

size_t read(ctesseract_reader &reader, const Picture &picture, char *text, size_t capacity) {
    const Library &library = *reader.library;
    library.clearAdaptive(reader.engine);
    const int columns = static_cast<int>(picture.columns);
    library.setImage(reader.engine, picture.pixels.data(), columns, static_cast<int>(picture.rows), 1, columns);
    library.setSourceResolution(reader.engine, 300);
    char *found = library.text(reader.engine);
    reader.confidence = found == nullptr ? 0 : std::clamp(library.confidence(reader.engine), 0, 100);
    library.clear(reader.engine);
    if (found == nullptr) return 0;
    const size_t length = cut(found, std::strlen(found), capacity - 1);
    std::memcpy(text, found, length);
    text[length] = 0;
    library.deleteText(found);
    return length;
}

}  // namespace

ctesseract_reader *ctesseract_open(void) {
    try {
        const Library *library = Library::shared();
        return library == nullptr ? nullptr : open(*library);
    } catch (...) {
        return nullptr;
    }
}

void ctesseract_close(ctesseract_reader *reader) { delete reader; }

size_t ctesseract_read_line(ctesseract_reader *reader, const uint8_t *gray, uint32_t columns, uint32_t rows, char *text, size_t capacity) {
    if (capacity == 0) return 0;
    text[0] = 0;
    reader->confidence = 0;
    if (columns == 0 || rows == 0) return 0;
    const uint32_t factor = std::clamp(wantedRows / rows, 1u, largestFactor);
    // Nobody writes lines like this, and nobody waits for them.
    if (columns / longest > rows || columns >= 1 << 15 || rows >= 1 << 15 || uint64_t(columns) * factor * rows * factor > mostPixels) return 0;
    try {
        return read(*reader, enlarged(gray, columns, rows, factor), text, capacity);
    } catch (...) {
        return 0;
    }
}

int ctesseract_confidence(const ctesseract_reader *reader) { return reader->confidence; }

const char *ctesseract_version(const ctesseract_reader *reader) { return reader->version.c_str(); }
