// SPDX-License-Identifier: Apache-2.0
//
// The ledger: one line for each change of a watched file or folder, in order, with what is needed to take it back. power.py reads it.
//
//     W <inode> <place> <length> <size before> <old> <length of old> <new>      a write; old and new bytes are at these places of the file `bytes`
//     T <inode> <length> <size before> <old> <length of old>                    a file is cut, or made longer
//     C|M <inode of folder> <path>                                              a file or folder is made
//     R|L <inode of folder> <path> <other path> <what the name stood for>       renamed or linked, from the second to the first
//     U|D <inode of folder> <path> <what it was>                                removed; a file is kept under another name
//     S <inode>  F <inode>  Y                                                   a file, a folder, everything is flushed
//
// A line ends with "." where the change was made, with "!" where it failed, and with neither where the process was killed meanwhile.
#define _GNU_SOURCE
#include "faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[PATH_MAX];
static int ledger = -1, kept = -1;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) \
    ({ \
        static __typeof__(&name) found; \
        if (!found) found = (__typeof__(&name))dlsym(RTLD_NEXT, #name); \
        found; \
    })

static void put(const char *text, size_t length) {
    if (REAL(write)(ledger, text, length) != (ssize_t)length) abort();
}

/// Takes the ledger for one change, in this process and among the others.
static long lock(void) {
    pthread_mutex_lock(&mutex);
    while (flock(ledger, LOCK_EX) && errno == EINTR) {}
    return lseek(ledger, 0, SEEK_END);
}

static void unlock(void) {
    flock(ledger, LOCK_UN);
    pthread_mutex_unlock(&mutex);
}

void ledger_begin(const char *given) {
    if (!given) return;
    snprintf(folder, sizeof folder, "%s", given);
    char path[PATH_MAX + 8];
    snprintf(path, sizeof path, "%s/ledger", folder);
    // A lock belongs to an open file, so each process opens its own.
    ledger = REAL(open)(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    snprintf(path, sizeof path, "%s/bytes", folder);
    kept = REAL(open)(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static unsigned long inode_of_folder(const char *path) {
    char above[PATH_MAX];
    snprintf(above, sizeof above, "%s", path);
    char *end = strrchr(above, '/');
    if (end) *end = 0;
    struct stat status;
    return stat(above, &status) ? 0 : status.st_ino;
}

/// Puts bytes aside, and returns where. A worker may open no other file by its name, so this one is open from the beginning.
static long keep(const void *bytes, size_t count) {
    off_t place = lseek(kept, 0, SEEK_END);
    if (REAL(write)(kept, bytes, count) != (ssize_t)count) abort();
    return (long)place;
}

/// Puts aside what a file has at a place.
static long keep_of(int number, off_t place, size_t count, size_t *got) {
    char path[64];
    // What is open for writing only can be read by this name.
    snprintf(path, sizeof path, "/proc/self/fd/%d", number);
    int source = REAL(open)(path, O_RDONLY | O_CLOEXEC);
    char *bytes = malloc(count ? count : 1);
    ssize_t read = source < 0 ? 0 : REAL(pread)(source, bytes, count, place);
    *got = read < 0 ? 0 : (size_t)read;
    long result = keep(bytes, *got);
    free(bytes);
    if (source >= 0) REAL(close)(source);
    return result;
}

/// Keeps what a name stands for under a name of the ledger's.
static int keep_link(long entry, const char *path) {
    char other[PATH_MAX + 40];
    snprintf(other, sizeof other, "%s/%ldl", folder, entry);
    return !REAL(link)(path, other);
}

long ledger_write(int number, const void *bytes, size_t count, off_t place) {
    char path[PATH_MAX], line[256];
    struct stat status;
    if (ledger < 0 || !count || !is_watched(path_of(number, path)) || fstat(number, &status) || !S_ISREG(status.st_mode)) return -1;
    long entry = lock();
    fstat(number, &status);
    size_t old_length;
    long old = keep_of(number, place, count, &old_length), new = keep(bytes, count);
    int length = snprintf(
        line, sizeof line, "\nW %lu %ld %zu %ld %ld %zu %ld", status.st_ino, (long)place, count, (long)status.st_size, old, old_length, new);
    put(line, (size_t)length);
    return entry;
}

long ledger_truncate(int number, off_t size) {
    char path[PATH_MAX], line[256];
    struct stat status;
    if (ledger < 0 || !is_watched(path_of(number, path)) || fstat(number, &status)) return -1;
    long entry = lock();
    fstat(number, &status);
    size_t old_length;
    long old = keep_of(number, size, status.st_size > size ? (size_t)(status.st_size - size) : 0, &old_length);
    int length = snprintf(line, sizeof line, "\nT %lu %ld %ld %ld %zu", status.st_ino, (long)size, (long)status.st_size, old, old_length);
    put(line, (size_t)length);
    return entry;
}

long ledger_make(const char *path, char kind) {
    char line[PATH_MAX + 64];
    struct stat status;
    if (ledger < 0 || !is_watched(path)) return -1;
    long entry = lock();
    if (!lstat(path, &status)) return unlock(), -1;
    put(line, (size_t)snprintf(line, sizeof line, "\n%c %lu %s\t", kind, inode_of_folder(path), path));
    return entry;
}

long ledger_change(char kind, const char *from, const char *to) {
    char line[2 * PATH_MAX + 128];
    if (ledger < 0 || !is_watched(to)) return -1;
    if (kind == 'M') return ledger_make(to, kind);
    long entry = lock();
    int has_link = (kind == 'R' || kind == 'U') && keep_link(entry, to), length;
    if (kind == 'R' || kind == 'L') {
        length = snprintf(line, sizeof line, "\n%c %lu %s\t%s\t", kind, inode_of_folder(to), to, from);
    } else {
        length = snprintf(line, sizeof line, "\n%c %lu %s\t", kind, inode_of_folder(to), to);
    }
    put(line, (size_t)length);
    if (has_link) put(line, (size_t)snprintf(line, sizeof line, "%ldl", entry));
    return entry;
}

void ledger_done(long entry, int has_happened) {
    if (entry < 0) return;
    int error = errno;
    put(has_happened ? " ." : " !", 2);
    unlock();
    errno = error;
}

void ledger_flush(int number, int is_all) {
    char path[PATH_MAX], line[64];
    struct stat status;
    if (ledger < 0 || !is_watched(path_of(number, path)) || fstat(number, &status)) return;
    lock();
    int length =
        is_all ? snprintf(line, sizeof line, "\nY .") : snprintf(line, sizeof line, "\n%c %lu .", S_ISDIR(status.st_mode) ? 'F' : 'S', status.st_ino);
    put(line, (size_t)length);
    unlock();
}
