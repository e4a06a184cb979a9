// SPDX-License-Identifier: Apache-2.0

/// From the parent to a worker, one a line.
enum WorkerRequest: Codable, Sendable {
    case scrub(FileJob)
    /// Asks which files a DICOMDIR references.
    case listMedia(BytePath)
}

/// From a worker to the parent, one a line.
enum WorkerReply: Codable, Sendable {
    /// The configuration was understood.
    case ready
    /// It was not; the worker ends.
    case refused(String)
    case outcome(id: Int64, FileOutcome, plan: PlanRecord?)
    /// Referenced File IDs in components, or `nil` where this is no readable DICOMDIR.
    case media([[BytePath]]?)
}
