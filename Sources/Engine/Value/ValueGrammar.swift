// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Identifiers
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What a value really is, whatever VR stands beside it: what is not of the grammar of a VR is text (PS3.5 section 6.2).
enum ValueGrammar {
    /// VRs whose values are told from any other text. Those of CS have their terms; see ``DefinedTerms``.
    static func isClosed(_ vr: ValueRepresentation) -> Bool {
        switch vr {
        case .DS, .IS, .DA, .DT, .TM, .AS, .UI: true
        default: false
        }
    }

    static func isBinaryNumber(_ vr: ValueRepresentation) -> Bool {
        switch vr {
        case .US, .SS, .UL, .SL, .UV, .SV, .FL, .FD: true
        default: false
        }
    }

    /// VRs of bytes, in the order of the file or without any.
    static func isBytes(_ vr: ValueRepresentation) -> Bool {
        switch vr {
        case .OB, .OD, .OF, .OL, .OV, .OW: true
        default: false
        }
    }

    /// Whether ``holds(_:_:)`` can be false.
    static func judges(_ vr: ValueRepresentation) -> Bool { isClosed(vr) || isBinaryNumber(vr) || vr == .AT }

    /// Whether there are such values only, or none.
    static func holds(_ bytes: ArraySlice<UInt8>, _ vr: ValueRepresentation) -> Bool {
        switch vr {
        case .DS, .IS: bytes.withUnsafeBufferPointer { Quantity.areNumbers($0.withoutPadding) }
        case .DA, .DT, .TM, .AS: values(bytes).allSatisfy { $0.isEmpty || Quantity.holds($0, vr) }
        case .UI: values(bytes).allSatisfy { $0.isEmpty || isUID($0) }
        // Fractions can be any bytes, as long as they are whole.
        case .FL, .FD, .UV, .SV: vr.bytesOfNumber.map { bytes.count % $0 == 0 } ?? true || !spellsWords(bytes)
        case .US, .SS, .UL, .SL, .AT: !spellsWords(bytes)
        default: true
        }
    }

    private static func values(_ bytes: ArraySlice<UInt8>) -> [String] {
        bytes.split(separator: UInt8(ascii: "\\"), omittingEmptySubsequences: false).map { trimmedASCII($0) }
    }

    /// Letters for the most part, and nothing but characters: numbers that are such are none by chance from six bytes on.
    private static func spellsWords(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= Gate.shortestText else { return false }
        let text = bytes.withUnsafeBufferPointer { Array($0.withoutPadding) }
        guard text.count >= Gate.shortestText - 2, text.allSatisfy({ (0x20...0x7E).contains($0) }) else { return false }
        return text.count { (0x41...0x5A).contains($0 & 0xDF) } * 2 > text.count
    }

    /// Characters, of whatever repertoire, and what parts lines.
    static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            let text = bytes.withoutPadding
            return text.allSatisfy { $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0C, 0x0D, 0x1B].contains($0) }
        }
    }
}

extension DefinedTerms {
    /// Whether all values are terms of the attribute.
    fileprivate static func holdsOnly(_ text: String, of tag: AttributeTag) -> Bool {
        guard let terms = terms(of: tag) else { return false }
        return text.split(separator: "\\").allSatisfy { terms.contains(trimmed(String($0))) }
    }
}

extension DataSet {
    /// The Data Set with each element under the VR of its attribute that has such a value under another one: as what it is, it meets the rules and
    /// is written, so that whoever reads the release takes it for the same.
    /// - Returns: `nil` where there is none.
    func underTrueVRs(_ shapes: [DecidedShape?]) -> DataSet? {
        var mended: [Int] = []
        for index in nodes.indices where shapes[index].map({ $0.shape.isMisdeclared }) ?? false {
            if isOfAttribute(index, shapes[index]!.shape) { mended.append(index) }
        }
        if mended.isEmpty { return nil }
        var (nodes, bytes) = (nodes, bytes)
        for index in mended {
            let node = nodes[index]
            let vr = shapes[index]!.shape.vr
            nodes[index] = Node(
                tag: node.tag, vr: vr, kind: node.kind, flags: node.flags, parent: node.parent, end: node.end, offset: node.offset,
                length: node.length)
            pad(&bytes, node, with: vr == .UI ? 0 : 0x20)
        }
        return DataSet(nodes: nodes, bytes: bytes)
    }

    private func isOfAttribute(_ index: Int, _ shape: ElementShape) -> Bool {
        let value = value(of: index)
        guard shape.vr.hasLongLength || value.count <= 0xFFFF else { return false }
        // Digits can be numbers as they stand, and in a file of the other byte order text is turned around: what it is has to be certain.
        if shape.writtenVR.bytesOfNumber != nil {
            return switch shape.vr {
            case .DA, .DT, .AS, .UI: ValueGrammar.holds(value, shape.vr)
            default: DefinedTerms.holdsOnly(trimmedASCII(value), of: shape.tag)
            }
        }
        if shape.isDatedNumber, ValueGrammar.holds(value, shape.writtenVR) { return false }
        if ValueGrammar.isClosed(shape.vr) { return ValueGrammar.holds(value, shape.vr) }
        // Of two VRs of text either is as good, but not for what says how text is read.
        let isOther = !shape.writtenVR.isText || ValueGrammar.isClosed(shape.writtenVR) || shape.tag == .specificCharacterSet
        return shape.vr.isText && isOther && ValueGrammar.isText(value)
    }

    private func pad(_ bytes: inout [UInt8], _ node: Node, with padding: UInt8) {
        var place = node.offset + node.length
        while place > node.offset, bytes[place - 1] == 0 || bytes[place - 1] == 0x20 {
            place -= 1
            bytes[place] = padding
        }
    }
}
