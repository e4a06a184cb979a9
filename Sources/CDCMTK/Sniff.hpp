// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "File.hpp"

/// What the first bytes of a file say about it.
struct Sniffed {
    enum Kind {
        nothing,
        guessed,  ///< the bytes begin like a Data Set without a prefix
        prefixed  ///< "DICM" stands where it should
    } kind = nothing;
    uint64_t start = 0;  ///< where the toolkit begins to read
};

Sniffed sniff(int descriptor, uint64_t length);

/// All transfer syntaxes of the standard but three hold encapsulated frames.
bool isEncapsulatedSyntax(const char *uid);
