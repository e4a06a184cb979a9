// SPDX-License-Identifier: Apache-2.0

import DICOMIO
import DICOMModel
import Filesystem
import Foundation
import Glibc
import Profiles
import Pseudonyms
import Records

@testable import ScrubPipeline

extension FuzzTarget {
    static let scrub = FuzzTarget("scrub", law: "a file is released without what names its patient, or it is not released") { input in
        let scrubber = input.byte() & 1 == 0 ? basic : labeling
        let path = BytePath(Scratch.write(input.rest, to: "scrub.dcm"))
        guard let identity = FileStatus(path)?.identity else { return }
        let output = Scratch.path("scrubbed.dcm")
        unlink(output)
        let record = scrubber.scrub(ScrubTask(FileJob(id: 1, path: path, identity: identity, temporaryPath: output, wantsDigest: true)))
        switch record.outcome {
        case .released(let instance):
            require(instance.hasSafePlace, "the names of a released file lead nowhere else")
            guard let before = values(path), let after = values(BytePath(output)) else { fatalError("broken law: what is released is read") }
            for (tag, word) in planted where before.text(tag)?.hasPrefix(word) == true {
                require(after.bytes.firstRange(of: word.utf8) == nil, "what the header says of its patient is gone")
            }
        case .quarantined(let reason, _): require(reason != .internalError, "nothing ends as an internal error")
        case .notDICOM, .archive, .failed, .surveyed: break
        }
    }

    /// What the corpus is made with as Patient's Name and Patient ID; see `scripts/fuzzing/samples.py`.
    private static let planted: [(AttributeTag, String)] = [(.patientName, "Quillfeather"), (.patientID, "QZX7719034")]

    private static func values(_ path: BytePath) -> DataSet? {
        try? DICOMFile(path: path.bytes, scratchDirectory: Scratch.folder).dataSet()
    }

    // One thread runs a target.
    nonisolated(unsafe) private static let basic = scrubber("basic")
    nonisolated(unsafe) private static let labeling = scrubber("ai-labeling")

    private static func scrubber(_ profile: String) -> any FileScrubbing {
        do {
            let profile = try ConfidentialityProfile.load(nameOrPath: profile)
            return try makeFileScrubber(
                WorkerConfiguration(
                    siteKey: Data(1...32).base64EncodedString(), project: "fuzz", profileSource: try profile.encodedBundle(),
                    scratchDirectory: Scratch.folder))
        } catch {
            fatalError("no scrubber can be made: \(error)")
        }
    }
}
