// SPDX-License-Identifier: Apache-2.0

internal import Records

/// Distinct values and examples by row, as the workers find them. Hashes under a random key that nothing keeps.
struct ValueTally {
    private(set) var counts: [Int64: DistinctCount] = [:]
    private(set) var examples: [Int64: [String]] = [:]

    mutating func add(_ record: PlanRecord) {
        for value in record.values { _ = counts[value.row, default: DistinctCount()].insert(value.hash) }
        for example in record.examples {
            // The smallest, so that the order of the files does not matter.
            let all = Set(examples[example.row, default: []] + [example.text])
            examples[example.row] = Array(all.sorted().prefix(PlanRecorder.examplesPerRow))
        }
    }
}
