// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What a header says once the pixels were looked at: whether text is left, and nothing that only the old pixels bear out.
///
/// Image Type stays: blanking makes a copy of the same image, it derives none from others (PS3.3 section C.7.6.1.1.2), and the SOP Instance UID
/// is a new one anyway. Lossy Image Compression stays too, whatever the pixels are now encoded with.
struct PixelConsequences {
    private let dataSet: DataSet
    private let conclusion: PixelConclusion

    init(_ dataSet: DataSet, _ conclusion: PixelConclusion) {
        self.dataSet = dataSet
        self.conclusion = conclusion
    }

    func apply(to decisions: inout [Decision], _ insertions: inout [Template]) {
        var index = 1
        while index < dataSet.nodes.count {
            let node = dataSet.nodes[index]
            if decisions[index].change != .remove, let decision = decision(on: index, decisions[index]) { set(decision, on: index, &decisions) }
            // Of a sequence that is kept, what is in it is asked one by one.
            index = decisions[index].change == .none || node.kind == .item ? index + 1 : node.end
        }
        decideOnAnnotation(&decisions, &insertions)
        if conclusion.isClean { claim(in: &insertions) }
    }

    private func set(_ decision: Decision, on index: Int, _ decisions: inout [Decision]) {
        for below in index..<dataSet.nodes[index].end { decisions[below] = decision }
    }

    // MARK: - What the old pixels bear out

    /// - Returns: `nil` where the pixels have no say.
    private func decision(on index: Int, _ planned: Decision) -> Decision? {
        let node = dataSet.nodes[index]
        switch (node.tag.group, node.tag.element) {
        case (0x0088, 0x0200): return icon(node, planned)
        // A picture inside a sequence, which nobody has seen; the sequence around it goes with the icons.
        case _ where node.kind == .sequence && planned.change == .none && holdsPixels(index): return .remove(.pixels)
        case _ where !conclusion.changesPixels: return nil
        case (0x0028, 0x0106): return extreme(node, \.lowerBound)
        case (0x0028, 0x0107): return extreme(node, \.upperBound)
        // Smallest and largest of the series, of planes and of valid pixels: of more than this image, or retired.
        case (0x0028, 0x0104), (0x0028, 0x0105), (0x0028, 0x0108...0x0111), (0x0060, 0x3000): return .remove(.pixels)
        // What was written without loss has the transform that can be taken back (PS3.5 section 8.2.4).
        case (0x0028, 0x0004) where node.parent == 0 && isCompressed && dataSet.text(.photometricInterpretation) == "YBR_ICT":
            return Decision(.replace, .value(Array("YBR_RCT ".utf8), .CS), .pixels)
        // Where the frames stand, which differs as soon as one of them was encoded anew.
        case (0x7FE0, 0x0001...0x0003) where node.parent == 0: return .remove(.pixels)
        default: return nil
        }
    }

    private var isCompressed: Bool {
        dataSet.find(.pixelData).map { dataSet.nodes[$0].flags.contains(.encapsulated) } ?? false
    }

    private func extreme(_ node: DataSet.Node, _ end: (ClosedRange<Int>) -> Int) -> Decision {
        let representable = node.vr == .SS ? -0x8000...0x7FFF : 0...0xFFFF
        guard node.parent == 0, node.vr == .US || node.vr == .SS, let range = conclusion.range, representable.contains(range) else {
            return .remove(.pixels)
        }
        let value = end(range)
        return Decision(.replace, .value([UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)], node.vr), .pixels)
    }

    /// An icon of its own making shows the old pixels, one that is kept nobody knows what.
    private func icon(_ node: DataSet.Node, _ planned: Decision) -> Decision? {
        if case .items = planned.change, !conclusion.changesPixels { return nil }
        guard node.parent == 0, let thumbnail = conclusion.thumbnail else { return .remove(.pixels) }
        return Decision(.replace, .items([thumbnail.item]), .pixels)
    }

    /// Whether one of its items has pixels of its own.
    private func holdsPixels(_ sequence: Int) -> Bool {
        dataSet.children(of: sequence).contains { item in
            [AttributeTag.pixelData, .floatPixelData, .doubleFloatPixelData].contains { dataSet.find($0, in: item) != nil }
        }
    }

    // MARK: - What was seen

    /// NO only where every frame was seen and nothing is left to decide; a NO of the input that this contradicts becomes YES.
    private func decideOnAnnotation(_ decisions: inout [Decision], _ insertions: inout [Template]) {
        guard let index = dataSet.find(.burnedInAnnotation) else {
            if conclusion.isClean, !insertions.contains(where: { $0.tag == .burnedInAnnotation }) {
                insertions.append(Template(.burnedInAnnotation, .CS, "NO"))
            }
            return
        }
        // A rule of the profile wants nothing said.
        if case .rule = decisions[index].reason, decisions[index].change != .none { return }
        let wanted = conclusion.isClean ? "NO" : "YES"
        if decisions[index].change == .none, dataSet.text(.burnedInAnnotation) == wanted { return }
        decisions[index] = Decision(.replace, .value(Array(wanted.utf8), .CS), .pixels)
    }

    private func claim(in insertions: inout [Template]) {
        guard let place = insertions.firstIndex(where: { $0.tag == .deidentificationMethodCodeSequence }), !Self.claims(in: insertions[place]),
            case .items(let items) = insertions[place].content
        else { return }
        let code = ProfileOption.cleanPixelData.method.templates
        // In the order of the codes.
        let position = items.firstIndex { item in Self.code(of: item).map { $0 > ProfileOption.cleanPixelData.method.codeValue } ?? false }
        insertions[place] = Template(
            .deidentificationMethodCodeSequence,
            items: Array(items[..<(position ?? items.count)]) + [code] + items[(position ?? items.count)...])
    }

    /// Whether a De-identification Method Code Sequence has the code of clean pixels.
    static func claims(in template: Template) -> Bool {
        guard template.tag == .deidentificationMethodCodeSequence, case .items(let items) = template.content else { return false }
        return items.contains { code(of: $0) == ProfileOption.cleanPixelData.method.codeValue }
    }

    private static func code(of item: [Template]) -> String? {
        guard case .value(let bytes)? = item.first(where: { $0.tag == .codeValue })?.content else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension DeidentificationMethod {
    /// The item of a De-identification Method Code Sequence (0012,0064).
    var templates: [Template] {
        [
            Template(.codeValue, .SH, codeValue), Template(.codingSchemeDesignator, .SH, "DCM"),
            Template(.codeMeaning, .LO, String(codeMeaning.prefix(64))),
        ]
    }
}
