// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMIO
internal import DICOMModel
internal import Foundation
internal import ProfileEngine

/// What a run would do with one file, element by element. Nothing is written.
public struct Inspection: Sendable {
    /// One element, sequence or item.
    public struct Row: Sendable, Codable {
        /// How many sequences are around it.
        public let depth: Int
        public let tag: String
        public let keyword: String
        public let vr: String
        /// Masked: the first characters and the number of the others.
        public let before: String
        public let after: String
        public let action: String
        public let reason: String
    }

    public let rows: [Row]
    /// Elements that are added.
    public let added: [Row]
    /// Why the file would be held back; `nil` where it would be released.
    public let refusal: String?
    public let profile: String

    /// - Parameters:
    ///   - key: Without one, pseudonyms are shown under a key of zeros and differ from those of a release.
    public init(
        _ path: BytePath, profile nameOrPath: String, options: [String], project: String, key: BytePath?, keepsWeekday: Bool = false
    ) throws {
        let profile = try loadedProfile(nameOrPath, options, keepsWeekday)
        let siteKey = try key.map { try SiteKeyFile.read($0).key } ?? SiteKey(Array(repeating: 0, count: SiteKey.lengthInBytes))!
        let engine = ConfidentialityEngine(profile: profile, identity: ProjectIdentity(siteKey: siteKey, project: project))
        let file: DICOMFile
        do {
            file = try DICOMFile(path: path.bytes, scratchDirectory: NSTemporaryDirectory())
        } catch {
            throw PipelineError.usage("\(error)")
        }
        let dataSet = try file.dataSet()
        let digest = ContentDigest.digest(of: path.bytes, pixels: nil) ?? ""
        let fallback = InstanceFallback(sopClassUID: file.information.mediaStorageSOPClassUID, contentDigest: digest)
        let plan = engine.plan(dataSet, fallback: fallback, large: file.largeValues)
        let text = ValueText(dataSet)
        self.profile = profile.name
        rows = dataSet.nodes.indices.dropFirst().filter { dataSet.nodes[$0].kind != .item }.map { index in
            let node = dataSet.nodes[index]
            let decision = plan.decisions[index]
            return Row(
                depth: dataSet.path(to: index).count, tag: node.tag.description, keyword: DataDictionary.entry(for: node.tag)?.keyword ?? "",
                vr: node.vr.rawValue, before: text.masked(index), after: text.after(index, decision), action: decision.action.rawValue,
                reason: decision.reason.description)
        }
        added = plan.insertions.map { template in
            Row(
                depth: 0, tag: template.tag.description, keyword: DataDictionary.entry(for: template.tag)?.keyword ?? "", vr: template.vr.rawValue,
                before: "", after: ValueText.describe(template.content), action: "add", reason: "says what was done")
        }
        refusal = plan.refusal.map { "\($0)" }
    }
}

func loadedProfile(_ nameOrPath: String, _ options: [String], _ keepsWeekday: Bool) throws -> ConfidentialityProfile {
    do {
        return try ConfidentialityProfile.load(nameOrPath: nameOrPath, adding: options, keepsWeekday: keepsWeekday)
    } catch let error as ProfileError {
        throw PipelineError.usage("\(error)")
    }
}
