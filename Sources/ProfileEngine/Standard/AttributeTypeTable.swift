// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// The Type of an attribute in its IOD (PS3.5 section 7.4). 1C counts as 1 and 2C as 2, since the data do not hold the conditions.
public enum AttributeType: Int, Sendable, CaseIterable {
    case type1 = 1
    case type2 = 2
    case type3 = 3
}

/// Types of the attributes of PS3.15 Table E.1-1 by IOD (PS3.3), where they are not Type 3.
///
/// Where several modules hold the attribute, the strictest Type counts: a dummy too many is harmless, one too few breaks the object.
public enum AttributeTypeTable {
    /// - Parameters:
    ///   - path: The tags of the enclosing sequences, outermost first; empty at the top level.
    /// - Returns: The Type in the IOD at this very path; failing that, the strictest Type that any IOD gives it directly inside the last
    ///   sequence of the path. `nil` when the SOP Class is unknown or private, or the attribute is of Type 3 or has no place there.
    public static func type(of tag: AttributeTag, inside path: [AttributeTag], sopClass: String) -> AttributeType? {
        guard let iod = iods.bySOPClass[sopClass] else { return nil }
        guard let parent = path.last else { return topLevel[[tag]]?[iod] }
        return nested[path + [tag]]?[iod] ?? parents[[parent, tag]]
    }

    public static func isKnown(sopClass: String) -> Bool { iods.bySOPClass[sopClass] != nil }

    /// The name of the IOD that the Storage SOP Class uses, as in "Enhanced CT Image".
    public static func iodName(sopClass: String) -> String? {
        iods.bySOPClass[sopClass].map { iods.names[Int($0)] }
    }

    private static let iods: (names: [String], bySOPClass: [String: UInt8]) = {
        var names: [String] = []
        var bySOPClass: [String: UInt8] = [:]
        EmbeddedTable(iodText).forEachRow { row in
            let number = UInt8(names.count)
            names.append(row.string())
            for sopClass in row.bytes().split(separator: UInt8(ascii: " ")) {
                bySOPClass[String(decoding: sopClass, as: UTF8.self)] = number
            }
        }
        return (names, bySOPClass)
    }()

    private static let topLevel = typesByIOD(in: topLevelText)
    private static let nested = typesByIOD(in: nestedText)

    private static let parents: [[AttributeTag]: AttributeType] = {
        var result: [[AttributeTag]: AttributeType] = [:]
        EmbeddedTable(parentText).forEachRow { row in
            result[[row.tag(), row.tag()]] = AttributeType(rawValue: Int(row.hexadecimal()))
        }
        return result
    }()

    /// The path that ends in the attribute, to the Type in each IOD that has it there.
    private static func typesByIOD(in text: StaticString) -> [[AttributeTag]: [UInt8: AttributeType]] {
        var result: [[AttributeTag]: [UInt8: AttributeType]] = [:]
        EmbeddedTable(text).forEachRow { row in
            let path = row.bytes().cells(of: 8).map { AttributeTag(number: $0.hexadecimal) }
            let type = AttributeType(rawValue: Int(row.hexadecimal()))
            var types = result.removeValue(forKey: path) ?? [:]
            for iod in row.bytes().cells(of: 2) { types[UInt8(iod.hexadecimal)] = type }
            result[path] = types
        }
        return result
    }
}

extension EmbeddedRow.Bytes {
    /// The field cut into pieces of the same width.
    func cells(of width: Int) -> [Self] {
        stride(from: startIndex, to: endIndex, by: width).map { self[$0..<$0 + width] }
    }
}
