// SPDX-License-Identifier: Apache-2.0

public import FreeTextCore

extension FieldContext {
    /// The field of a DICOM attribute.
    ///
    /// - Parameters:
    ///   - keyword: The DICOM keyword, such as `StudyDescription`; empty if not known.
    ///   - vr: The value representation, such as `LO`; empty if not known.
    public init(keyword: String = "", vr: String = "") {
        self.init(
            fieldClass: FieldContext.fieldClass(keyword, vr), holdsPerson: FieldContext.personFields.contains(keyword),
            maximumLength: FieldContext.maximumLength(vr))
    }

    private static let personFields: Set<String> = [
        "OperatorsName", "ContentCreator", "ContentCreatorName", "PerformingPhysicianName", "ReferringPhysicianName", "PhysiciansOfRecord",
        "NameOfPhysiciansReadingStudy", "RequestingPhysician", "VerifyingObserverName", "PersonName", "ReviewerName", "PatientName",
        "OtherPatientNames", "ResponsiblePerson", "ScheduledPerformingPhysicianName",
    ]

    private static func maximumLength(_ vr: String) -> Int? {
        switch vr {
        case "SH", "CS": 16
        case "LO", "PN": 64
        case "ST": 1024
        case "LT": 10240
        default: nil
        }
    }

    private static func fieldClass(_ keyword: String, _ vr: String) -> FieldContext.Class {
        switch keyword {
        case "StudyDescription", "SeriesDescription", "ProtocolName", "RequestedProcedureDescription",
            "PerformedProcedureStepDescription", "ScheduledProcedureStepDescription", "BodyPartExamined", "StationName",
            "AcquisitionProtocolName", "SequenceName", "ImageType", "DeviceDescription", "AcquisitionDeviceProcessingDescription":
            return .descriptor
        case "ContentCreator", "ContentCreatorName", "GraphicText", "UnformattedTextValue": return .identifier
        case "TextValue", "InterpretationText", "ResultsComments": return .report
        default: break
        }
        if vr == "PN" || keyword.contains("Physician") || keyword.hasSuffix("OperatorsName") || keyword.hasSuffix("PersonName")
            || keyword.hasSuffix("ObserverName")
        {
            return .identifier
        }
        if keyword.hasSuffix("Comments") || keyword.hasSuffix("History") || keyword.hasSuffix("Comment") { return .comment }
        if keyword.hasSuffix("Description") { return .descriptor }
        switch vr {
        case "LT", "ST": return .comment
        case "UT", "UC": return .report
        case "SH", "LO", "CS": return .descriptor
        default: return .unknown
        }
    }
}
