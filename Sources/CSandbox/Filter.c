// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include "Filter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/// The last call that was known when the list below was made. What is newer is not there, as on an older kernel, so that the C library does without.
enum { lastKnownCall = 450 };

/// Calls with which a process reaches others, other machines or other programs, or changes what belongs to all. Some are not on every architecture.
static const uint32_t refused[] = {
// Networks and sockets. What comes through the socket that is open is received with `recvmsg`.
#define CALL(name) SYS_##name,
    CALL(socket) CALL(socketpair) CALL(connect) CALL(bind) CALL(listen) CALL(accept) CALL(accept4) CALL(sendto) CALL(sendmsg) CALL(sendmmsg)
    CALL(recvmmsg) CALL(setsockopt) CALL(shutdown)
    // Other programs and processes.
    CALL(execve) CALL(execveat) CALL(ptrace) CALL(process_vm_readv) CALL(process_vm_writev) CALL(kcmp) CALL(setns) CALL(unshare)
    CALL(pidfd_open) CALL(pidfd_getfd) CALL(pidfd_send_signal) CALL(process_madvise) CALL(process_mrelease) CALL(migrate_pages) CALL(move_pages)
    CALL(tkill) CALL(perf_event_open) CALL(userfaultfd)
    // Memory and messages that others share.
    CALL(shmget) CALL(shmat) CALL(shmctl) CALL(msgget) CALL(msgsnd) CALL(msgrcv) CALL(msgctl) CALL(semget) CALL(semop) CALL(semctl)
    CALL(semtimedop) CALL(mq_open) CALL(mq_unlink) CALL(memfd_create) CALL(memfd_secret)
    // Files by other ways than opening a path, and what can be done to a file by its name or with a descriptor that is for reading.
    CALL(open_by_handle_at) CALL(name_to_handle_at) CALL(truncate) CALL(linkat) CALL(symlinkat) CALL(mknodat) CALL(fchmodat) CALL(fchmod)
    CALL(fchownat) CALL(fchown) CALL(utimensat) CALL(setxattr) CALL(lsetxattr) CALL(fsetxattr) CALL(removexattr) CALL(lremovexattr)
    CALL(fremovexattr) CALL(fanotify_init) CALL(fanotify_mark) CALL(inotify_init1) CALL(inotify_add_watch) CALL(quotactl) CALL(quotactl_fd)
    CALL(acct) CALL(swapon) CALL(swapoff)
    CALL(io_uring_setup) CALL(io_uring_enter) CALL(io_uring_register) CALL(io_setup) CALL(io_submit)
    // File systems.
    CALL(mount) CALL(umount2) CALL(pivot_root) CALL(chroot) CALL(move_mount) CALL(open_tree) CALL(fsopen) CALL(fsconfig) CALL(fsmount)
    CALL(fspick) CALL(mount_setattr)
    // The kernel and the machine.
    CALL(bpf) CALL(keyctl) CALL(add_key) CALL(request_key) CALL(init_module) CALL(finit_module) CALL(delete_module) CALL(kexec_load)
    CALL(reboot) CALL(syslog) CALL(personality) CALL(sethostname) CALL(setdomainname) CALL(settimeofday) CALL(clock_settime) CALL(adjtimex)
    CALL(clock_adjtime) CALL(vhangup)
    // Users and privileges.
    CALL(setuid) CALL(setgid) CALL(setreuid) CALL(setregid) CALL(setresuid) CALL(setresgid) CALL(setfsuid) CALL(setfsgid) CALL(setgroups)
    CALL(capset)
#ifdef SYS_kexec_file_load
    CALL(kexec_file_load)
#endif
#ifdef __x86_64__
    CALL(fork) CALL(vfork) CALL(link) CALL(symlink) CALL(mknod) CALL(chmod) CALL(chown) CALL(lchown) CALL(utime) CALL(utimes) CALL(futimesat)
    CALL(inotify_init) CALL(iopl) CALL(ioperm) CALL(modify_ldt) CALL(uselib) CALL(ustat) CALL(sysfs) CALL(_sysctl)
#endif
#undef CALL
};

/// Signals to others. Their first argument is a process.
static const uint32_t signals[] = {SYS_kill, SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo};

enum { room = 1024 };

typedef struct {
    struct sock_filter steps[room];
    size_t count;
} program;

static void add(program *filter, uint16_t code, uint32_t value, uint8_t ifTrue, uint8_t ifFalse) {
    if (filter->count < room) filter->steps[filter->count++] = (struct sock_filter){code, ifTrue, ifFalse, value};
}

static void load(program *filter, size_t offset) { add(filter, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }

static void answer(program *filter, int error) { add(filter, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)error, 0, 0); }

static void load_call(program *filter) { load(filter, offsetof(struct seccomp_data, nr)); }

/// The lower half: both architectures are little endian.
static void load_argument(program *filter, int number) {
    load(filter, offsetof(struct seccomp_data, args) + 8 * (size_t)number);
}

static void refuse(program *filter, uint32_t call, int error) {
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1);
    answer(filter, error);
}

static void begin(program *filter) {
    load(filter, offsetof(struct seccomp_data, arch));
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0);
    add(filter, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
    load_call(filter);
}

/// Refuses a call unless the lower half of an argument is a value.
static void allow_only(program *filter, uint32_t call, int argument, uint32_t value) {
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, call, 0, 4);
    load_argument(filter, argument);
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0);
    answer(filter, EPERM);
    load_call(filter);
}

/// Refuses a call with one of the bits of an argument set, or with none of them.
static void refuse_bits(program *filter, uint32_t call, int argument, uint32_t bits, bool ifSet, int error) {
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, call, 0, 4);
    load_argument(filter, argument);
    add(filter, BPF_JMP | BPF_JSET | BPF_K, bits, ifSet ? 0 : 1, ifSet ? 1 : 0);
    answer(filter, error);
    load_call(filter);
}

/// Refuses a call if an argument is one of the values.
static void refuse_values(program *filter, uint32_t call, int argument, const uint32_t *values, uint8_t count) {
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, call, 0, (uint8_t)(2 * count + 2));
    load_argument(filter, argument);
    for (uint8_t index = 0; index < count; index++) refuse(filter, values[index], EPERM);
    load_call(filter);
}

static bool install(program *filter) {
    if (filter->count == room) return false;
    struct sock_fprog whole = {.len = (unsigned short)filter->count, .filter = filter->steps};
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &whole) == 0) return true;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole, 0, 0) == 0;
}

bool filter_calls(int landlock) {
#ifdef OWN_ARCHITECTURE
    program filter = {.count = 0};
    begin(&filter);
    // With it the calls of x32, whose numbers are larger.
    add(&filter, BPF_JMP | BPF_JGT | BPF_K, lastKnownCall, 0, 1);
    answer(&filter, ENOSYS);
    for (size_t index = 0; index < sizeof refused / sizeof *refused; index++) refuse(&filter, refused[index], EPERM);
    // Its flags lie in memory, where a filter cannot see them. The C library then asks for a thread with `clone`.
    refuse(&filter, SYS_clone3, ENOSYS);
    refuse_bits(&filter, SYS_clone, 0, CLONE_THREAD, false, EPERM);
    for (size_t index = 0; index < sizeof signals / sizeof *signals; index++) allow_only(&filter, signals[index], 0, (uint32_t)getpid());
    allow_only(&filter, SYS_prlimit64, 0, 0);
    // What a program types into a terminal, and signals to others by way of a file.
    refuse_values(&filter, SYS_ioctl, 1, (const uint32_t[]){TIOCSTI, TIOCLINUX}, 2);
    refuse_values(&filter, SYS_fcntl, 1, (const uint32_t[]){F_SETOWN, F_SETOWN_EX, F_NOTIFY}, 3);
    // The first versions of the rules do not know that to open a file can empty it.
    if (landlock < 3) {
        refuse_bits(&filter, SYS_openat, 2, O_TRUNC, true, EPERM);
        refuse(&filter, SYS_openat2, ENOSYS);
#ifdef __x86_64__
        refuse_bits(&filter, SYS_open, 1, O_TRUNC, true, EPERM);
        refuse(&filter, SYS_creat, EPERM);
#endif
    }
    add(&filter, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    return install(&filter);
#else
    (void)landlock;
    return false;
#endif
}

bool refuse_calls(const uint32_t *calls, size_t count) {
#ifdef OWN_ARCHITECTURE
    program filter = {.count = 0};
    begin(&filter);
    for (size_t index = 0; index < count; index++) refuse(&filter, calls[index], EPERM);
    refuse_values(&filter, SYS_prctl, 0, (const uint32_t[]){PR_SET_SECCOMP}, 1);
    add(&filter, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    return install(&filter);
#else
    (void)calls;
    (void)count;
    return false;
#endif
}
