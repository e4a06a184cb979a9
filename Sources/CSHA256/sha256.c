// SPDX-License-Identifier: Apache-2.0
#include "CSHA256.h"

#include <string.h>

static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotated(uint32_t word, int count) { return word >> count | word << (32 - count); }

static void add_blocks_plainly(uint32_t *state, const uint8_t *bytes, size_t blocks) {
    for (; blocks > 0; blocks--, bytes += 64) {
        uint32_t words[64], v[8];
        for (int i = 0; i < 16; i++)
            words[i] = (uint32_t)bytes[4 * i] << 24 | (uint32_t)bytes[4 * i + 1] << 16 | (uint32_t)bytes[4 * i + 2] << 8 | bytes[4 * i + 3];
        for (int i = 16; i < 64; i++) {
            const uint32_t early = words[i - 15], late = words[i - 2];
            words[i] = words[i - 16] + words[i - 7] + (rotated(early, 7) ^ rotated(early, 18) ^ early >> 3) +
                       (rotated(late, 17) ^ rotated(late, 19) ^ late >> 10);
        }
        memcpy(v, state, sizeof v);
        for (int i = 0; i < 64; i++) {
            const uint32_t first = v[7] + (rotated(v[4], 6) ^ rotated(v[4], 11) ^ rotated(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) +
                                   constants[i] + words[i];
            const uint32_t second = (rotated(v[0], 2) ^ rotated(v[0], 13) ^ rotated(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
            memmove(v + 1, v, 7 * sizeof *v);
            v[4] += first;
            v[0] = first + second;
        }
        for (int i = 0; i < 8; i++) state[i] += v[i];
    }
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#define WITH_SHA __attribute__((target("sha,sse4.1,ssse3")))

typedef struct {
    __m128i abef, cdgh, words[4];
} lane;

WITH_SHA static inline lane load_lane(const uint32_t *state) {
    const __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
    lane loaded;
    loaded.abef = _mm_alignr_epi8(cdab, efgh, 8);
    loaded.cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
    return loaded;
}

WITH_SHA static inline void store_lane(uint32_t *state, const lane *from) {
    const __m128i feba = _mm_shuffle_epi32(from->abef, 0x1B), dchg = _mm_shuffle_epi32(from->cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

/// Four rounds, the `step`th of sixteen.
WITH_SHA __attribute__((always_inline)) static inline void four_rounds(lane *own, const uint8_t *bytes, int step) {
    __m128i *words = own->words, new;
    if (step < 4) {
        const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
        new = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * step)), order);
    } else {
        const __m128i last = words[(step + 3) % 4];
        new = _mm_add_epi32(_mm_sha256msg1_epu32(words[step % 4], words[(step + 1) % 4]), _mm_alignr_epi8(last, words[(step + 2) % 4], 4));
        new = _mm_sha256msg2_epu32(new, last);
    }
    words[step % 4] = new;
    const __m128i sum = _mm_add_epi32(new, _mm_load_si128((const __m128i *)(constants + 4 * step)));
    own->cdgh = _mm_sha256rnds2_epu32(own->cdgh, own->abef, sum);
    own->abef = _mm_sha256rnds2_epu32(own->abef, own->cdgh, _mm_shuffle_epi32(sum, 0x0E));
}

WITH_SHA static void add_blocks_fast(uint32_t *state, const uint8_t *bytes, size_t blocks) {
    lane own = load_lane(state);
    for (; blocks > 0; blocks--, bytes += 64) {
        const __m128i abef = own.abef, cdgh = own.cdgh;
#pragma clang loop unroll(full)
        for (int step = 0; step < 16; step++) four_rounds(&own, bytes, step);
        own.abef = _mm_add_epi32(own.abef, abef);
        own.cdgh = _mm_add_epi32(own.cdgh, cdgh);
    }
    store_lane(state, &own);
}

WITH_SHA static void add_two_fast(uint32_t *first, const uint8_t *one, uint32_t *second, const uint8_t *other, size_t blocks) {
    lane left = load_lane(first), right = load_lane(second);
    for (; blocks > 0; blocks--, one += 64, other += 64) {
        const __m128i abef = left.abef, cdgh = left.cdgh, abef2 = right.abef, cdgh2 = right.cdgh;
#pragma clang loop unroll(full)
        for (int step = 0; step < 16; step++) {
            four_rounds(&left, one, step);
            four_rounds(&right, other, step);
        }
        left.abef = _mm_add_epi32(left.abef, abef);
        left.cdgh = _mm_add_epi32(left.cdgh, cdgh);
        right.abef = _mm_add_epi32(right.abef, abef2);
        right.cdgh = _mm_add_epi32(right.cdgh, cdgh2);
    }
    store_lane(first, &left);
    store_lane(second, &right);
}

static int has_instructions(void) {
    static int known = -1;  // every thread finds the same
    int found = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (found < 0) {
        unsigned a = 0, b = 0, c = 0, d = 0, leaf1c = 0;
        found = __get_cpuid(1, &a, &b, &leaf1c, &d) && (leaf1c & bit_SSE4_1) != 0 && (leaf1c & bit_SSSE3) != 0 &&
                __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA) != 0;
        __atomic_store_n(&known, found, __ATOMIC_RELAXED);
    }
    return found;
}
#else
static int has_instructions(void) { return 0; }
#define add_blocks_fast add_blocks_plainly
static void add_two_fast(uint32_t *first, const uint8_t *one, uint32_t *second, const uint8_t *other, size_t blocks) {
    add_blocks_plainly(first, one, blocks);
    add_blocks_plainly(second, other, blocks);
}
#endif

static void add_blocks(uint32_t *state, const uint8_t *bytes, size_t blocks) {
    if (has_instructions()) add_blocks_fast(state, bytes, blocks);
    else add_blocks_plainly(state, bytes, blocks);
}

void csha256_begin(csha256 *hash) {
    static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(hash->state, first, sizeof first);
    hash->length = 0;
}

/// Fills up the block that was begun, and returns how many bytes went into it.
static size_t fill(csha256 *hash, const uint8_t *bytes, size_t length) {
    const size_t begun = hash->length % 64;
    if (begun == 0) return 0;
    const size_t count = length < 64 - begun ? length : 64 - begun;
    memcpy(hash->rest + begun, bytes, count);
    hash->length += count;
    if (hash->length % 64 == 0) add_blocks(hash->state, hash->rest, 1);
    return count;
}

static void keep(csha256 *hash, const uint8_t *bytes, size_t blocks, size_t rest) {
    memcpy(hash->rest, bytes + 64 * blocks, rest);
    hash->length += 64 * blocks + rest;
}

void csha256_add(csha256 *hash, const uint8_t *bytes, size_t length) {
    const size_t done = fill(hash, bytes, length);
    if (done == length) return;
    const size_t blocks = (length - done) / 64;
    add_blocks(hash->state, bytes + done, blocks);
    keep(hash, bytes + done, blocks, (length - done) % 64);
}

void csha256_add_to_both(csha256 *first, csha256 *second, const uint8_t *bytes, size_t length) {
    const size_t one = fill(first, bytes, length), other = fill(second, bytes, length);
    const size_t left = (length - one) / 64, right = (length - other) / 64, both = left < right ? left : right;
    if (has_instructions()) {
        add_two_fast(first->state, bytes + one, second->state, bytes + other, both);
    } else {
        add_blocks_plainly(first->state, bytes + one, both);
        add_blocks_plainly(second->state, bytes + other, both);
    }
    // What is begun is a whole number of blocks now; the rest, less than two of them, goes the usual way.
    first->length += 64 * both;
    second->length += 64 * both;
    csha256_add(first, bytes + one + 64 * both, length - one - 64 * both);
    csha256_add(second, bytes + other + 64 * both, length - other - 64 * both);
}

void csha256_end(csha256 *hash, uint8_t digest[32]) {
    const uint64_t bits = hash->length * 8;
    const uint8_t mark = 0x80, zeros[64] = {0};
    csha256_add(hash, &mark, 1);
    csha256_add(hash, zeros, (64 + 56 - hash->length % 64) % 64);
    uint8_t end[8];
    for (int i = 0; i < 8; i++) end[i] = (uint8_t)(bits >> (56 - 8 * i));
    csha256_add(hash, end, 8);
    for (int i = 0; i < 32; i++) digest[i] = (uint8_t)(hash->state[i / 4] >> (24 - 8 * (i % 4)));
}
