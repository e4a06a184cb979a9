// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Glibc
internal import PixelText

/// What the operating system says to ``Doctor``.
enum DoctorSystem {
    struct Room: Sendable {
        var bytes: Int64
        /// `nil` where the file system makes room for as many as are wanted.
        var files: Int64?
    }

    enum Kind: Sendable {
        case disk
        /// What is there is gone with the power.
        case memory
        /// The upper layer of a container: gone with it.
        case container
        case network
    }

    static func room(_ folder: BytePath) -> Room? {
        var facts = statvfs()
        guard folder.withCString({ statvfs($0, &facts) }) == 0 else { return nil }
        let (bytes, overflow) = Int64(clamping: facts.f_bavail).multipliedReportingOverflow(by: Int64(clamping: facts.f_frsize))
        return Room(bytes: overflow ? .max : bytes, files: facts.f_files == 0 ? nil : Int64(clamping: facts.f_favail))
    }

    static func kind(_ folder: BytePath) -> Kind {
        // `struct statfs` has 120 bytes and begins with the type.
        var facts = [Int](repeating: 0, count: 32)
        guard let call = dlsym(nil, "statfs") else { return .disk }
        let look = unsafeBitCast(call, to: (@convention(c) (UnsafePointer<CChar>, UnsafeMutableRawPointer) -> Int32).self)
        guard folder.withCString({ look($0, &facts) }) == 0 else { return .disk }
        return switch UInt32(truncatingIfNeeded: facts[0]) {
        case 0x0102_1994, 0x8584_58F6: .memory  // tmpfs, ramfs
        case 0x794C_7630: .container  // overlay
        case 0x6969, 0xFF53_4D42, 0xFE53_4D42, 0x517B, 0x6573_5546: .network  // NFS, CIFS, SMB, FUSE
        default: .disk
        }
    }

    /// - Returns: `nil` where it cannot be told.
    static var clockIsSynchronized: Bool? {
        guard let call = dlsym(nil, "adjtimex") else { return nil }
        let ask = unsafeBitCast(call, to: (@convention(c) (UnsafeMutableRawPointer) -> Int32).self)
        // `struct timex` has 208 bytes; zeros change nothing.
        var facts = [Int](repeating: 0, count: 64)
        let status = ask(&facts)
        // TIME_ERROR
        return status < 0 ? nil : status != 5
    }

    static var coreLimit: UInt? {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 ? UInt(limit.rlim_cur) : nil
    }

    static func textReader() -> String? { TextReader()?.version }
}
