// SPDX-License-Identifier: Apache-2.0
//
// Between the calls (faults.c) and the ledger of what a power cut would take (ledger.c).
#pragma once
#include <sys/types.h>

int is_watched(const char *path);
/// The path of an open file, or NULL. The buffer has PATH_MAX bytes.
const char *path_of(int number, char *buffer);
const char *full_path(int folder, const char *path, char *buffer);

/// - Parameter folder: Where the ledger is; NULL for none.
void ledger_begin(const char *folder);
// Each notes a change before it is made, and returns what ledger_done takes; nothing else changes meanwhile.
long ledger_write(int number, const void *bytes, size_t count, off_t place);
long ledger_truncate(int number, off_t length);
/// - Parameter kind: C for a file, where it is not there already.
long ledger_make(const char *path, char kind);
/// - Parameter kind: R, L, U, D or M.
long ledger_change(char kind, const char *from, const char *to);
void ledger_done(long entry, int has_happened);
/// What was flushed, a file, a folder or all, is safe.
void ledger_flush(int number, int is_all);
