// SPDX-License-Identifier: Apache-2.0

package import DICOMModel

/// Whose life a date belongs to.
///
/// Only dates of the patient move by the patient's days. A date that two patients share, or that anybody can look up, would tell the
/// days of the one to whoever knows those of the other: so it goes under every option that moves dates.
package enum DateOwner: String, CaseIterable {
    /// The patient's life, and the studies, treatments and reports of the patient.
    case patient
    /// Calibration, manufacture and installation. A calibration on the day of a study would tell that day, so it does not stay as it is either.
    case device
    /// Versions of terminologies, templates, protocols and hanging protocols.
    case definition
    /// Substances, sources, implants: whole lots have one date.
    case product
    /// A trial's committee, and an archive's own bookkeeping.
    case organisation

    /// Of a standard attribute of VR DA, DT or TM; that of the patient where no table says another.
    package static func owner(of tag: AttributeTag) -> DateOwner { others[tag.number] ?? .patient }

    static let others: [UInt32: DateOwner] = {
        var result: [UInt32: DateOwner] = [:]
        for (owner, keywords) in table {
            for keyword in "\(keywords)".split(whereSeparator: { $0 == " " || $0 == "\n" }) {
                guard let tag = DataDictionary.tag(forKeyword: String(keyword)) else { preconditionFailure("no such keyword: \(keyword)") }
                result[tag.number] = owner
            }
        }
        return result
    }()

    private static let table: [(DateOwner, StaticString)] = [
        (
            .device,
            """
            DateOfLastCalibration TimeOfLastCalibration DateTimeOfLastCalibration CalibrationDateTime CalibrationDate CalibrationTime
            DateOfManufacture DateOfInstallation DateOfLastDetectorCalibration TimeOfLastDetectorCalibration
            DateOfGainCalibration TimeOfGainCalibration
            """
        ),
        (
            .definition,
            """
            ContextGroupVersion ContextGroupLocalVersion TemplateVersion TemplateLocalVersion HangingProtocolCreationDateTime
            SelectorDAValue SelectorDTValue SelectorTMValue ProcedureCreationDate ProcedureExpirationDate ProcedureLastModifiedDate
            """
        ),
        (
            .product,
            """
            ExpiryDate ProductExpirationDateTime EffectiveDateTime InformationIssueDateTime SourceStrengthReferenceDate SourceStrengthReferenceTime
            """
        ),
        (
            .organisation,
            """
            EthicsCommitteeApprovalEffectivenessStartDate EthicsCommitteeApprovalEffectivenessEndDate ItemInventoryDateTime ExpirationDateTime
            SecondaryReviewDate SecondaryReviewTime
            """
        ),
    ]
}

extension DateOwner {
    /// Whether a date of a maker's block belongs to the patient, as far as its maker has told.
    package static func isPatients(creator: String, group: UInt16, offset: UInt8) -> Bool {
        privateDates[creator]?.contains(UInt32(group) << 8 | UInt32(offset)) == true
    }

    /// Times of scans, injections, landmarks and frames: group and offset. Not listed are calibrations ((0017,04) and (0019,04) of
    /// GEMS_PETD_01), the date of a pulse sequence ((0019,9D) of GEMS_ACQU_01), and elements whose meaning is not published.
    private static let privateDates: [String: Set<UInt32>] = [
        "GEIIS_RA1000": [0x00_2936],
        "GEMS_PETD_01": [0x00_0905, 0x00_090D, 0x00_090E, 0x00_0939, 0x00_093B, 0x00_093D, 0x00_0968, 0x00_096C],
        "SIEMENS CM VA0  CMS": [0x00_1310], "SIEMENS MED PT": [0x00_7122], "TOSHIBA_MEC_CT3": [0x70_0524],
    ]
}
