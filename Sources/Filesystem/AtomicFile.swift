// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
package import Glibc

/// Writes a file beside its final name, flushes it and renames it. Until ``commit()`` the final name is untouched.
package final class AtomicFile {
    private let path: BytePath
    private let temporary: BytePath
    private let descriptor: FileDescriptor
    private var buffer: [UInt8] = []
    private var hash = SHA256()
    private var isCommitted = false

    package init(_ path: BytePath, mode: mode_t = 0o666) throws(SystemError) {
        self.path = path
        temporary = path.parent.appending([UInt8(ascii: ".")] + path.lastComponent + Array(".part".utf8))
        try removeFile(temporary)
        descriptor = try FileDescriptor(opening: temporary, O_WRONLY | O_CREAT | O_EXCL, mode: mode, for: "write a file")
    }

    deinit {
        if !isCommitted { try? removeFile(temporary) }
    }

    package func write(_ text: some Sequence<UInt8>) throws(SystemError) {
        buffer += text
        if buffer.count >= 1 << 18 { try drain() }
    }

    /// - Returns: The SHA-256 of what was written.
    @discardableResult package func commit() throws(SystemError) -> String {
        try drain()
        try descriptor.flush()
        try moveFile(temporary, to: path)
        isCommitted = true
        try flushFolder(path.parent)
        return hexadecimal(hash.finalize())
    }

    private func drain() throws(SystemError) {
        try descriptor.write(buffer)
        hash.update(data: buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}

/// Writes a small file, whole or not at all, and brings it to the disk. One that is there already is left alone.
/// - Throws: ``SystemError`` with `EEXIST` for a name that is taken.
package func writeNewFile(_ bytes: [UInt8], to path: BytePath, mode: mode_t) throws(SystemError) {
    do throws(SystemError) {
        let file = try FileDescriptor(unnamedIn: path.parent, for: "write a file")
        guard fchmod(file.number, mode) == 0 else { throw SystemError("write a file") }
        try file.write(bytes)
        try file.link(to: path)
    } catch  where [EPERM, ENOTSUP, ENOSYS, EMLINK, ENOENT, EXDEV].contains(error.number) {
        // A file system without links.
        let file = try FileDescriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode, for: "write a file")
        do throws(SystemError) {
            try file.write(bytes)
            try file.flush()
            try flushFolder(path.parent)
        } catch {
            // Half of it would stand in the place of a whole one.
            try? removeFile(path)
            throw error
        }
    }
}

/// SHA-256 and length of a file, or `nil` where it cannot be read.
package func fileDigest(_ path: BytePath) -> (sha256: String, bytes: Int)? { try? digest(ofFile: path) }

/// The same, or `nil` where there is no such file.
/// - Throws: Where it is the disk that does not give it.
package func digestIfThere(_ path: BytePath) throws(SystemError) -> (sha256: String, bytes: Int)? {
    try ifThere { () throws(SystemError) in try digest(ofFile: path) }
}

package func digest(ofFile path: BytePath) throws(SystemError) -> (sha256: String, bytes: Int) {
    let descriptor = try FileDescriptor(openingFile: path, for: "read a file")
    var hash = SHA256()
    var count = 0
    while true {
        let block = try descriptor.read(upTo: 1 << 18)
        if block.isEmpty { return (hexadecimal(hash.finalize()), count) }
        hash.update(data: block)
        count += block.count
    }
}

/// A file's bytes, at most `limit` of them.
package func readFile(_ path: BytePath, limit: Int = 1 << 24) throws(SystemError) -> [UInt8] {
    let descriptor = try FileDescriptor(openingFile: path, followsLinks: true, for: "read a file")
    var result: [UInt8] = []
    while result.count < limit {
        let block = try descriptor.read(upTo: min(1 << 18, limit - result.count))
        if block.isEmpty { break }
        result += block
    }
    return result
}

/// The same, or `nil` where there is no file of that name. What cannot be looked at is not missing.
package func readFileIfThere(_ path: BytePath, limit: Int = 1 << 24) throws(SystemError) -> [UInt8]? {
    do throws(SystemError) {
        return try readFile(path, limit: limit)
    } catch  where error.number == ENOENT {
        return nil
    }
}
