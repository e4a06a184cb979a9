// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Glibc

/// A folder in memory for the files of one process, gone with it.
enum Scratch {
    static let folder: String = {
        let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : NSTemporaryDirectory()
        var template = Array("\(base)/dcmscrub-fuzz-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { fatalError("no scratch folder can be made in \(base)") }
        let path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        atexit { _ = try? FileManager.default.removeItem(atPath: Scratch.folder) }
        return path
    }()

    static func path(_ name: String) -> String { "\(folder)/\(name)" }

    static func write(_ bytes: some Collection<UInt8>, to name: String) -> String {
        let path = path(name)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { fatalError("the scratch folder cannot be written") }
        try! FileDescriptor(owning: descriptor).write(bytes)
        return path
    }
}
