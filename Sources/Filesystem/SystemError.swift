// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A failed system call. It names what was tried, never a path.
package struct SystemError: Error, CustomStringConvertible {
    package let operation: String
    package let number: Int32

    package init(_ operation: String, _ number: Int32 = errno) {
        self.operation = operation
        self.number = number
    }

    package var description: String { "cannot \(operation): \(systemMessage(number))" }

    /// Whether it tells of a disk, a share or the machine rather than of a file: another time it may be read.
    package static func isOfDisk(_ number: Int32) -> Bool {
        [EIO, ESTALE, ENODEV, ENXIO, EBADF, ETIMEDOUT, ENOMEM].contains(number)
    }
}

/// What is read, or `nil` where there is no such file, or none that may be read.
/// - Throws: Where it is the disk that does not give it: that must not look as if there were none.
package func ifThere<Value>(_ read: () throws(SystemError) -> Value) throws(SystemError) -> Value? {
    do throws(SystemError) {
        return try read()
    } catch  where !SystemError.isOfDisk(error.number) {
        return nil
    }
}

/// Calls again what a signal interrupted.
/// - Returns: What the call returned: a negative number where it failed.
package func uninterrupted<Number: SignedInteger>(_ call: () -> Number) -> Number {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}

package func systemMessage(_ number: Int32) -> String {
    switch number {
    case ENOSPC: "no space left on the device"
    case EDQUOT: "the disk quota is used up"
    case EROFS: "the file system is read-only"
    case EACCES, EPERM: "permission denied"
    default: String(cString: strerror(number))
    }
}
