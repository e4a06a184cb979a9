// SPDX-License-Identifier: Apache-2.0

package import Glibc

/// Now, in UTC to the millisecond.
package func utcTime() -> String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
    let milliseconds = String(time.tv_nsec / 1_000_000)
    let seconds = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return seconds + "." + String(repeating: "0", count: 3 - milliseconds.count) + milliseconds + "Z"
}

/// Seconds since 1970 of a time as ``utcTime()`` writes it.
package func seconds(of time: String) -> Int? {
    let numbers = time.split(whereSeparator: { !$0.isASCII || !$0.isNumber }).map { Int32($0) ?? 0 }
    guard numbers.count >= 6 else { return nil }
    var parts = tm()
    (parts.tm_year, parts.tm_mon, parts.tm_mday) = (numbers[0] - 1900, numbers[1] - 1, numbers[2])
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[3], numbers[4], numbers[5])
    return timegm(&parts)
}

/// The name that `/etc/passwd` has for a user, else the number. Name services are not asked: they can be on a network.
package func userName(_ user: uid_t = geteuid(), in table: BytePath = BytePath("/etc/passwd")) -> String {
    let lines = (try? readFile(table))?.split(separator: 0x0A) ?? []
    for line in lines {
        let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        if fields.count >= 3, !fields[0].isEmpty, String(decoding: fields[2], as: UTF8.self) == "\(user)" {
            return String(decoding: fields[0], as: UTF8.self)
        }
    }
    return "uid \(user)"
}

/// Has the C library look users and groups up in the files of this machine alone. Foundation asks for the owner's name of a file whose
/// size it is asked for, and the library would ask a daemon over a socket, or a directory over the network.
public func refuseNameServices() {
    typealias Configure = @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32
    guard let symbol = dlsym(nil, "__nss_configure_lookup") else { return }
    let configure = unsafeBitCast(symbol, to: Configure.self)
    for table in ["passwd", "group"] { _ = configure(table, "files") }
}

/// As the kernel has it.
package func hostName() -> String {
    var facts = utsname()
    guard uname(&facts) == 0 else { return "" }
    return withUnsafeBytes(of: &facts.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}

/// Gives a file that root wrote into somebody's folder to the owner of the folder, who could not read it otherwise.
package func giveToOwner(of folder: BytePath, _ path: BytePath) {
    guard geteuid() == 0, let owner = FileStatus(folder, followLinks: true)?.owner, owner != 0 else { return }
    _ = path.withCString { lchown($0, owner, gid_t.max) }
}

/// `YYYY-MM-DD` in UTC.
package func day(of seconds: Int) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%d", &parts)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
