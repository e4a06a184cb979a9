// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// An Option of the Basic Application Level Confidentiality Profile (PS3.15 section E.3).
public enum ProfileOption: String, Sendable, CaseIterable {
    // The order of the columns in the generated tables.
    case retainSafePrivate = "retain-safe-private"
    case retainUIDs = "retain-uids"
    case retainDeviceIdentity = "retain-device-identity"
    case retainInstitutionIdentity = "retain-institution-identity"
    case retainPatientCharacteristics = "retain-patient-characteristics"
    case retainLongFullDates = "retain-long-full-dates"
    case retainLongModifiedDates = "retain-long-modified-dates"
    case cleanDescriptors = "clean-descriptors"
    case cleanStructuredContent = "clean-structured-content"
    case cleanGraphics = "clean-graphics"
    case cleanPixelData = "clean-pixel-data"
    case cleanRecognizableVisualFeatures = "clean-recognizable-visual-features"

    /// The code for De-identification Method Code Sequence (0012,0064).
    public var method: DeidentificationMethod { DeidentificationMethod.byOption[rawValue]! }
}

/// A code of CID 7050, De-identification Method (PS3.16). The coding scheme is `DCM`.
public struct DeidentificationMethod: Sendable, Hashable {
    public let codeValue: String
    public let codeMeaning: String

    /// The section of PS3.15 that defines it.
    public let section: String

    /// The Basic Application Confidentiality Profile itself.
    public static var basicProfile: DeidentificationMethod { byOption["profile"]! }

    fileprivate static let byOption: [String: DeidentificationMethod] = {
        var result: [String: DeidentificationMethod] = [:]
        EmbeddedTable(text).forEachRow { row in
            let option = row.string()
            result[option] = DeidentificationMethod(
                codeValue: row.string(), codeMeaning: row.string(), section: row.string())
        }
        return result
    }()
}

/// What the tables publish for an attribute under the Basic Profile (PS3.15 Table E.1-1a). The raw value is the published text.
public enum ActionCode: String, Sendable, CaseIterable {
    case dummy = "D"
    case empty = "Z"
    case remove = "X"
    case keep = "K"
    case clean = "C"
    case mapUID = "U"
    case removeOrEmpty = "X/Z"
    case removeOrDummy = "X/D"
    case emptyOrDummy = "Z/D"
    case removeEmptyOrDummy = "X/Z/D"
    case removeEmptyOrMapUIDs = "X/Z/U*"

    /// The attribute's Type in its IOD decides which part applies; see ``AttributeTypeTable``.
    public var isCompound: Bool { rawValue.utf8.count > 1 }
}

/// What an Option does to an attribute instead.
public enum OptionAction: String, Sendable, CaseIterable {
    case keep = "K"
    case clean = "C"
}

/// The entries of one row in the columns of the Options.
public struct OptionActions: Sendable, Hashable {
    private var kept: UInt16 = 0
    private var cleaned: UInt16 = 0

    /// What is published for the Option; `nil` where the cell is blank, and for the two Options on pixels, which have no column.
    public subscript(option: ProfileOption) -> OptionAction? {
        let bit = option.bit
        return kept & bit != 0 ? .keep : cleaned & bit != 0 ? .clean : nil
    }

    init(_ letters: EmbeddedRow.Bytes) {
        for (column, letter) in letters.enumerated() {
            if letter == UInt8(ascii: "K") { kept |= 1 << column }
            if letter == UInt8(ascii: "C") { cleaned |= 1 << column }
        }
    }
}

extension ProfileOption {
    fileprivate var bit: UInt16 {
        switch self {
        case .retainSafePrivate: 1 << 0
        case .retainUIDs: 1 << 1
        case .retainDeviceIdentity: 1 << 2
        case .retainInstitutionIdentity: 1 << 3
        case .retainPatientCharacteristics: 1 << 4
        case .retainLongFullDates: 1 << 5
        case .retainLongModifiedDates: 1 << 6
        case .cleanDescriptors: 1 << 7
        case .cleanStructuredContent: 1 << 8
        case .cleanGraphics: 1 << 9
        case .cleanPixelData: 1 << 10
        case .cleanRecognizableVisualFeatures: 1 << 11
        }
    }
}
