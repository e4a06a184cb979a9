// SPDX-License-Identifier: Apache-2.0

/// What a worker is for, the first line that it is sent.
enum WorkerRole: Codable, Sendable {
    /// Scrubs or plans files. It holds the key.
    case scrub(WorkerConfiguration)
    /// Reads what `inspect` shows.
    case inspect
    /// Searches released files for what the state folder knows of their patients.
    case search(state: BytePath, key: BytePath?, ReleaseDocument)
}

/// From the parent to a worker, one a line.
enum WorkerRequest: Codable, Sendable {
    case scrub(FileJob)
    /// Asks which files a DICOMDIR references.
    case listMedia(BytePath)
    case unpack(UnpackRequest)
    case inspect(BytePath, Inspection.Request)
    case compare(BytePath, BytePath, ShownValues)
    case search(BytePath, patient: String)
}

/// From a worker to the parent, one a line.
enum WorkerReply: Codable, Sendable {
    /// The role was understood.
    case ready
    /// It was not; the worker ends.
    case refused(PipelineError)
    case outcome(id: Int64, FileOutcome, plan: PlanRecord?)
    /// Referenced File IDs in components, or `nil` where this is no readable DICOMDIR.
    case media([[BytePath]]?)
    case unpacked(UnpackResult)
    case inspection(Inspection)
    case comparison(Comparison)
    /// What is wrong with a released file, if anything.
    case problem(String?)
    /// The request cannot be answered.
    case failed(PipelineError)
}
