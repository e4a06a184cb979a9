// SPDX-License-Identifier: Apache-2.0
//
// All contact with DCMTK. Handles are opaque, no C++ type, exception or toolkit message crosses this header.
// A `cdcmtk_file` belongs to whoever opened it and is used by one thread at a time.
// Pointers handed out by a function live as long as its comment says, and are never freed by the caller.

#ifndef CDCMTK_H
#define CDCMTK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

typedef struct cdcmtk_file cdcmtk_file;

typedef enum {
    CDCMTK_OK = 0,
    CDCMTK_CANNOT_READ,   ///< the operating system refused; `errno` says why
    CDCMTK_NOT_DICOM,     ///< nothing in the content looks like DICOM
    CDCMTK_TRUNCATED,     ///< the file ends inside an element
    CDCMTK_MALFORMED,     ///< the bytes cannot be parsed as a Data Set
    CDCMTK_NO_SCRATCH,    ///< the scratch folder cannot take the inflated Data Set; `errno` says why
    CDCMTK_TOO_DEEP,      ///< sequences lie more than 256 levels deep inside one another
    CDCMTK_INFLATES_TOO_FAR,  ///< the inflated Data Set is more than 256 MiB, and more than 200 times the file
    CDCMTK_NO_SUCH_NODE,
    CDCMTK_NO_MEMORY,
    CDCMTK_INTERNAL
} cdcmtk_status;

/// One row of the dictionary that replaces the toolkit's run-time file. `upper` equals `tag` but for repeating groups.
typedef struct {
    uint32_t tag;
    uint32_t upper;
    char vr[2];
} cdcmtk_dictionary_entry;

/// Installs the dictionary, for the toolkit too, which is set up when the first file needs it. Call once, before anything else.
cdcmtk_status cdcmtk_initialize(const cdcmtk_dictionary_entry *entries, size_t count);

/// Sets the toolkit up now, for a process that cannot open files later.
cdcmtk_status cdcmtk_start_toolkit(void);

// MARK: - Reading

typedef enum {
    CDCMTK_ELEMENT = 0,   ///< a Data Element with a value
    CDCMTK_SEQUENCE = 1,
    CDCMTK_ITEM = 2,
    CDCMTK_PIXELS = 3     ///< Pixel Data at the top level: never read, only spliced
} cdcmtk_node_kind;

enum {
    CDCMTK_LARGE = 1,      ///< longer than 64 KiB: no bytes in the walk, read it piece by piece
    CDCMTK_UNPARSED = 2,   ///< UN that starts or should be like a sequence but does not parse as one
    CDCMTK_ENCAPSULATED = 8
};

/// A node of the Data Set in preorder. Node 0 is the Data Set itself, as an item.
typedef struct {
    uint32_t tag;
    uint32_t parent;       ///< index of the enclosing item (for elements) or sequence (for items)
    uint32_t end;          ///< index behind the last node of this subtree
    uint16_t vr;           ///< two letters, the first in the upper byte
    uint8_t kind;          ///< cdcmtk_node_kind
    uint8_t flags;
    uint64_t offset;       ///< of the value in the bytes of `cdcmtk_file_values`; of Pixel Data in the file (inflated, where it was deflated);
                           ///< of one flagged CDCMTK_LARGE it means nothing
    uint64_t length;       ///< of the value in bytes
} cdcmtk_node;

/// What was put right before a file could be read.
enum {
    CDCMTK_STRAY_DELIMITER = 1,         ///< a delimiter that ends nothing, or one with a length
    CDCMTK_MISSING_DELIMITER = 2,
    CDCMTK_MISSING_VR = 4,              ///< an element without a VR in Explicit VR
    CDCMTK_FILE_META_IN_DATA_SET = 8,   ///< elements of group 0002 at the head of the Data Set
    CDCMTK_EXPLICIT_IN_UNKNOWN = 16     ///< items in Explicit VR in an element of VR UN
};

typedef struct {
    char transfer_syntax[65];          ///< of File Meta Information, or what the bytes were found to be
    char media_storage_sop_class[65];  ///< empty where there is no File Meta Information
    bool is_implicit;                  ///< the Data Set is in Implicit VR
    bool is_big_endian;
    bool is_deflated;
    uint32_t repeated_elements;        ///< elements sent a second time at the top level; the first is kept
    uint64_t trailing_bytes;           ///< bytes after the last element, which are not kept
    uint64_t length;                   ///< of the file in bytes
    bool by_toolkit;                   ///< the toolkit read the Data Set
    uint32_t mends;                    ///< what was put right; offsets are then those of a scratch file
} cdcmtk_file_info;

/// Parses everything of a regular file but the top-level Pixel Data, through a descriptor of its own for the same open file.
/// The file's position does not matter and does not move. No name is opened, then or later, but that of
/// `scratch_directory`, which takes an unnamed temporary file when the Data Set is deflated.
/// What is in every respect as the standard says is read here, without the toolkit, unless `only_toolkit`; the toolkit reads all else.
/// On CDCMTK_OK the caller owns `*file` and closes it; on any other status `*file` is null.
cdcmtk_status cdcmtk_file_open(int descriptor, const char *scratch_directory, bool only_toolkit,
                               cdcmtk_file *_Nullable *_Nonnull file);
void cdcmtk_file_close(cdcmtk_file *file);

/// The pointer lives as long as the file.
const cdcmtk_file_info *cdcmtk_file_about(const cdcmtk_file *file);

/// The elements that the file sends again, as a file of their own to be walked once: at `time` 0 those of the second time, and so on. They are
/// read by the character set that the file declares first. Null where there are none; the caller closes it before the file.
cdcmtk_file *_Nullable cdcmtk_file_repeated(cdcmtk_file *file, uint32_t time);

/// All nodes in preorder. `*length` becomes how many bytes `cdcmtk_file_values` writes.
/// The pointer lives until `cdcmtk_file_values` is called or the file is closed. Call each of the two once.
cdcmtk_status cdcmtk_file_walk(cdcmtk_file *file, const cdcmtk_node *_Nullable *_Nonnull nodes, size_t *count, size_t *length);

/// Copies the bytes that hold the values of the nodes, binary values little endian. What lies between values means nothing.
cdcmtk_status cdcmtk_file_values(cdcmtk_file *file, uint8_t *buffer);

/// Copies part of a value, also of one flagged CDCMTK_LARGE or of Pixel Data.
cdcmtk_status cdcmtk_node_read(cdcmtk_file *file, uint32_t node, uint64_t offset, uint8_t *buffer, size_t length);

/// Copies the header of top-level Pixel Data as it lies in the file: 8 or 12 bytes.
cdcmtk_status cdcmtk_pixels_header(cdcmtk_file *file, uint32_t node, uint8_t header[_Nonnull 12], size_t *length);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
