// SPDX-License-Identifier: Apache-2.0

internal import Filesystem

/// What `report` was asked to do.
public struct ReportRequest: Sendable {
    /// Files, folders, archives or a DICOMDIR. They are read, never changed.
    public var inputs: [BytePath]
    /// The site key; `nil` for one that anybody knows, which will do, since a report shows no pseudonym.
    public var key: BytePath?
    /// Pseudonyms differ from project to project.
    public var project = "default"
    /// A shipped profile's name or a file.
    public var profile = "basic"
    /// Options of PS3.15 that the profile gets besides its own.
    public var options: [String] = []
    /// Dates move by whole weeks.
    public var keepsWeekday = false
    /// How many worker processes read files.
    public var jobs = 1
    /// Anything but `none` makes the report itself something that can identify.
    public var values = ShownValues.none
    /// Where the report goes, if to a file: it may not lie inside an input.
    public var output: BytePath?

    /// Instead of the system's.
    package var temporaryFolder: BytePath?

    /// A request under the profile `basic`, with one worker and without values.
    public init(inputs: [BytePath]) { self.inputs = inputs }
}
