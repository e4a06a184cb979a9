// SPDX-License-Identifier: Apache-2.0

#ifndef FILTER_H
#define FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Filters the calls of all threads.
/// - Parameter landlock: The version of the rules that hold. What the older ones let through is refused here.
bool filter_calls(int landlock);

/// Refuses these calls and the filters of `prctl`, and lets all others through.
bool refuse_calls(const uint32_t *calls, size_t count);

#endif
