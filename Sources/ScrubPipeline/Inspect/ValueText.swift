// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Engine
internal import Reports

/// Values as a terminal may show them: old ones masked, control characters gone.
struct ValueText {
    private let dataSet: DataSet
    private let characterSet: SpecificCharacterSet

    init(_ dataSet: DataSet) {
        self.dataSet = dataSet
        characterSet = SpecificCharacterSet(
            terms: (dataSet.text(.specificCharacterSet) ?? "").split(separator: "\\", omittingEmptySubsequences: false).map(String.init))
    }

    /// Longer values are cut.
    static let longestShown = 64

    /// `Sm***`: two characters at most of a value, and never more than a third of it; `320***********1234` of a long number.
    func masked(_ index: Int) -> String { sizeOnly(dataSet.nodes[index]) ?? Self.mask(printed(index)) }

    /// The value as a terminal may show it, cut to 64 characters.
    func whole(_ index: Int) -> String {
        if let summary = sizeOnly(dataSet.nodes[index]) { return summary }
        return Self.cut(printed(index))
    }

    private static func cut(_ text: String) -> String { text.count > longestShown ? text.prefix(longestShown) + "…" : text }

    static func mask(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        guard !scalars.isEmpty else { return "" }
        if scalars.count >= 15, scalars.count <= longestShown, scalars.allSatisfy({ ("0"..."9").contains($0) || $0 == "X" }) {
            return text.prefix(3) + String(repeating: "*", count: scalars.count - 7) + text.suffix(4)
        }
        return String(String.UnicodeScalarView(scalars.prefix(min(2, scalars.count / 3)))) + "***"
    }

    /// The whole value, to be compared.
    func decoded(_ index: Int) -> String { Self.printable(characterSet.decodeLeniently(dataSet.value(of: index), as: dataSet.nodes[index].vr)) }

    /// Of a long value no more than is needed.
    private func printed(_ index: Int) -> String {
        Self.printable(characterSet.decodeLeniently(dataSet.value(of: index).prefix(4 * Self.longestShown + 64), as: dataSet.nodes[index].vr))
    }

    func shown(_ index: Int, _ values: ShownValues) -> String { values == .full ? whole(index) : masked(index) }

    func after(_ index: Int, _ decision: Decision, _ values: ShownValues = .masked) -> String {
        switch decision.change {
        case .none: sizeOnly(dataSet.nodes[index]) == nil ? shown(index, values) : ""
        case .remove: ""
        case .value(let bytes, let vr):
            vr.isText ? Self.cut(Self.printable(characterSet.decodeLeniently(bytes, as: vr))) : "\(bytes.count) bytes"
        case .items(let items): Self.describe(.items(items))
        }
    }

    static func describe(_ content: Template.Content) -> String {
        switch content {
        case .value(let bytes): cut(printable(String(decoding: bytes, as: UTF8.self)))
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
        String(String.UnicodeScalarView(text.unicodeScalars.filter(isPlain))).trimmingBlanks
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        guard let first = firstIndex(where: { $0 != " " }), let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[first...last])
    }
}
