// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Handoff

@Suite struct ApproverKeyTests {
    @Test("A key file gives the key back, sealed or not") func roundTrip() throws {
        let key = ApproverKey()
        for passphrase in [nil, "correct horse"] {
            let text = try key.file(passphrase: passphrase)
            let back = try ApproverKey(file: text) { passphrase ?? "" }
            #expect(back.publicKey == key.publicKey)
        }
    }

    @Test("A wrong passphrase and a changed file open nothing") func wrongPassphrase() throws {
        let text = try ApproverKey().file(passphrase: "right")
        let error = #expect(throws: HandoffError.self) { try ApproverKey(file: text) { "wrong" } }
        #expect(error == .key("the passphrase is not that of the key file, or the file was changed"))
    }

    @Test("openssl reads the keys, and each verifies what the other signs") func openssl() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func run(_ arguments: [String]) throws -> Int32 {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/openssl")
            process.arguments = arguments
            process.currentDirectoryURL = folder
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }
        let key = ApproverKey(), message = Array("what is signed\n".utf8)
        try Data(key.file(passphrase: nil).utf8).write(to: folder.appending(path: "key.pem"))
        try Data(key.publicKey.pem.utf8).write(to: folder.appending(path: "public.pem"))
        try Data(message).write(to: folder.appending(path: "message"))
        try Data(key.signature(of: message)).write(to: folder.appending(path: "ours"))
        #expect(try run(["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "public.pem", "-in", "message", "-sigfile", "ours"]) == 0)
        #expect(try run(["pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-in", "message", "-out", "theirs"]) == 0)
        #expect(key.publicKey.isValid(try Data(contentsOf: folder.appending(path: "theirs")), of: message))
        #expect(try run(["genpkey", "-algorithm", "ed25519", "-out", "own.pem"]) == 0)
        #expect(try run(["pkey", "-in", "own.pem", "-pubout", "-out", "own.pub.pem"]) == 0)
        let own = try ApproverKey(file: String(contentsOf: folder.appending(path: "own.pem"), encoding: .utf8)) { "" }
        #expect(own.publicKey == (try ApproverPublicKey(pem: String(contentsOf: folder.appending(path: "own.pub.pem"), encoding: .utf8))))
    }
}
