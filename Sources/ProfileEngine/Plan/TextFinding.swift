// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
public import DICOMModel
internal import FreeTextPHI

/// An identifier found in free text, without what it says.
public struct TextFinding: Hashable, Codable, Sendable {
    /// A raw value of `PHIType`.
    public let kind: String
    public let detector: String
    /// The rule with most weight, such as `date.iso`.
    public let rule: String
    /// 0 to 1, of hundredths.
    public let score: Double
}

extension ConfidentialityEngine {
    /// What the free-text core finds in an element's value. Made on demand: plans do not carry it.
    public func findings(at index: Int, in dataSet: DataSet, plan: ActionPlan) -> [TextFinding] {
        let node = dataSet.nodes[index]
        guard node.kind == .element, node.vr.isText, !node.flags.contains(.large) else { return [] }
        let entry = DataDictionary.entry(for: node.tag)
        let vr = node.vr == .UN ? entry?.vr ?? .UN : node.vr
        let decoded = SpecificCharacterSet(around: index, in: dataSet).decodeLeniently(dataSet.value(of: index), as: node.vr)
        let values = vr.separatesValues ? decoded.split(separator: "\\").map { trimmed(String($0)) } : [trimmed(decoded)]
        return values.flatMap { text.findings($0, keyword: entry?.keyword ?? "", vr: vr.rawValue, known: plan.known) }
    }
}

extension TextCleaner {
    func findings(_ text: String, keyword: String, vr: String, known: IdentifierSet) -> [TextFinding] {
        spans(text, keyword: keyword, vr: vr, known: known).map { span in
            TextFinding(
                kind: span.type.rawValue, detector: span.detector, rule: span.evidence.max { $0.weight < $1.weight }?.rule ?? "",
                score: (span.score * 100).rounded() / 100)
        }
    }
}
