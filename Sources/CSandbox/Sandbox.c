// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include "Filter.h"
#include "CSandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// By number: the C library has no calls for them, and headers of the kernel may be older than the kernel.
#define LANDLOCK_CREATE_RULESET 444
#define LANDLOCK_ADD_RULE 445
#define LANDLOCK_RESTRICT_SELF 446
#define LANDLOCK_VERSION 1u
#define LANDLOCK_PATH_BENEATH 1

struct landlock_rules {
    uint64_t files;
    uint64_t network;
    uint64_t scopes;
};

struct __attribute__((packed)) landlock_folder {
    uint64_t allowed;
    int32_t folder;
};

enum {
    WRITE_FILE = 1 << 1,
    READ_FILE = 1 << 2,
    READ_FOLDER = 1 << 3,
    REMOVE_FOLDER = 1 << 4,
    REMOVE_FILE = 1 << 5,
    MAKE_FOLDER = 1 << 7,
    MAKE_FILE = 1 << 8,
    TRUNCATE = 1 << 14,
};

static int landlock_version(void) {
    const long version = syscall(LANDLOCK_CREATE_RULESET, NULL, 0, LANDLOCK_VERSION);
    return version < 0 ? 0 : (int)version;
}

/// All that a version can forbid is forbidden: 13 rights over files in the first, then to link and rename elsewhere, to truncate, TCP, devices,
/// signals and abstract sockets.
static int new_ruleset(int version) {
    const int rights = version < 2 ? 13 : version < 3 ? 14 : version < 5 ? 15 : 16;
    const struct landlock_rules rules = {
        .files = (UINT64_C(1) << rights) - 1, .network = version < 4 ? 0 : 3, .scopes = version < 6 ? 0 : 3};
    const size_t size = version < 4 ? 8 : version < 6 ? 16 : 24;
    return (int)syscall(LANDLOCK_CREATE_RULESET, &rules, size, 0);
}

static bool allow(int ruleset, int version, const csandbox_rule *rule) {
    uint64_t allowed = WRITE_FILE | READ_FOLDER | REMOVE_FOLDER | REMOVE_FILE | MAKE_FOLDER | MAKE_FILE;
    if (rule->use == CSANDBOX_WORK) allowed |= READ_FILE;
    if (version >= 3) allowed |= TRUNCATE;
    int folder;
    do folder = open(rule->folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    while (folder < 0 && errno == EINTR);
    if (folder < 0) return false;
    const struct landlock_folder beneath = {.allowed = allowed, .folder = folder};
    const long result = syscall(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_PATH_BENEATH, &beneath, 0);
    close(folder);
    return result == 0;
}

/// - Returns: The version of the rules, or 0 where they do not hold.
static int restrict_files(const csandbox_rule *rules, size_t count) {
    const int version = landlock_version();
    const int ruleset = version > 0 ? new_ruleset(version) : -1;
    if (ruleset < 0) return 0;
    // A folder that is not there is no reason to let the process have all others.
    for (size_t index = 0; index < count; index++) allow(ruleset, version, &rules[index]);
    const long result = syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0);
    close(ruleset);
    return result == 0 ? version : 0;
}

static int thread_count(void) {
    DIR *tasks = opendir("/proc/self/task");
    if (tasks == NULL) return 0;
    int count = 0;
    for (const struct dirent *entry = readdir(tasks); entry != NULL; entry = readdir(tasks)) count += entry->d_name[0] != '.';
    closedir(tasks);
    return count;
}

static csandbox_state keep_in(const csandbox_rule *rules, size_t count) {
    csandbox_state state = {.landlock = 0, .seccomp = false, .no_new_privs = false, .threads = 0};
    state.no_new_privs = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    // What others of the same user could read of its memory.
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    state.landlock = restrict_files(rules, count);
    state.seccomp = filter_calls(state.landlock);
    return state;
}

csandbox_state csandbox_enter(const csandbox_rule *rules, size_t count) {
    const int threads = thread_count();
    csandbox_state state = keep_in(rules, count);
    state.threads = threads;
    return state;
}

csandbox_state csandbox_probe(void) {
    csandbox_state state = {.landlock = 0, .seccomp = false, .no_new_privs = false, .threads = 0};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return state;
    const pid_t child = fork();
    if (child == 0) {
        // Of a program with threads only what is safe in a handler of signals can be called here.
        const csandbox_state found = keep_in(NULL, 0);
        _exit(write(ends[1], &found, sizeof found) == sizeof found ? 0 : 1);
    }
    close(ends[1]);
    csandbox_state found;
    ssize_t count;
    while ((count = read(ends[0], &found, sizeof found)) < 0 && errno == EINTR) {}
    if (count == sizeof found) state = found;
    close(ends[0]);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    return state;
}

bool csandbox_refuse(void) {
    // What the kernel has is still told.
    const uint32_t calls[] = {LANDLOCK_RESTRICT_SELF, SYS_seccomp};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && refuse_calls(calls, sizeof calls / sizeof *calls);
}
