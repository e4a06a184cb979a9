// SPDX-License-Identifier: Apache-2.0

import Audit
import Filesystem
import Foundation
import Glibc
import Handoff
import Records
import Release
import RunState
import ScrubTestSupport
import Testing

@testable import ScrubPipeline

/// Every rule of a handoff, attacked. Nothing may be written, and the text says which rule it was.
@Suite struct HandoffAttackTests {
    /// Makes SHA256SUMS fit what is there.
    private static let sumUp = "cut -c 67- SHA256SUMS | while read -r f; do sha256sum \"$f\"; done > s && mv s SHA256SUMS"

    struct Attack: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let expected: String
        var operatorMayApprove = true
        var ben = "Ben Other"
        /// Does everything up to the step that has to be refused, and that step.
        let inflict: @Sendable (HandoffBox) throws -> Program
    }

    @Test(
        "Every attack is refused",
        arguments: [
            Attack(testDescription: "one approval", expected: "2 approvals are needed, and there are 1") {
                _ = try $0.prepare()
                _ = try $0.approve("ada", "data-protection")
                return try $0.release()
            },
            Attack(testDescription: "no approval", expected: "2 approvals are needed, and there are 0") {
                _ = try $0.prepare()
                return try $0.release()
            },
            Attack(
                testDescription: "one key in another role", expected: "approvers.yaml lets this key approve as 'data-protection', not as 'radiology'"
            ) {
                _ = try $0.prepare()
                _ = try $0.approve("ada", "data-protection")
                return try $0.approve("ada", "radiology")
            },
            Attack(testDescription: "one key twice", expected: "one key signed twice; approvals need different keys") {
                _ = try $0.prepare()
                _ = try $0.approve("ada", "data-protection")
                return try $0.approve("ada", "data-protection")
            },
            Attack(testDescription: "one person with two keys", expected: "one person approved twice, with two keys", ben: "ADA BYRON") {
                _ = try $0.prepare()
                _ = try $0.approve("ada", "data-protection")
                return try $0.approve("ben", "radiology")
            },
            Attack(testDescription: "the operator", expected: "the account that ran the scrub may not approve", operatorMayApprove: false) {
                _ = try $0.prepare()
                return try $0.approve("ada", "data-protection")
            },
            Attack(testDescription: "the operator's name edited in the log", expected: "the audit log was changed", operatorMayApprove: false) {
                _ = try $0.prepare()
                let log = try $0.text("state/audit.jsonl")
                try $0.write("state/audit.jsonl", log.replacing("\"user\":\"\(userName())\"", with: "\"user\":\"nobody\""))
                return try $0.approve("ada", "data-protection")
            },
            Attack(testDescription: "changed byte", expected: "does not have its checksum any more") {
                try $0.approved()
                try flip($0, "out/" + $0.image)
                return try $0.release()
            },
            Attack(testDescription: "changed byte and checksums", expected: "this is not the release of the request, or it was changed: SHA256SUMS") {
                try $0.approved()
                try flip($0, "out/" + $0.image)
                _ = try HandoffBox.shell(
                    sumUp, in: $0.release)
                return try $0.release()
            },
            Attack(testDescription: "a side file", expected: "the release holds something that SHA256SUMS does not list") {
                try $0.approved()
                try $0.write("out/images/notes.txt", "x")
                return try $0.release()
            },
            Attack(testDescription: "changed purpose", expected: "nobody approved the request yet") {
                try $0.approved()
                try $0.write("request.json", try $0.text("request.json").replacing("lung nodules", with: "marketing"))
                return try $0.release()
            },
            Attack(testDescription: "request in other bytes", expected: "the request was changed after it was prepared") {
                try $0.approved()
                try $0.write("request.json", " " + $0.text("request.json"))
                return try $0.release()
            },
            Attack(testDescription: "replayed request", expected: "the request was released as a folder already") {
                try $0.approved()
                #expect(try $0.release().exitCode == 0)
                return try $0.release(["--to", $0.folder.appending("second").path])
            },
            Attack(testDescription: "replayed request, first package gone", expected: "the request was released as a folder already") {
                try $0.approved()
                #expect(try $0.release().exitCode == 0)
                try FileManager.default.removeItem(atPath: $0.package)
                return try $0.release()
            },
            Attack(testDescription: "other release with the same name", expected: "this is not the release of the request, or it was changed") {
                try $0.approved()
                _ = try HandoffBox.shell("mv out other", in: $0.folder.path)
                let export = Location.fixtures.appending(path: "pacs-export").path
                let run = try Program(["scrub", export, "--output", $0.release, "--state", $0.state, "--quiet"])
                #expect(run.exitCode == 2)
                return try $0.release()
            },
            Attack(testDescription: "expired, and the clock set back", expected: "the request expired on 2090-01-01; prepare a new one") {
                try $0.approved(["--expires", "2090-01-01"])
                try $0.log(at: "2090-01-02T00:00:00.000Z")
                return try $0.release()
            },
            Attack(
                testDescription: "signature of another request", expected: "the signature of 'data-protection' is not one of this request by this key"
            ) {
                _ = try $0.prepare()
                let other = $0.folder.appending("other.json").path
                _ = try $0.prepare(to: other)
                _ = try HandoffBox.shell("openssl pkeyutl -sign -rawin -inkey ada -in other.json -out ada.sig", in: $0.folder.path)
                return try Program([
                    "handoff", "approve", $0.request, "--release", $0.release, "--state", $0.state, "--role", "data-protection", "--yes",
                    "--signature",
                    $0.folder.appending("ada.sig").path, "--public-key", $0.folder.appending("ada.pub.pem").path,
                ])
            },
            Attack(testDescription: "approvals of another request", expected: "the audit log knows nothing of the approval") {
                try $0.approved()
                let other = $0.folder.appending("other.json").path
                _ = try $0.prepare(["--expires", "2099-01-01"], to: other)
                _ = try HandoffBox.shell(
                    "a=$(sha256sum < request.json | cut -c 1-64); b=$(sha256sum < other.json | cut -c 1-64); cp state/handoff/$a/approvals/* "
                        + "state/handoff/$b/approvals/", in: $0.folder.path)
                return try $0.release(request: other)
            },
            Attack(testDescription: "approvers.yaml edited after approval", expected: "approvers.yaml was changed after 'data-protection' approved") {
                try $0.approved()
                try $0.write("state/approvers.yaml", try $0.text("state/approvers.yaml").replacing("required: 2", with: "required: 1"))
                return try $0.release()
            },
            Attack(testDescription: "a profile that claims nothing", expected: "claims nothing (no code of CID 7050)") {
                _ = try HandoffBox.shell("rm -r out", in: $0.folder.path)
                let export = Location.fixtures.appending(path: "pacs-export/WHITCOMB").path
                _ = try Program(["scrub", export, "--output", $0.release, "--state", $0.state, "--profile", "core-18", "--quiet"])
                return try $0.prepare()
            },
            Attack(testDescription: "target in the state folder", expected: "lie inside one another") {
                try $0.approved()
                return try $0.release(["--to", $0.state + "/package"])
            },
            Attack(testDescription: "target that is there", expected: "the target is there already") {
                try $0.approved()
                try FileManager.default.createDirectory(atPath: $0.package + "/x", withIntermediateDirectories: true)
                return try $0.release()
            },
        ])
    func refuses(_ attack: Attack) throws {
        let box = try HandoffBox(operatorMayApprove: attack.operatorMayApprove, ben: attack.ben)
        let result = try attack.inflict(box)
        #expect(result.exitCode == 3 || result.exitCode == 64, "\(result.output)")
        #expect(result.errors.contains(attack.expected), "\(result.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: box.folder.path).filter { $0.hasSuffix(".dcmscrub-part") } == [])
        if !attack.testDescription.hasPrefix("replayed") { #expect(FileStatus(BytePath(box.package + "/HANDOFF.json")) == nil) }
    }

    private static func flip(_ box: HandoffBox, _ name: String) throws {
        var bytes = try Data(contentsOf: box.folder.appending(name))
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: box.folder.appending(name))
    }

    struct Swap: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let expected: String
        /// Happens when the release is being copied.
        let inflict: @Sendable (_ box: HandoffBox, _ image: String) throws -> Void
    }

    @Test(
        "What is swapped between check and copy does not leave",
        arguments: [
            Swap(testDescription: "other content", expected: "does not have its checksum any more") { box, image in
                try Data("swapped".utf8).write(to: box.folder.appending("out/" + image))
            },
            Swap(testDescription: "a link to the same content", expected: "is a link, which is not followed") { box, image in
                _ = try HandoffBox.shell("mv \(image) ../kept && ln -s $(realpath ../kept) \(image)", in: box.release)
            },
            Swap(testDescription: "a folder that is a link", expected: "is a link, which is not followed") { box, image in
                _ = try HandoffBox.shell("mv images ../kept && ln -s ../kept images", in: box.release)
            },
            Swap(testDescription: "a pipe", expected: "is not a file") { box, image in
                _ = try HandoffBox.shell("rm \(image) && mkfifo \(image)", in: box.release)
            },
            Swap(testDescription: "gone", expected: "is not in the release") { box, image in
                _ = try HandoffBox.shell("rm \(image)", in: box.release)
            },
            Swap(testDescription: "longer", expected: "does not have its checksum any more") { box, image in
                _ = try HandoffBox.shell("echo x >> \(image)", in: box.release)
            },
        ])
    func swapped(_ swap: Swap) throws {
        let box = try HandoffBox()
        try box.approved()
        let image = try box.image
        var handoff = HandoffRelease(request: BytePath(box.request), release: BytePath(box.release), form: .folder, target: BytePath(box.package))
        handoff.state = BytePath(box.state)
        // The list was read and found right; the files come one by one.
        handoff.onStep = { if $0 == ReleaseFolder.manifestName { try? swap.inflict(box, image) } }
        let error = #expect(throws: PipelineError.self) { try handoff.run() }
        #expect(error?.exitCode == 3)
        #expect(error?.description.contains(swap.expected) == true, "\(String(describing: error))")
        #expect(FileStatus(BytePath(box.package)) == nil && FileStatus(packagePart(BytePath(box.package))) == nil)
        #expect(try box.text("state/audit.jsonl").split(separator: "\n").last?.contains("\"result\":\"refused\"") == true)
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let expected: String
        /// A line for the shell, in the package.
        let command: String
        var needsState = false
    }

    @Test(
        "What is planted in a package, or changed, is found",
        arguments: [
            Damage(testDescription: "README", expected: "README.txt: is not the text of this request", command: "echo 'Jane Whitcomb' >> README.txt"),
            Damage(testDescription: "page", expected: "HANDOFF.html: is not the page of this request", command: "echo '<p>Whitcomb' >> HANDOFF.html"),
            Damage(
                testDescription: "name on the page", expected: "HANDOFF.html: names other people than approved",
                command: "sed -i 's/Ada Byron/Jane Whitcomb/' HANDOFF.html", needsState: true),
            Damage(testDescription: "request", expected: "HANDOFF.json: the request was changed", command: "echo >> HANDOFF.json"),
            Damage(
                testDescription: "purpose", expected: "approvals/radiology.sig: is no signature of HANDOFF.json by the key beside it",
                command: "sed -i 's/lung nodules/marketing!!/' HANDOFF.json"),
            Damage(testDescription: "side file", expected: "notes.txt: does not belong in a package", command: "echo x > notes.txt"),
            Damage(
                testDescription: "side file in approvals", expected: "approvals/x.txt: does not belong there", command: "echo x > approvals/x.txt"),
            Damage(testDescription: "no approvals", expected: "approvals: is empty: nobody approved", command: "rm approvals/*"),
            Damage(testDescription: "one key", expected: "cannot be checked", command: "rm approvals/radiology.pem"),
            Damage(
                testDescription: "one key for both", expected: "is by the key of another role",
                command: "cp approvals/radiology.pem approvals/data-protection.pem; cp approvals/radiology.sig approvals/data-protection.sig"),
            Damage(
                testDescription: "side file that SHA256SUMS lists", expected: "release/notes.txt: is no part of a release",
                command: "cd release; echo x > notes.txt; sha256sum notes.txt >> SHA256SUMS"),
            Damage(
                testDescription: "checksums of a changed page", expected: "release/SHA256SUMS: is not the one that was approved",
                command: "cd release; echo Whitcomb >> REPORT.html; \(sumUp)"),
            Damage(
                testDescription: "two images exchanged, checksums and manifest made to fit",
                expected: "holds another SOP Instance UID than the manifest says",
                command: """
                    cd release; set -- $(find images -name '*.dcm' | sort | head -2)
                    a=$(sha256sum < $1 | cut -c 1-64); b=$(sha256sum < $2 | cut -c 1-64)
                    la=$(stat -c %s $1); lb=$(stat -c %s $2); mv $1 t; mv $2 $1; mv t $2
                    sed -i "s/$a/TMP/; s/$b/$a/; s/TMP/$b/" SHA256SUMS MANIFEST.jsonl
                    q='"bytes"'; sed -i "s/$q:$la,/$q:TMP,/; s/$q:$lb,/$q:$la,/; s/$q:TMP,/$q:$lb,/" MANIFEST.jsonl
                    """),
        ])
    func damaged(_ damage: Damage) throws {
        let box = try HandoffBox()
        try box.approved()
        #expect(try box.release().exitCode == 0)
        _ = try HandoffBox.shell(damage.command, in: box.package)
        let result = try Program(["verify", box.package] + (damage.needsState ? ["--state", box.state] : []))
        #expect(result.exitCode == 3)
        #expect(result.output.contains(damage.expected), "\(result.output)")
    }

    @Test("Documents of a release that were changed together are found with the state folder of their run") func plantedInDocuments() throws {
        let box = try HandoffBox()
        #expect(try Program(["verify", box.release, "--state", box.state]).exitCode == 0)
        _ = try HandoffBox.shell(
            "echo Whitcomb >> REPORT.html; \(Self.sumUp)", in: box.release)
        #expect(try Program(["verify", box.release]).exitCode == 0)
        let result = try Program(["verify", box.release, "--state", box.state])
        #expect(result.exitCode == 3)
        #expect(result.output.contains("SHA256SUMS: is not one that a run of this state folder wrote"))
    }
}
