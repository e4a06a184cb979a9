// SPDX-License-Identifier: Apache-2.0

package import Filesystem
internal import Glibc
internal import Handoff
package import Records
internal import RunState

/// Small files that a person names.
package enum HandoffFiles {
    package static func small(_ path: BytePath, _ option: String) throws(PipelineError) -> [UInt8] {
        do { return try readFile(path, limit: 1 << 20) } catch { throw .usage("\(option): \(error)") }
    }

    /// One that others may not read.
    package static func secret(_ path: BytePath, _ option: String) throws(PipelineError) -> [UInt8] {
        guard let status = FileStatus(path, followLinks: true), status.kind == .file else { throw .usage("\(option): the file does not exist") }
        guard status.permissions & 0o077 == 0 else {
            throw .usage("\(option): the key can be read by other users; run chmod 600 on it, and consider whether it has leaked")
        }
        return try small(path, option)
    }

    /// Writes a new key, readable by its owner alone, and beside it the public half as `FILE.pub.pem`. Never replaces a file.
    /// - Returns: The fingerprint.
    package static func createApproverKey(_ path: BytePath, passphrase: String?) throws(PipelineError) -> String {
        let key = ApproverKey()
        let publicPath = BytePath(path.bytes + Array(".pub.pem".utf8))
        do {
            guard FileStatus(publicPath) == nil else { throw PipelineError.usage("FILE.pub.pem is there already and is not overwritten") }
            let text = try key.file(passphrase: passphrase)
            do throws(SystemError) {
                try writeNewFile(Array(text.utf8), to: path, mode: 0o600)
            } catch {
                if error.number == EEXIST { throw PipelineError.usage("the key file is there already and is not overwritten") }
                throw error
            }
            do throws(SystemError) {
                try writeNewFile(Array(key.publicKey.pem.utf8), to: publicPath, mode: 0o644)
            } catch {
                // A key whose public half nobody has is none.
                try? removeFile(path)
                throw error
            }
            return key.publicKey.fingerprint
        } catch {
            throw PipelineError(error, "the key", in: "the key", advice: "No key was made. \(PipelineError.again)")
        }
    }
}
