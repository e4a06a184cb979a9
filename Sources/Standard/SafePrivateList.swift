// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// What a list says about one private element.
public struct SafePrivateElement: Sendable, Hashable {
    public enum Disposition: Sendable, Hashable, CaseIterable {
        case keep, remove, hashUID, shiftDate
    }

    /// `nil` where the list gives none, or was fed by files that disagree.
    public let vr: ValueRepresentation?

    public let disposition: Disposition

    package init(vr: ValueRepresentation?, disposition: Disposition) {
        self.vr = vr
        self.disposition = disposition
    }
}

/// A published list of private elements known to be free of identity, or known not to be.
public enum SafePrivateList: String, Sendable, CaseIterable {
    /// PS3.15 Table E.3.10-1, edition 2026d. Every element listed there is to be kept; one with VR UI is mapped like any other UID.
    case ps315 = "ps3.15"

    /// What the curators of The Cancer Imaging Archive decided for elements in its collections (data CC BY, 2024-02-01).
    ///
    /// Where an element was seen more than once with different outcomes, in whatever sequence, the most protective one counts.
    case tcia = "tcia"

    /// Looks an element up by its block, not by the block number, which differs from file to file (PS3.5 section 7.8.1).
    /// - Parameters:
    ///   - creator: The value of the Private Creator element without its padding. Case counts.
    ///   - elementOffset: The low byte of the element number.
    public func element(creator: String, group: UInt16, elementOffset: UInt8) -> SafePrivateElement? {
        blocks[Block(creator: creator, group: group)]?[elementOffset]
    }

    /// The creators that have a block in the list.
    package var creators: Set<String> {
        switch self {
        case .ps315: Self.ps315Creators
        case .tcia: Self.tciaCreators
        }
    }

    private static let ps315Creators = Set(ps315Blocks.keys.map(\.creator))
    private static let tciaCreators = Set(tciaBlocks.keys.map(\.creator))

    /// How many elements the list has.
    public var count: Int { blocks.values.reduce(0) { $0 + $1.count } }

    private struct Block: Hashable {
        let creator: String
        let group: UInt16
    }

    private var blocks: [Block: [UInt8: SafePrivateElement]] {
        switch self {
        case .ps315: Self.ps315Blocks
        case .tcia: Self.tciaBlocks
        }
    }

    private static let ps315Blocks = parse(ps315Text)
    private static let tciaBlocks = parse(tciaText)

    private static func parse(_ text: StaticString) -> [Block: [UInt8: SafePrivateElement]] {
        var result: [Block: [UInt8: SafePrivateElement]] = [:]
        EmbeddedTable(text).forEachRow { row in
            let block = Block(creator: row.string(), group: UInt16(row.hexadecimal()))
            let cells = row.bytes().cells(of: 5)
            var elements: [UInt8: SafePrivateElement] = [:]
            elements.reserveCapacity(cells.count)
            for cell in cells {
                elements[UInt8(cell.prefix(2).hexadecimal)] = SafePrivateElement(
                    vr: cell.dropFirst(2).prefix(2).valueRepresentation, disposition: disposition(cell.last!))
            }
            result[block] = elements
        }
        return result
    }

    private static func disposition(_ letter: UInt8) -> SafePrivateElement.Disposition {
        switch letter {
        case UInt8(ascii: "k"): .keep
        case UInt8(ascii: "u"): .hashUID
        case UInt8(ascii: "d"): .shiftDate
        default: .remove
        }
    }
}
