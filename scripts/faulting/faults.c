// SPDX-License-Identifier: Apache-2.0
//
// Preloaded by scripts/faults: has calls on files fail, be cut short or kill, moves the clock, and keeps a ledger of what was not flushed.
//
// FAULTS_PLAN    call=write,at=17,do=ENOSPC,for=1     which call, and what it does (see parse)
// FAULTS_WATCH   folders, between colons, in which calls count
// FAULTS_SHARED  a file that all processes of a run share: counters
// FAULTS_LEDGER  a folder for the ledger; without it none is kept
// FAULTS_CLOCK   seconds, between commas, that the wall clock is off, one after the other, changed every 40 looks at it
#define _GNU_SOURCE
#include "faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

typedef enum { NONE, ERROR, SHORT, KILL_SELF, KILL_MAIN, TORN, POWER, STOP } deed;

static struct {
    char call[32];
    deed deed;
    int error;
    long at, count, every;
} plan;
static struct shared {
    _Atomic long calls, fired, clocks, dead, main;
} *shared;
static char watch[8 * PATH_MAX];
static long clock_offsets[32];
static int clock_count;

/// The function of that name behind ours, looked up once at each place.
#define REAL(name) \
    ({ \
        static __typeof__(&name) found; \
        if (!found) found = (__typeof__(&name))real(#name); \
        found; \
    })
static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

static void parse(char *text) {
    static const struct { const char *name; int number; } errors[] = {
        {"ENOSPC", ENOSPC}, {"EIO", EIO}, {"EFBIG", EFBIG}, {"EROFS", EROFS}, {"EDQUOT", EDQUOT}, {"EINTR", EINTR}, {"ENOMEM", ENOMEM},
        {"EMFILE", EMFILE}, {"EACCES", EACCES},
    };
    static const struct { const char *name; deed deed; } deeds[] = {
        {"short", SHORT}, {"kill-self", KILL_SELF}, {"kill-main", KILL_MAIN}, {"torn", TORN}, {"power", POWER}, {"stop", STOP}, {"count", NONE},
    };
    plan.count = 1;
    for (char *part = strtok(text, ","); part; part = strtok(NULL, ",")) {
        char *value = strchr(part, '=');
        if (!value) continue;
        *value++ = 0;
        if (!strcmp(part, "call")) snprintf(plan.call, sizeof plan.call, "%s", value);
        if (!strcmp(part, "at")) plan.at = atol(value);
        if (!strcmp(part, "for")) plan.count = atol(value);
        if (!strcmp(part, "every")) plan.every = atol(value);
        if (strcmp(part, "do")) continue;
        for (unsigned i = 0; i < sizeof errors / sizeof *errors; i++)
            if (!strcmp(value, errors[i].name)) plan.deed = ERROR, plan.error = errors[i].number;
        for (unsigned i = 0; i < sizeof deeds / sizeof *deeds; i++)
            if (!strcmp(value, deeds[i].name)) plan.deed = deeds[i].deed;
    }
}

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULTS_SHARED"), *text = getenv("FAULTS_PLAN"), *folders = getenv("FAULTS_WATCH");
    if (!path) return;
    int number = REAL(open)(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (number < 0 || REAL(ftruncate)(number, 4096)) return;
    struct shared *mapped = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0);
    REAL(close)(number);
    if (mapped == MAP_FAILED) return;
    if (text) {
        char copy[512];
        snprintf(copy, sizeof copy, "%s", text);
        parse(copy);
    }
    snprintf(watch, sizeof watch, "%s", folders ? folders : "");
    const char *offsets = getenv("FAULTS_CLOCK");
    while (offsets && *offsets && clock_count < 32) {
        char *end;
        clock_offsets[clock_count++] = strtol(offsets, &end, 10);
        offsets = *end ? end + 1 : end;
    }
    long nobody = 0;
    atomic_compare_exchange_strong(&mapped->main, &nobody, getpid());
    ledger_begin(getenv("FAULTS_LEDGER"));
    shared = mapped;
}

int is_watched(const char *path) {
    if (!shared || !path) return 0;
    for (const char *folder = watch; *folder;) {
        size_t length = strcspn(folder, ":");
        if (length && !strncmp(path, folder, length) && (path[length] == '/' || !path[length])) return 1;
        folder += length + (folder[length] == ':');
    }
    return 0;
}

const char *path_of(int number, char *buffer) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", number);
    ssize_t length = readlink(link, buffer, PATH_MAX - 1);
    if (length < 0) return NULL;
    buffer[length] = 0;
    return buffer;
}

const char *full_path(int folder, const char *path, char *buffer) {
    if (path[0] == '/') return path;
    char above[PATH_MAX];
    if (folder == AT_FDCWD ? !getcwd(above, sizeof above) : !path_of(folder, above)) return NULL;
    return snprintf(buffer, PATH_MAX, "%s/%s", above, path) < PATH_MAX ? buffer : NULL;
}

static void die(pid_t process) {
    kill(process, SIGKILL);
    if (process == getpid()) for (;;) pause();
}

/// What this call is to do. It kills by itself.
static deed turn(const char *call, const char *path) {
    if (!is_watched(path)) return NONE;
    if (shared->dead) die(getpid());
    int changes = strcmp(call, "open") && strcmp(call, "read");
    if (strcmp(plan.call, call) && !(changes && !strcmp(plan.call, "any"))) return NONE;
    long number = ++shared->calls;
    if (plan.every ? number % plan.every : plan.deed == NONE || number < plan.at || number >= plan.at + plan.count) return NONE;
    shared->fired++;
    switch (plan.deed) {
    case KILL_SELF: die(getpid()); break;
    case KILL_MAIN: die((pid_t)shared->main); break;
    case POWER:
        shared->dead = 1;
        kill((pid_t)shared->main, SIGKILL);
        die(getpid());
        break;
    case STOP:
        // The harness lets it go on.
        if (getpid() != shared->main) kill(getpid(), SIGSTOP);
        break;
    case TORN:
        if (strcmp(call, "write")) die((pid_t)shared->main);
        break;
    case ERROR: errno = plan.error; break;
    default: break;
    }
    return plan.deed;
}

/// - Returns: How many bytes of a write are to be written; -1 where it fails.
static ssize_t allowed(int number, size_t count, int *is_torn) {
    char buffer[PATH_MAX];
    *is_torn = 0;
    if (!shared || !count) return (ssize_t)count;
    switch (turn("write", path_of(number, buffer))) {
    case ERROR: return -1;
    case SHORT: return (ssize_t)(count + 1) / 2;
    case TORN: *is_torn = 1; return (ssize_t)(count + 1) / 2;
    default: return (ssize_t)count;
    }
}

static ssize_t written(int number, const void *bytes, size_t count, off_t place, int has_place) {
    int is_torn;
    ssize_t part = allowed(number, count, &is_torn);
    if (part < 0) return -1;
    off_t start = has_place ? place : lseek(number, 0, SEEK_CUR);
    long entry = ledger_write(number, bytes, (size_t)part, start);
    ssize_t result = has_place ? REAL(pwrite)(number, bytes, (size_t)part, place) : REAL(write)(number, bytes, (size_t)part);
    ledger_done(entry, result >= 0);
    if (is_torn) die((pid_t)shared->main), die(getpid());
    return result;
}

ssize_t write(int number, const void *bytes, size_t count) { return written(number, bytes, count, 0, 0); }
ssize_t pwrite(int number, const void *bytes, size_t count, off_t place) { return written(number, bytes, count, place, 1); }
ssize_t pwrite64(int number, const void *bytes, size_t count, off_t place) { return written(number, bytes, count, place, 1); }

static deed turn_of(const char *call, int number) {
    char buffer[PATH_MAX];
    return shared ? turn(call, path_of(number, buffer)) : NONE;
}

ssize_t read(int number, void *bytes, size_t count) {
    if (turn_of("read", number) == ERROR) return -1;
    return REAL(read)(number, bytes, count);
}
ssize_t pread(int number, void *bytes, size_t count, off_t place) {
    if (turn_of("read", number) == ERROR) return -1;
    return REAL(pread)(number, bytes, count, place);
}
ssize_t pread64(int number, void *bytes, size_t count, off_t place) { return pread(number, bytes, count, place); }

static int flushed(int number, const char *name) {
    if (turn_of("fsync", number) == ERROR) return -1;
    int result = ((int (*)(int))real(name))(number);
    if (!result) ledger_flush(number, !strcmp(name, "syncfs"));
    return result;
}
int fsync(int number) { return flushed(number, "fsync"); }
int fdatasync(int number) { return flushed(number, "fdatasync"); }
int syncfs(int number) { return flushed(number, "syncfs"); }

static int cut(int number, off_t length) {
    if (turn_of("write", number) == ERROR) return -1;
    long entry = ledger_truncate(number, length);
    int result = REAL(ftruncate)(number, length);
    ledger_done(entry, !result);
    return result;
}
int ftruncate(int number, off_t length) { return cut(number, length); }
int ftruncate64(int number, off_t length) { return cut(number, length); }

static int opened(int folder, const char *path, int flags, mode_t mode) {
    char buffer[PATH_MAX];
    const char *full = shared ? full_path(folder, path, buffer) : NULL;
    // Without a name there is nothing to lose.
    int makes = (flags & O_CREAT) && (flags & O_TMPFILE) != O_TMPFILE;
    if (turn(makes ? "create" : "open", full) == ERROR) return -1;
    long entry = makes ? ledger_make(full, 'C') : -1;
    int result = REAL(openat)(folder, path, flags, mode);
    ledger_done(entry, result >= 0);
    return result;
}
#define MODE() \
    mode_t mode = 0; \
    if (flags & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))) { \
        va_list list; \
        va_start(list, flags); \
        mode = va_arg(list, mode_t); \
        va_end(list); \
    }
int open(const char *path, int flags, ...) { MODE() return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE() return opened(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE() return opened(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE() return opened(folder, path, flags, mode); }

/// A change of names, of which `kind` is noted.
#define CHANGE(call, kind, first, second, perform) \
    char one[PATH_MAX], two[PATH_MAX]; \
    const char *from = shared ? full_path(AT_FDCWD, first, one) : NULL, *to = shared ? full_path(AT_FDCWD, second, two) : NULL; \
    if (turn(call, to) == ERROR) return -1; \
    long entry = ledger_change(kind, from, to); \
    int result = perform; \
    ledger_done(entry, !result); \
    return result;

int rename(const char *old, const char *new) { CHANGE("rename", 'R', old, new, REAL(rename)(old, new)) }
int link(const char *old, const char *new) { CHANGE("link", 'L', old, new, REAL(link)(old, new)) }
int linkat(int a, const char *old, int b, const char *new, int flags) { CHANGE("link", 'L', old, new, REAL(linkat)(a, old, b, new, flags)) }
int unlink(const char *path) { CHANGE("unlink", 'U', path, path, REAL(unlink)(path)) }
int rmdir(const char *path) { CHANGE("unlink", 'D', path, path, REAL(rmdir)(path)) }
int mkdir(const char *path, mode_t mode) { CHANGE("mkdir", 'M', path, path, REAL(mkdir)(path, mode)) }

static long clock_offset(void) {
    if (!shared || !clock_count) return 0;
    return clock_offsets[(shared->clocks++ / 40) % clock_count];
}
int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = REAL(clock_gettime)(clock, time);
    if (!result && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += clock_offset();
    return result;
}
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    int result = REAL(gettimeofday)(now, zone);
    if (!result) now->tv_sec += clock_offset();
    return result;
}
time_t time(time_t *place) {
    time_t now = REAL(time)(NULL) + clock_offset();
    if (place) *place = now;
    return now;
}
