// SPDX-License-Identifier: Apache-2.0

internal import Filesystem

/// What `report` was asked to do.
public struct ReportRequest: Sendable {
    public var inputs: [BytePath]
    public var key: BytePath?
    public var project = "default"
    /// A shipped profile's name or a file.
    public var profile = "basic"
    public var options: [String] = []
    public var keepsWeekday = false
    public var jobs = 1
    public var values = ShownValues.none
    /// Where the report goes, if to a file: it may not lie inside an input.
    public var output: BytePath?

    /// Instead of the system's.
    package var temporaryFolder: BytePath?

    public init(inputs: [BytePath]) { self.inputs = inputs }
}
