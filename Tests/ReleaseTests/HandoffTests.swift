// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Foundation
import Handoff
import Records
import Release
import RunState
import ScrubTestSupport
import Testing

@testable import ScrubPipeline

/// From a release to a package, as the people who do it type it, and as the recipient checks it.
@Suite struct HandoffTests {
    @Test("A package of two approvals is checked with sha256sum and openssl exactly as its README says") func package() throws {
        let box = try HandoffBox()
        #expect(try box.prepare(["--expires", "2099-12-31"]).exitCode == 0)
        let shown = try box.approve("ada", "data-protection")
        #expect(shown.exitCode == 0, "\(shown.errors)")
        for text in ["Vendor A", "lung nodules", "2099-12-31", "was NOT cleaned", "were NOT removed", "113100", "direct-identifiers"] {
            #expect(shown.output.contains(text), "\(text)")
        }
        #expect(shown.output.contains("approved as data-protection: 1 of 2 approvals"))
        #expect(try box.approve("ben", "radiology").exitCode == 0)
        let released = try box.release()
        #expect(released.exitCode == 0, "\(released.errors)")

        let readMe = try box.text("package/README.txt")
        let commands = readMe.split(separator: "\n").map { $0.drop { $0 == " " } }.filter {
            ["(cd ", "openssl", "echo "].contains(where: $0.hasPrefix)
        }
        #expect(commands.count >= 12)
        for command in commands {
            let (exitCode, output) = try HandoffBox.shell(String(command), in: box.package)
            #expect(exitCode == 0, "\(command)")
            if command.contains("-verify") { #expect(output == "Signature Verified Successfully\n") }
            if command.contains("base64") { #expect(readMe.contains("SHA256:" + output.prefix { $0 != "=" })) }
        }
        #expect(try Program(["verify", box.package, "--state", box.state]).exitCode == 0)
        #expect(try HandoffBox.shell("diff -r \(box.release) \(box.package)/release", in: box.package).exitCode == 0)

        let proof = try Program(["handoff", "proof", box.package + "/release/" + box.image])
        let lines = proof.output.split(separator: "\n").filter { $0.hasPrefix("    ") }
        #expect(lines.count == 5)
        for line in lines { #expect(try HandoffBox.shell(String(line), in: box.package + "/release").exitCode == 0, "\(line)") }

        let list = try Program(["handoff", "list", "--state", box.state])
        for text in ["released", "Vendor A", "data-protection: Ada Byron, radiology: Ben Other", "2099-12-31"] { #expect(list.output.contains(text)) }
        #expect(try Program(["audit", "verify", "--state", box.state]).exitCode == 0)
    }

    @Test("A tar holds what the folder holds, and is the same file wherever it is written") func tar() throws {
        let box = try HandoffBox()
        try box.approved()
        #expect(try box.release().exitCode == 0)
        #expect(try box.release(["--tar", box.folder.appending("one.tar").path]).exitCode == 0)
        let (exitCode, _) = try HandoffBox.shell("mkdir x && tar -xf one.tar -C x && diff -r x package", in: box.folder.path)
        #expect(exitCode == 0)
        let listing = try HandoffBox.shell("TZ=UTC tar -tvf one.tar --numeric-owner", in: box.folder.path).output.split(separator: "\n")
        #expect(listing.allSatisfy { $0.hasPrefix("-rw-r--r-- 0/0") })
        #expect(Set(listing.map { $0.split(separator: " ")[3] }).count == 1)
        let again = try box.release(["--tar", box.folder.appending("two.tar").path])
        #expect(again.exitCode == 3)
        #expect(again.errors.contains("the request was released as a tar already"))
    }

    @Test("An approver signs with openssl and his own key, whoever hands it in") func openssl() throws {
        let box = try HandoffBox(operatorMayApprove: false)
        #expect(try box.prepare().exitCode == 0)
        for (key, role) in [("ada", "data-protection"), ("ben", "radiology")] {
            _ = try HandoffBox.shell("openssl pkeyutl -sign -rawin -inkey \(key) -in request.json -out \(key).sig", in: box.folder.path)
            let approved = try Program([
                "handoff", "approve", box.request, "--release", box.release, "--state", box.state, "--role", role, "--yes", "--signature",
                box.folder.appending(key + ".sig").path, "--public-key", box.folder.appending(key + ".pub.pem").path,
            ])
            #expect(approved.exitCode == 0, "\(approved.errors)")
        }
        #expect(try box.release().exitCode == 0)
        #expect(try Program(["verify", box.package]).exitCode == 0)
    }

    @Test("A key under a passphrase signs with it, and with no other") func passphrase() throws {
        let box = try HandoffBox()
        try box.write("right", "correct horse\n")
        try box.write("wrong", "wrong horse\n")
        let made = try Program([
            "key", "create", "--approver", "--output", box.folder.appending("dan").path, "--passphrase-file", box.folder.appending("right").path,
        ])
        #expect(made.exitCode == 0 && made.output.hasPrefix("SHA256:"))
        #expect(FileStatus(BytePath(box.folder.appending("dan").path))?.permissions == 0o600)
        try box.write(
            "state/approvers.yaml",
            try box.text("state/approvers.yaml") + "  - {name: Dan Fourth, role: legal, key: \"\(made.output.trimmingCharacters(in: .newlines))\"}\n")
        #expect(try box.prepare().exitCode == 0)
        #expect(try box.approve("dan", "legal", ["--passphrase-file", box.folder.appending("wrong").path]).exitCode == 64)
        #expect(try box.approve("dan", "legal", ["--passphrase-file", box.folder.appending("right").path]).exitCode == 0)
        #expect(try Program(["key", "create", "--approver", "--no-passphrase", "--output", box.folder.appending("dan").path]).exitCode == 64)
    }

    @Test("What the log says of a handoff holds no value of a header, and every refusal is in it") func log() throws {
        let box = try HandoffBox(operatorMayApprove: false)
        #expect(try box.prepare().exitCode == 0)
        #expect(try box.approve("ada", "data-protection").exitCode == 3)
        #expect(try box.release().exitCode == 3)
        let log = try box.text("state/audit.jsonl")
        #expect(!log.lowercased().contains("whitcomb"))
        let shown = try Program(["audit", "show", "--state", box.state, "--action", "handoff-approved"])
        #expect(shown.output.contains("refused  as data-protection  to Vendor A"))
        #expect(log.contains("\"action\":\"handoff-released\""))
        #expect(try Program(["audit", "export", "--state", box.state, "--format", "cef"]).output.contains("|handoff-approved|7|"))
        #expect(try Program(["audit", "review", "--state", box.state]).output.contains("'handoff-approved' by"))
    }

    @Test("Purge deletes what is over, shows that it is gone, and leaves what is not ours") func purge() throws {
        let box = try HandoffBox()
        try box.approved(["--expires", "2090-01-01"])
        #expect(try box.release().exitCode == 0)
        #expect(try box.release(["--tar", box.folder.appending("one.tar").path]).exitCode == 0)
        #expect(try Program(["handoff", "purge", "--state", box.state]).output == "nothing to delete\n")
        // A clock that once was wrong deletes nothing.
        try box.log(at: "2090-01-02T00:00:00.000Z")
        #expect(try Program(["handoff", "purge", "--state", box.state]).output == "nothing to delete\n")
        var purge = HandoffPurge(state: BytePath(box.state))
        purge.today = "2090-01-01"
        #expect(try purge.run().isEmpty)
        purge.today = "2090-01-02"
        purge.isDryRun = true
        #expect(try purge.run().count { $0.kept == nil } == 3)
        #expect(FileStatus(BytePath(box.package)) != nil)
        try box.write("one.tar", "something else")
        purge.isDryRun = false
        let purged = try purge.run()
        #expect(purged.filter { $0.kept == nil }.map(\.path).sorted() == [box.release, box.package].sorted())
        #expect(purged.count { $0.kept != nil } == 1)
        #expect(FileStatus(BytePath(box.package)) == nil && FileStatus(BytePath(box.release)) == nil)
        #expect(try box.text("one.tar") == "something else")
        #expect(try box.text("state/audit.jsonl").contains("\"action\":\"handoff-purged\""))
    }

    @Test(
        "A package that was logged and never got its name, as after a power cut, is made anew; one that had it is not", arguments: ["--to", "--tar"])
    func cutShort(_ form: String) throws {
        let box = try HandoffBox()
        try box.approved()
        #expect(try box.release([form, box.package]).exitCode == 0)
        let part = box.folder.appending(".package.dcmscrub-part").path
        try FileManager.default.moveItem(atPath: box.package, toPath: part)
        let again = try box.release([form, box.package])
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(FileStatus(BytePath(part)) == nil && FileStatus(BytePath(box.package)) != nil)
        if form == "--to" { #expect(try Program(["verify", box.package, "--state", box.state]).exitCode == 0) }
        try removeTree(BytePath(box.package))
        #expect(try box.release([form, box.package]).exitCode == 3)
        #expect(try Program(["audit", "verify", "--state", box.state]).exitCode == 0)
    }

    @Test("A package that was never finished goes after its hours") func workingCopies() throws {
        let box = try HandoffBox()
        try box.approved()
        let target = BytePath(box.package)
        var handoff = HandoffRelease(request: BytePath(box.request), release: BytePath(box.release), form: .folder, target: target)
        handoff.state = BytePath(box.state)
        let part = packagePart(target)
        // What a killed process leaves.
        handoff.onStep = { if $0 == nil { try? FileManager.default.copyItem(atPath: part.readable, toPath: part.readable + ".kept") } }
        _ = try handoff.run()
        try FileManager.default.moveItem(atPath: part.readable + ".kept", toPath: part.readable)
        var purge = HandoffPurge(state: BytePath(box.state))
        #expect(try purge.run().isEmpty)
        purge.hours = 0
        #expect(try purge.run().map(\.kind) == [.workingCopy])
        #expect(FileStatus(part) == nil && FileStatus(target) != nil)
    }
}
