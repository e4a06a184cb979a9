// SPDX-License-Identifier: Apache-2.0

internal import Engine
internal import Records
internal import Reports

/// k-anonymity over the patients of a release: who cannot be told from how many others by what is kept.
struct RiskEstimate {
    /// Beyond this many patients, those with the smallest pseudonyms stand for all: pseudonyms are as good as random.
    static let patientLimit = 200_000

    private let width = QuasiIdentifiers.keywords.count
    private var current: (patient: String, values: [Set<Int64>])?
    /// One row of `width` combined hashes for each patient.
    private var table: [Int64] = []
    private var distinct: [Set<Int64>]
    private(set) var patients = 0

    init() { distinct = Array(repeating: [], count: QuasiIdentifiers.keywords.count) }

    /// Takes the files patient by patient.
    mutating func add(_ patient: String, _ quasi: [UInt8]) {
        if current?.patient != patient {
            close()
            current = (patient, Array(repeating: [], count: width))
        }
        var numbers = WireReader(quasi)
        for place in 0..<width {
            // A patient with thousands of different ages is told apart by fewer.
            if let hash = try? numbers.fixed(), hash != 0, current!.values[place].count < 1024 { current!.values[place].insert(hash) }
        }
    }

    private mutating func close() {
        guard let current else { return }
        patients += 1
        guard patients <= Self.patientLimit else { return }
        for (place, values) in current.values.enumerated() {
            // The sum does not depend on the order.
            table.append(values.reduce(0) { $0 &+ mixed($1) })
            if distinct[place].count < DistinctCount.exactLimit { distinct[place].formUnion(values) }
        }
    }

    /// - Parameter remedy: What would coarsen an attribute, by keyword.
    mutating func finish(remedy: (String) -> String?) -> ReportDocument.Risk {
        close()
        current = nil
        let sizes = classSizes(without: nil)
        let alone = sizes.count { $0 == 1 }
        let held = sizes.count
        var quasi: [ReportDocument.Risk.QuasiIdentifier] = []
        for (place, name) in QuasiIdentifiers.keywords.enumerated() where !distinct[place].isEmpty {
            let left = alone == 0 ? 0 : classSizes(without: place).count { $0 == 1 }
            quasi.append(.init(name: name, distinctValues: distinct[place].count, patientsFreed: alone - left, remedy: remedy(name)))
        }
        quasi.sort { ($1.patientsFreed, $1.distinctValues, $0.name) < ($0.patientsFreed, $0.distinctValues, $1.name) }
        let smallest = sizes.min() ?? 0
        // A class of k patients holds k of them at 1/k each.
        let classes = sizes.reduce(0.0) { $0 + 1 / Double($1) }
        return .init(
            patients: patients, smallestClass: smallest, alone: alone, classes: Int(classes.rounded()),
            highestRisk: smallest == 0 ? 0 : rounded(1 / Double(smallest)),
            averageRisk: held == 0 ? 0 : rounded(classes / Double(held)), quasiIdentifiers: quasi, patientsByClassSize: Self.bySize(sizes),
            isApproximate: patients > Self.patientLimit)
    }

    /// For each patient the size of the class.
    private func classSizes(without left: Int?) -> [Int] {
        let count = table.count / width
        var keys: [UInt64] = []
        keys.reserveCapacity(count)
        for patient in 0..<count {
            var key: UInt64 = 0x9E37_79B9_7F4A_7C15
            for place in 0..<width where place != left {
                key = UInt64(bitPattern: mixed(Int64(bitPattern: key ^ UInt64(bitPattern: table[patient * width + place]) &+ UInt64(place))))
            }
            keys.append(key)
        }
        var sizes: [UInt64: Int] = [:]
        for key in keys { sizes[key, default: 0] += 1 }
        return keys.map { sizes[$0]! }
    }

    private static func bySize(_ sizes: [Int]) -> [ReportDocument.Count] {
        let bands: [(String, ClosedRange<Int>)] = [
            ("1", 1...1), ("2", 2...2), ("3-4", 3...4), ("5-9", 5...9), ("10-19", 10...19), ("20+", 20...Int.max),
        ]
        return bands.map { band in .init(name: band.0, count: sizes.count { band.1.contains($0) }) }
    }

    private func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }

    private func mixed(_ number: Int64) -> Int64 {
        var value = UInt64(bitPattern: number) &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return Int64(bitPattern: value ^ value >> 31)
    }
}
