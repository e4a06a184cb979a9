// SPDX-License-Identifier: Apache-2.0

#ifndef TEXTSIGHT_CONVOLUTION_HPP
#define TEXTSIGHT_CONVOLUTION_HPP

#include "Tensor.hpp"
#include "Weights.hpp"

namespace textsight {

/// Computes `count` cells of one row of `output`, from `column` on.
using RowKernel = void (*)(const Layer &layer, const Tensor &input, Tensor &output, int row, int column, int count);

/// Fit for every machine.
void convolvePlain(const Layer &layer, const Tensor &input, Tensor &output, int row, int column, int count);

/// The same sums with AVX2, or nothing where the processor lacks it.
RowKernel fastKernel();

}  // namespace textsight

#endif
