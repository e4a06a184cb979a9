// SPDX-License-Identifier: Apache-2.0

#include "Convolution.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

#include <cstring>

#define TEXTSIGHT_AVX2 __attribute__((target("avx2")))

namespace textsight {
namespace {

/// Sums for `Cells` neighbours at once, eight outputs in each vector. Products of bytes with weights of at most 64 are exact in 16 bits.
template <int Vectors, int Cells>
TEXTSIGHT_AVX2 void cells(const Layer &layer, const Tensor &input, Tensor &output, int row, int column) {
    __m256i sums[Cells][Vectors];
    for (int vector = 0; vector < Vectors; ++vector) {
        const __m256i bias = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(layer.bias + 8 * vector));
        for (int cell = 0; cell < Cells; ++cell) sums[cell][vector] = bias;
    }
    const __m256i ones = _mm256_set1_epi16(1);
    const int groups = layer.inputs / 4;
    const size_t step = static_cast<size_t>(layer.inputs) * static_cast<size_t>(layer.stride);
    const int8_t *weights = layer.weights;
    for (int tap = 0; tap < 9; ++tap) {
        const int down = (tap / 3 - 1) * layer.dilation, across = (tap % 3 - 1) * layer.dilation;
        const uint8_t *start = input.at(row * layer.stride + down, column * layer.stride + across);
        for (int group = 0; group < groups; ++group, start += 4, weights += 32 * Vectors) {
            __m256i four[Vectors];
            for (int vector = 0; vector < Vectors; ++vector) {
                four[vector] = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(weights + 32 * vector));
            }
            for (int cell = 0; cell < Cells; ++cell) {
                int32_t bytes;
                std::memcpy(&bytes, start + static_cast<size_t>(cell) * step, sizeof bytes);
                const __m256i values = _mm256_set1_epi32(bytes);
                for (int vector = 0; vector < Vectors; ++vector) {
                    const __m256i pairs = _mm256_maddubs_epi16(values, four[vector]);
                    sums[cell][vector] = _mm256_add_epi32(sums[cell][vector], _mm256_madd_epi16(pairs, ones));
                }
            }
        }
    }
    const __m128i shift = _mm_cvtsi32_si128(layer.shift);
    for (int cell = 0; cell < Cells; ++cell) {
        uint8_t *target = output.at(row, column + cell);
        for (int vector = 0; vector < Vectors; ++vector) {
            const __m256i multipliers = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(layer.multipliers + 8 * vector));
            const __m256i value = _mm256_sra_epi32(_mm256_mullo_epi32(sums[cell][vector], multipliers), shift);
            const __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(value), _mm256_extracti128_si256(value, 1));
            const __m128i bytes = _mm_packus_epi16(words, words);
            _mm_storel_epi64(reinterpret_cast<__m128i *>(target + 8 * vector), bytes);
        }
    }
}

template <int Vectors, int Cells>
TEXTSIGHT_AVX2 void line(const Layer &layer, const Tensor &input, Tensor &output, int row, int column, int count) {
    int done = 0;
    for (; done + Cells <= count; done += Cells) cells<Vectors, Cells>(layer, input, output, row, column + done);
    for (; done < count; ++done) cells<Vectors, 1>(layer, input, output, row, column + done);
}

void convolveAVX2(const Layer &layer, const Tensor &input, Tensor &output, int row, int column, int count) {
    switch (layer.outputs) {
    case 16: return line<2, 6>(layer, input, output, row, column, count);
    case 24: return line<3, 4>(layer, input, output, row, column, count);
    case 32: return line<4, 3>(layer, input, output, row, column, count);
    default: return convolvePlain(layer, input, output, row, column, count);
    }
}

}  // namespace

RowKernel fastKernel() {
    static const bool isThere = __builtin_cpu_supports("avx2");
    return isThere ? convolveAVX2 : nullptr;
}

}  // namespace textsight

#else

namespace textsight {

RowKernel fastKernel() { return nullptr; }

}  // namespace textsight

#endif
