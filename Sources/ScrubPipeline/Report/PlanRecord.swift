// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import ProfileEngine

/// What workers record of their plans.
package struct PlanRecording: Codable, Sendable {
    /// Nothing is written, and values are counted.
    package var isDryRun: Bool
    /// 16 bytes under which values are hashed.
    var hashKey: Data
    var examples: ShownValues
}

/// Whether a report shows values of headers.
public enum ShownValues: String, Codable, Sendable, CaseIterable {
    case none, masked, full
}

/// What one file adds to a report. Rows and shapes that a worker has told before are not told again.
package struct PlanRecord: Codable, Sendable {
    /// ``PlanShape/id``.
    var shape: Int64
    var definition: PlanShape?
    var newRows: [IdentifiedRow]
    /// ``FileFacts``.
    var facts: Data
    /// Eight bytes for each of ``QuasiIdentifiers/keywords``: the hash of what is kept, or 0.
    var quasi: Data
    /// Row and hash, eight bytes each, of values that this worker meets for the first time.
    var values: Data?
    var examples: [Example]?

    struct IdentifiedRow: Codable, Sendable {
        var id: Int64
        var row: PlanRow
    }

    struct Example: Codable, Sendable {
        var row: Int64
        var text: String
    }
}

/// An instance that a run would release. All pseudonymous.
package struct PlannedInstance: Codable, Sendable {
    var patient: String
    var study: String
    var series: String
    var instance: String
    /// Where they were asked for.
    var digests: Digests?

    /// SHA-256 of the input as ``ReleasedFile/contentDigest`` has it, and of the file that would be released.
    package struct Digests: Codable, Sendable {
        var content: String
        var output: String

        package init(content: String, output: String) {
            self.content = content
            self.output = output
        }
    }

    package init(patient: String, study: String, series: String, instance: String, digests: Digests? = nil) {
        self.patient = patient
        self.study = study
        self.series = series
        self.instance = instance
        self.digests = digests
    }
}

/// What the files of a series mostly have in common: which rows they have, how often, and what they are.
package struct PlanShape: Codable, Hashable, Sendable {
    var modality: String
    var hasPixels: Bool
    var pixelRisk: String?
    /// Of our own list; empty where the file names none.
    var maker: String
    /// Masked, unless values are shown whole.
    var model: String
    /// Words of ``inputDefects(of:)`` and of the file around the Data Set.
    var defects: [String]
    /// Row in eight bytes, then occurrences and those with a value as variable-length numbers; in the order of the rows.
    var counts: Data
    var texts: [Text]

    struct Text: Codable, Hashable, Sendable {
        var row: Int64
        var values: Int
        var withHits: Int
        var hits: [Hit]
    }

    struct Hit: Codable, Hashable, Sendable {
        var hit: TextHit
        var count: Int
    }
}

/// Numbers that differ from file to file.
struct FileFacts {
    /// Of all dates that parse; 0 without any.
    var firstYear: UInt16 = 0
    var lastYear: UInt16 = 0
    /// By ``PlanRow/bytesKey``, hashed.
    var bytes: [Int64: Int] = [:]

    mutating func see(year: UInt16) {
        if firstYear == 0 || year < firstYear { firstYear = year }
        if year > lastYear { lastYear = year }
    }

    var encoded: Data {
        var result = PackedNumbers()
        result.append(Int64(firstYear))
        result.append(Int64(lastYear))
        for (key, count) in bytes.sorted(by: { $0.key < $1.key }) {
            result.append(key)
            result.append(variable: count)
        }
        return result.data
    }

    init() {}

    init(_ data: Data) {
        var numbers = PackedNumbers(data)
        firstYear = UInt16(truncatingIfNeeded: numbers.next() ?? 0)
        lastYear = UInt16(truncatingIfNeeded: numbers.next() ?? 0)
        while let key = numbers.next(), let count = numbers.nextVariable() { bytes[key] = count }
    }
}

/// Numbers one behind the other: of eight bytes, little endian, or of as many as they need.
struct PackedNumbers {
    private(set) var data: Data
    private var position: Int

    init(_ data: Data = Data()) {
        self.data = data
        position = data.startIndex
    }

    mutating func append(_ number: Int64) { withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) } }

    mutating func append(variable number: Int) {
        var rest = UInt64(number)
        while rest > 0x7F {
            data.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        data.append(UInt8(rest))
    }

    mutating func next() -> Int64? {
        guard position + 8 <= data.endIndex else { return nil }
        var number: UInt64 = 0
        for offset in 0..<8 { number |= UInt64(data[position + offset]) << UInt64(8 * offset) }
        position += 8
        return Int64(bitPattern: number)
    }

    mutating func nextVariable() -> Int? {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while position < data.endIndex, shift < 64 {
            let byte = data[position]
            position += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return Int(truncatingIfNeeded: number) }
            shift += 7
        }
        return nil
    }
}
