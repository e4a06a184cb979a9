// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "File.hpp"

/// A Data Set put right: pieces of the file and bytes between them.
struct MendedDataSet {
    struct Piece {
        uint64_t offset;  ///< in the file, or in `literals`
        uint64_t length;
        bool isLiteral;
    };

    E_TransferSyntax encoding = EXS_Unknown;
    uint32_t mends = 0;  ///< bits of cdcmtk_mend
    std::vector<Piece> pieces;
    std::vector<uint8_t> literals;

    /// False where `target` refuses bytes; `errno` says why.
    bool write(int descriptor, int target) const;
};

/// Reads the Data Set between `start` and `end` by its structure alone, from the first byte to the last, and puts right
/// what is wrong but can be read in one way only. False where something else is wrong, or nothing is.
bool mend(int descriptor, uint64_t start, uint64_t end, E_TransferSyntax encoding, MendedDataSet &result);

/// Where File Meta Information ends, told by its elements: Explicit VR Little Endian, group 0002.
uint64_t endOfFileMeta(int descriptor, uint64_t start, uint64_t end);
