// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import ProfileEngine

/// Values as a terminal may show them: old ones masked, control characters gone.
struct ValueText {
    private let dataSet: DataSet
    private let characterSet: SpecificCharacterSet

    init(_ dataSet: DataSet) {
        self.dataSet = dataSet
        characterSet = SpecificCharacterSet(
            terms: (dataSet.text(.specificCharacterSet) ?? "").split(separator: "\\", omittingEmptySubsequences: false).map(String.init))
    }

    /// `Sm***`: two characters at most of a value, and never more than a third of it.
    func masked(_ index: Int) -> String {
        let node = dataSet.nodes[index]
        if let summary = sizeOnly(node) { return summary }
        let text = Self.printable(characterSet.decodeLeniently(dataSet.value(of: index), as: node.vr))
        guard !text.isEmpty else { return "" }
        return String(text.prefix(min(2, text.count / 3))) + "***"
    }

    func after(_ index: Int, _ decision: Decision) -> String {
        switch decision.change {
        case .none: sizeOnly(dataSet.nodes[index]) == nil ? masked(index) : ""
        case .remove: ""
        case .value(let bytes, let vr):
            vr.isText ? Self.printable(characterSet.decodeLeniently(bytes, as: vr)) : "\(bytes.count) bytes"
        case .items(let items): Self.describe(.items(items))
        }
    }

    static func describe(_ content: Template.Content) -> String {
        switch content {
        case .value(let bytes): printable(String(decoding: bytes, as: UTF8.self))
        case .items(let items): items.count == 1 ? "1 item" : "\(items.count) items"
        }
    }

    private func sizeOnly(_ node: DataSet.Node) -> String? {
        switch node.kind {
        case .sequence, .item: ""
        case .pixels: "\(node.length) bytes of pixels"
        case .element: node.vr.isText && !node.flags.contains(.large) ? nil : "\(node.length) bytes"
        }
    }

    private static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        })).trimmingBlanks
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        guard let first = firstIndex(where: { $0 != " " }), let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[first...last])
    }
}
