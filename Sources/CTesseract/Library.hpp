// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The functions of Tesseract's C API that are used here, found when the program runs: nothing of it is needed to build.
class Library {
public:
    /// Tesseract's own engine; opaque.
    struct Engine;

    /// Null where the machine does not have it, or one that lacks a function. It is loaded once and stays.
    static const Library *shared();

    const char *(*version)();
    void (*deleteText)(const char *);
    Engine *(*create)();
    void (*destroy)(Engine *);
    int (*start)(Engine *, const char *folder, const char *languages);
    int (*setVariable)(Engine *, const char *name, const char *value);
    void (*setPageSegMode)(Engine *, int mode);
    void (*setImage)(Engine *, const unsigned char *bytes, int columns, int rows, int bytesOfPixel, int bytesOfRow);
    void (*setSourceResolution)(Engine *, int dotsPerInch);
    char *(*text)(Engine *);
    int (*confidence)(Engine *);
    void (*clear)(Engine *);
    void (*clearAdaptive)(Engine *);

private:
    bool load();
};
