// SPDX-License-Identifier: Apache-2.0

package import DICOMModel

/// Attributes of Type 1C and 2C that PS3.3 requires where another is present, and allows nowhere else.
///
/// Left alone they are an error. Of each condition the table holds what has to be there at all, not which value it has to have.
package enum DependentAttributes {
    /// What has to stand in the same item.
    package struct Need: Sendable, Hashable {
        /// One of them is enough.
        package let tags: [AttributeTag]
        /// Empty it does not count.
        package let asksForValue: Bool
    }

    /// - Parameter sequence: The one directly around the attribute; `nil` at the top level.
    package static func need(of tag: AttributeTag, inside sequence: AttributeTag?) -> Need? {
        byTag[tag]?.first { $0.holds(inside: sequence) }?.need
    }

    package struct Row: Sendable {
        package let tag: AttributeTag
        /// The sequences that it may stand in, `nil` among them for the top level; `nil` for any place.
        package let places: [AttributeTag?]?
        package let need: Need

        fileprivate func holds(inside sequence: AttributeTag?) -> Bool { places?.contains(sequence) ?? true }
    }

    /// In tag order.
    package static let rows: [Row] = {
        var result: [Row] = []
        EmbeddedTable(text).forEachRow { row in
            let tag = row.tag()
            let places = row.string()
            let needs = row.string().split(separator: " ").compactMap { UInt32($0, radix: 16).map(AttributeTag.init(number:)) }
            result.append(
                Row(
                    tag: tag,
                    places: places == "*"
                        ? nil : places.split(separator: " ").map { $0 == "-" ? nil : UInt32($0, radix: 16).map(AttributeTag.init(number:)) },
                    need: Need(tags: needs, asksForValue: row.string() == "value")))
        }
        return result
    }()

    private static let byTag = Dictionary(grouping: rows, by: \.tag)
}
