// SPDX-License-Identifier: Apache-2.0

#include "CTesseract.h"

ctesseract_reader *ctesseract_open(void) { return nullptr; }
void ctesseract_close(ctesseract_reader *) {}
size_t ctesseract_read_line(ctesseract_reader *, const uint8_t *, uint32_t, uint32_t, char *, size_t) { return 0; }
const char *ctesseract_version(const ctesseract_reader *) { return ""; }
