// SPDX-License-Identifier: Apache-2.0

internal import Filesystem

/// How a run ended. The first four add up to the inputs.
public struct RunSummary: Codable, Hashable, Sendable {
    /// Files found, those inside archives included.
    public var inputs = 0
    /// Files of the release.
    public var released = 0
    /// Files that are listed with a reason and not copied.
    public var quarantined = 0
    /// Files that are something else, DICOMDIRs included.
    public var notDICOM = 0
    /// Files of an instance that is released already.
    public var duplicates = 0
    /// By pseudonym, of the release.
    public var patients = 0
    /// Of the release.
    public var studies = 0
    /// Of the release.
    public var series = 0
    /// Studies that fall under several patient keys: their files have different pseudonyms and date shifts.
    public var studiesOfSeveralPatients = 0
    /// Of the quarantined: those that wait for a person to see their pixels.
    public var waitsForReview = 0
    /// The folder, for people to read.
    public var release = ""
    /// `quarantine.jsonl` in the state folder: why, and the original path, which can identify.
    public var quarantineList = ""

    package init() {}

    /// 2 where files were quarantined.
    public var exitCode: Int32 { quarantined > 0 ? 2 : 0 }

    enum CodingKeys: String, CodingKey {
        case inputs, released, quarantined, duplicates, patients, studies, series, release
        case notDICOM = "not_dicom"
        case studiesOfSeveralPatients = "studies_of_several_patients"
        case waitsForReview = "waits_for_review"
        case quarantineList = "quarantine_list"
    }
}

extension RunSummary {
    package var counts: [String: Int] {
        ["inputs": inputs, "released": released, "quarantined": quarantined, "not_dicom": notDICOM, "duplicates": duplicates]
    }

    /// One line of JSON.
    public var json: String {
        get throws { String(decoding: try jsonLine(self), as: UTF8.self) }
    }
}
