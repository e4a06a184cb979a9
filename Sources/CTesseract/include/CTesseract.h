// SPDX-License-Identifier: Apache-2.0

#ifndef CTESSERACT_H
#define CTESSERACT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ctesseract_reader ctesseract_reader;

/// Opens the reader of text lines with the languages that are installed here of English and simplified Chinese.
/// - Returns: NULL where the machine has no Tesseract, or none of the languages. Close with ctesseract_close.
ctesseract_reader *ctesseract_open(void);
void ctesseract_close(ctesseract_reader *reader);

/// Reads one line of text in a gray picture, 8 bits, dark on bright. Small letters are enlarged, and the ground goes on around the picture.
/// What was read before does not matter. Nothing is written to stderr, and no environment variable chooses another folder.
/// - text: Gets UTF-8, cut to the capacity, with a 0 behind it.
/// - Returns: The length of the text in bytes; 0 where nothing could be read.
size_t ctesseract_read_line(ctesseract_reader *reader, const uint8_t *gray, uint32_t columns, uint32_t rows, char *text, size_t capacity);

/// How sure it is of the line that it read last, from 0 to 100.
int ctesseract_confidence(const ctesseract_reader *reader);

/// Its version and languages, such as "5.3.0 eng+chi_sim".
const char *ctesseract_version(const ctesseract_reader *reader);

#ifdef __cplusplus
}
#endif
#endif
