// SPDX-License-Identifier: Apache-2.0

internal import Filesystem

/// What `scrub` was asked to do.
public struct ScrubRequest: Sendable {
    public var inputs: [BytePath]
    public var output: BytePath
    public var state: BytePath?
    public var key: BytePath?
    public var project = "default"
    /// A shipped profile's name or a file.
    public var profile = "basic"
    public var options: [String] = []
    public var keepsWeekday = false
    public var jobs = 1
    public var resume = false
    public var shard: Shard?
    public var layout = ReleaseLayout.uid
    public var environment: [String: String] = [:]

    public init(inputs: [BytePath], output: BytePath) {
        self.inputs = inputs
        self.output = output
    }
}

/// Where a run stands.
public struct RunProgress: Hashable, Sendable {
    public enum Phase: Sendable { case discovering, checking, scrubbing, planning, comparing, finishing }

    public var phase: Phase
    /// Inputs found so far.
    public var total = 0
    public var done = 0
    public var totalBytes: Int64 = 0
    public var doneBytes: Int64 = 0
    public var quarantined = 0
}

/// How a run tells what it does.
public struct RunObserver {
    /// Takes a sentence for a person, without any name from the inputs.
    public var notice: (String) -> Void = { _ in }
    public var progress: (RunProgress) -> Void = { _ in }
    /// Asked again and again; `true` ends the run in order.
    public var isInterrupted: () -> Bool = { false }

    public init() {}
}

/// How a run ended. The first four add up to the inputs.
public struct RunSummary: Codable, Hashable, Sendable {
    public var inputs = 0
    public var released = 0
    public var quarantined = 0
    public var notDICOM = 0
    public var duplicates = 0
    public var patients = 0
    public var studies = 0
    public var series = 0
    /// Studies that fall under several patient keys: their files have different pseudonyms and date shifts.
    public var studiesOfSeveralPatients = 0
    public var release = ""
    public var quarantineList = ""

    /// 2 where files were quarantined.
    public var exitCode: Int32 { quarantined > 0 ? 2 : 0 }

    enum CodingKeys: String, CodingKey {
        case inputs, released, quarantined, duplicates, patients, studies, series, release
        case notDICOM = "not_dicom"
        case studiesOfSeveralPatients = "studies_of_several_patients"
        case quarantineList = "quarantine_list"
    }
}

extension RunSummary {
    var counts: [String: Int] {
        ["inputs": inputs, "released": released, "quarantined": quarantined, "not_dicom": notDICOM, "duplicates": duplicates]
    }

    /// One line of JSON.
    public var json: String {
        get throws { String(decoding: try jsonLine(self), as: UTF8.self) }
    }
}
