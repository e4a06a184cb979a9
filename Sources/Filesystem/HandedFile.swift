// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A file to read, opened by somebody else: whoever reads it needs no way to its name.
package struct HandedFile: Sendable {
    /// `nil` where it could not be opened.
    package let descriptor: FileDescriptor?
    /// Why there is none; 0 where there is one.
    package let failure: Int32

    /// Opens a file to hand it on. Links are not followed, and nothing that stands in its place makes this wait.
    package init(opening path: BytePath) {
        var attempts = 0
        while true {
            let number = path.withCString { open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) }
            if number >= 0 {
                self.init(FileDescriptor(owning: number))
                return
            }
            switch errno {
            case EINTR: continue
            // Somebody holds a lease, as file servers do, and is asked to give it up.
            case EWOULDBLOCK where attempts < 100:
                attempts += 1
                _ = poll(nil, 0, 50)
            default:
                self.init(failure: errno)
                return
            }
        }
    }

    package init(_ descriptor: FileDescriptor) { (self.descriptor, failure) = (descriptor, 0) }

    package init(failure: Int32) { (descriptor, self.failure) = (nil, failure) }
}
