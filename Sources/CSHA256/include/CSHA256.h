// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 (FIPS 180-4) of two streams at once. A pixel value belongs to two digests, its own and the file's; with the processor's
// instructions for SHA each is a chain that waits for itself, and two chains side by side take hardly longer than one.

#ifndef CSHA256_H
#define CSHA256_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct {
    uint32_t state[8];
    uint64_t length;    ///< bytes added so far
    uint8_t rest[64];   ///< those behind the last whole block
} csha256;

void csha256_begin(csha256 *hash);
void csha256_add(csha256 *hash, const uint8_t *bytes, size_t length);

/// Adds the same bytes to both.
void csha256_add_to_both(csha256 *first, csha256 *second, const uint8_t *bytes, size_t length);

/// Ends the stream. The hash is void afterwards.
void csha256_end(csha256 *hash, uint8_t digest[_Nonnull 32]);

#pragma clang assume_nonnull end

#endif
