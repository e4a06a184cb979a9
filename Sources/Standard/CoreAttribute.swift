// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// One of the 18 header items that tell most about a person, for the `core-18` profile. Our choice, not the standard's.
public struct CoreAttribute: Sendable, Hashable {
    public enum Group: String, Sendable, CaseIterable {
        case direct, quasi, linkage, device, staff
    }

    public let tag: AttributeTag
    public let keyword: String
    public let group: Group

    /// Attributes that repeat the value, so that treating this one alone is worth nothing.
    public let sameContentIn: [AttributeTag]

    /// One line for reports.
    public let reason: String

    /// All 18, the most telling first.
    public static let all: [CoreAttribute] = {
        var result: [CoreAttribute] = []
        EmbeddedTable(text).forEachRow { row in
            let tag = row.tag()
            let keyword = row.string()
            let group = Group(rawValue: row.string())!
            let others = row.bytes().split(separator: UInt8(ascii: " ")).map { AttributeTag(number: $0.hexadecimal) }
            result.append(
                CoreAttribute(tag: tag, keyword: keyword, group: group, sameContentIn: others, reason: row.string()))
        }
        return result
    }()
}
