// SPDX-License-Identifier: Apache-2.0

#ifndef CSANDBOX_H
#define CSANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What keeps a process in.
typedef struct {
    /// The version of Landlock's rules; 0 where the kernel has none or refuses them.
    int landlock;
    /// System calls are filtered.
    bool seccomp;
    /// No program that is started can gain privileges.
    bool no_new_privs;
    /// How many threads the process had: rules hold for the one that made them and for what it starts, so there must be one.
    /// 0 where it cannot be told.
    int threads;
} csandbox_state;

typedef enum {
    /// Files below the folder are made, read, written, renamed and removed.
    CSANDBOX_WORK,
    /// The same, but what lies there cannot be read.
    CSANDBOX_DEPOSIT,
} csandbox_use;

typedef struct {
    const char *folder;
    csandbox_use use;
} csandbox_rule;

/// Tells what would keep a process in, by trying it with one that ends at once: a container may refuse what the kernel has.
csandbox_state csandbox_probe(void);

/// Keeps the process in until it ends: of the disk it opens what the rules name and nothing else, and of system calls those are refused with
/// which it could reach another process, another machine or another program. What is open already stays open.
/// - Returns: What holds.
csandbox_state csandbox_enter(const csandbox_rule *rules, size_t count);

/// For tests: this process and all that it starts cannot be kept in any more, as in a container that refuses the calls for it.
bool csandbox_refuse(void);

/// At most so many go with one message.
#define CSANDBOX_MOST_FILES 253

/// Sends bytes through a local socket, and copies of open files with the first of them.
/// - Returns: As of `send`, with `errno`. Where it is more than 0 the files are sent.
ssize_t csandbox_send(int socket, const void *bytes, size_t count, const int *files, size_t file_count);

/// Receives bytes and the files that come with them.
/// - Parameter files: Has room for `CSANDBOX_MOST_FILES`; the caller closes them.
/// - Returns: As of `recv`, with `errno`.
ssize_t csandbox_receive(int socket, void *bytes, size_t count, int *files, size_t *file_count);

#ifdef __cplusplus
}
#endif

#endif
