// SPDX-License-Identifier: Apache-2.0

public import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Attributes that single nobody out alone and may do so together, as they would be kept.
public enum QuasiIdentifiers {
    /// In the order of ``values(in:plan:)``.
    public static let keywords = [
        "PatientSex", "PatientAge", "PatientBirthDate", "PatientSize", "PatientWeight", "EthnicGroup", "Occupation", "SmokingStatus",
        "PregnancyStatus", "CountryOfResidence", "RegionOfResidence", "InstitutionName", "InstitutionalDepartmentName", "StationName",
        "Manufacturer", "ManufacturerModelName", "DeviceSerialNumber", "StudyDate", "BodyPartExamined",
    ]

    private static let tags = keywords.map { DataDictionary.tag(forKeyword: $0)! }

    /// The values that would leave with the file, `nil` where an attribute is absent, empty, or holds nothing of the patient any more:
    /// pseudonyms, dummies and dates moved by a secret number of days tell nothing to somebody who knows the patient.
    public static func values(in dataSet: DataSet, plan: ActionPlan) -> [[UInt8]?] {
        var result = [[UInt8]?](repeating: nil, count: tags.count)
        var index = 1
        while index < dataSet.nodes.count {
            let node = dataSet.nodes[index]
            if node.kind == .element, let place = tags.firstIndex(of: node.tag),
                [.keep, .generalize, .clean, .mask, .replace].contains(plan.decisions[index].action)
            {
                let value: ArraySlice<UInt8> =
                    switch plan.decisions[index].change {
                    case .none: dataSet.value(of: index)
                    case .value(let bytes, _): bytes[...]
                    case .remove, .items: []
                    }
                result[place] = value.lastIndex { $0 != 0x20 && $0 != 0 }.map { Array(value[...$0]) }
            }
            index = node.end
        }
        return result
    }
}
