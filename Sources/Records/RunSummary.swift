// SPDX-License-Identifier: Apache-2.0

internal import Filesystem

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
    /// Of the quarantined: those that wait for a person to see their pixels.
    public var waitsForReview = 0
    public var release = ""
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
