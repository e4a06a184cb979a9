// SPDX-License-Identifier: Apache-2.0

// The C library's streams are variables.
@preconcurrency internal import Glibc

/// Where the program is started with one of them closed, a file of the release or the state folder would get its number, and what is printed.
func openStandardFiles() {
    while true {
        let number = open("/dev/null", O_RDWR)
        if number > STDERR_FILENO { close(number) }
        if number < 0 && errno != EINTR || number > STDERR_FILENO { return }
    }
}

/// Whether something that was printed did not get where standard output goes. A reader at the end of a pipe may have read enough.
func hasLostOutput() -> Bool {
    let isLost = fflush(stdout) != 0 || ferror(stdout) != 0
    var status = stat()
    guard isLost, fstat(STDOUT_FILENO, &status) == 0 else { return false }
    return ![S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
}
