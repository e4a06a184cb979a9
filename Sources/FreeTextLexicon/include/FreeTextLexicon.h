// SPDX-License-Identifier: Apache-2.0
#ifndef FREETEXTLEXICON_H
#define FREETEXTLEXICON_H

#include <stddef.h>
#include <stdint.h>

/// A table in the read-only part of the program. It lives as long as the process and is never copied.
typedef struct {
    const uint8_t *_Nonnull start;
    size_t count;
} free_text_table;

#define FREE_TEXT_TABLE(name)                                                               \
    extern const uint8_t free_text_##name##_start[], free_text_##name##_end[];              \
    static inline free_text_table free_text_##name(void) {                                  \
        return (free_text_table){free_text_##name##_start,                                  \
                                 (size_t)(free_text_##name##_end - free_text_##name##_start)}; \
    }

/// Latin words: how common each is as a name and as a word, and what else it is.
FREE_TEXT_TABLE(latin_words)
/// Chinese words: frequency and kind.
FREE_TEXT_TABLE(han_words)
/// Chinese characters, pairs and compound surnames: their costs in names.
FREE_TEXT_TABLE(han_names)
/// Chinese characters that end what stands before a name, or begin what stands after one.
FREE_TEXT_TABLE(han_context)
/// Japanese surnames and given names.
FREE_TEXT_TABLE(japanese_names)
/// Weights of the sequence model for names in Latin letters, one signed byte each.
FREE_TEXT_TABLE(name_weights)

#undef FREE_TEXT_TABLE

#endif
