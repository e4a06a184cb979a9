// SPDX-License-Identifier: Apache-2.0

package import DICOMModel

/// Whether a value is one of the defined or enumerated terms of its attribute (PS3.3, PS3.16), or one that makers use there.
///
/// A term stays, even where a person has the same name. Where an attribute has terms, any other value is treated as free text, since
/// anything may have been typed there.
package enum DefinedTerms {
    /// - Parameters:
    ///   - value: One value, without padding. Case does not count.
    ///   - vr: That of the dictionary.
    ///   - codingScheme: For the parts of a code: the Coding Scheme Designator (0008,0102) of the same item.
    /// - Returns: `nil` for an attribute without terms: its values are what its VR says.
    package static func holds(_ value: String, of tag: AttributeTag, vr: ValueRepresentation, codingScheme: String = "") -> Bool? {
        switch tag {
        case .codeValue, .longCodeValue:
            return PublishedCodes.isRegistered(codingScheme) ? PublishedCodes.isCode(value, of: codingScheme) : nil
        case .codeMeaning:
            return PublishedCodes.isRegistered(codingScheme) ? PublishedCodes.isMeaning(value) : nil
        default: break
        }
        let terms = terms(of: tag)
        guard terms != nil || vr == .CS else { return nil }
        if value.isEmpty { return true }
        let capitals = value.uppercased()
        if let terms { return terms.contains(capitals) || TermShape(tag)?.matches(capitals) == true }
        // An attribute that is newer than the tables, or has none, shares the terms of others.
        return anywhere.contains(capitals) || TermShape(tag)?.matches(capitals) == true
    }

    /// Whether a value is not a term of an attribute that may hold terms only, so that anything may have been typed there.
    ///
    /// Some lists name only what is usual, such as kernels or contrast agents. Other values of those attributes are ordinary text.
    package static func isStray(_ value: String, of tag: AttributeTag, vr: ValueRepresentation) -> Bool {
        switch tag.number {
        case 0x0018_1020: return !value.isEmpty && !SoftwareVersion.isLike(value)
        // Scan Options of one maker, which has more of them than anybody has listed.
        case 0x0018_0022 where value.hasSuffix("_GEMS") && value.utf8.count <= 16: return false
        default: return vr == .CS || tag.number == 0x0042_0012 ? holds(value, of: tag, vr: vr) == false : false
        }
    }

    /// The terms of an attribute in capitals; those of a repeating group stand under its first.
    package static func terms(of tag: AttributeTag) -> Set<String>? {
        let isRepeating = tag.group & 0xFF01 == 0x6000 || tag.group & 0xFF01 == 0x5000
        return byTag[isRepeating ? AttributeTag(number: tag.number & 0xFF00_FFFF) : tag]
    }

    private static let byTag: [AttributeTag: Set<String>] = {
        var result: [AttributeTag: Set<String>] = [:]
        EmbeddedTable(attributeText).forEachRow { row in
            let tags = row.string().split(separator: " ").map { AttributeTag(number: UInt32($0, radix: 16)!) }
            let terms = Set(row.string().split(separator: "\\").map(String.init))
            for tag in tags { result[tag] = terms }
        }
        return result
    }()

    /// What is a term of a coded string whatever the attribute. Lists of things with names of their own are left out.
    private static let anywhere: Set<String> = byTag.reduce(into: []) { result, entry in
        if DataDictionary.entry(for: entry.key)?.vr == .CS { result.formUnion(entry.value) }
    }
}

/// Terms that are too many for a list and are told by their form.
private enum TermShape {
    case convolutionKernel, imageType, number

    init?(_ tag: AttributeTag) {
        switch tag.number {
        case 0x0018_1210, 0x0018_9316: self = .convolutionKernel
        case 0x0008_0008, 0x0008_9007: self = .imageType
        // Context Identifier and Template Identifier.
        case 0x0008_010F, 0x0040_DB00: self = .number
        default: return nil
        }
    }

    func matches(_ capitals: String) -> Bool {
        let bytes = Array(capitals.utf8)
        return switch self {
        case .convolutionKernel: Self.isKernel(bytes)
        case .imageType: bytes.count == 4 && bytes.allSatisfy(Self.isDigit)
        case .number: (1...5).contains(bytes.count) && bytes.allSatisfy(Self.isDigit)
        }
    }

    /// `B30F`, `BR40D`, `FC52`, `QR36U`: one to three letters, one to three digits, two letters at most.
    private static func isKernel(_ bytes: [UInt8]) -> Bool {
        let letters = bytes.prefix(while: isLetter)
        let digits = bytes.dropFirst(letters.count).prefix(while: isDigit)
        let rest = bytes.dropFirst(letters.count + digits.count)
        return (1...3).contains(letters.count) && (1...3).contains(digits.count) && rest.count <= 2 && rest.allSatisfy(isLetter)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
