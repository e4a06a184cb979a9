// SPDX-License-Identifier: Apache-2.0

/// What workers record of their plans.
package struct RecordingSettings: Codable, Sendable {
    /// Nothing is written, and values are counted.
    package var isDryRun: Bool
    /// 16 bytes under which values are hashed.
    var hashKey: [UInt8]
    var examples: ShownValues
}

/// Whether a report shows values of headers.
public enum ShownValues: String, Codable, Sendable, CaseIterable {
    case none, masked, full
}
