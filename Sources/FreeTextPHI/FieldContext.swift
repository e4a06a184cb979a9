// SPDX-License-Identifier: Apache-2.0

/// What is known of the field a text came from.
public struct FieldContext: Sendable, Hashable {
    /// The kind of text the field usually holds; thresholds differ.
    public enum Class: Sendable, Hashable {
        /// Short labels: study, series, protocol, station.
        case descriptor
        /// Notes typed by people.
        case comment
        /// Sentences: reports, SR text.
        case report
        /// A value that mostly is an identifier itself.
        case identifier
        case unknown
    }

    /// The DICOM keyword, such as `StudyDescription`; empty if not known.
    public let keyword: String
    /// The value representation, such as `LO`; empty if not known.
    public let vr: String

    /// What the field usually holds; decides the threshold.
    public let fieldClass: Class
    /// The value is a person's name or initials.
    package let holdsPerson: Bool

    public init(keyword: String = "", vr: String = "") {
        self.keyword = keyword
        self.vr = vr
        fieldClass = FieldContext.fieldClass(keyword, vr)
        holdsPerson = FieldContext.personFields.contains(keyword)
    }

    private static let personFields: Set<String> = [
        "OperatorsName", "ContentCreator", "ContentCreatorName", "PerformingPhysicianName", "ReferringPhysicianName", "PhysiciansOfRecord",
        "NameOfPhysiciansReadingStudy", "RequestingPhysician", "VerifyingObserverName", "PersonName", "ReviewerName", "PatientName",
        "OtherPatientNames", "ResponsiblePerson", "ScheduledPerformingPhysicianName",
    ]

    /// No context.
    public static let none = FieldContext()

    /// The longest value, in characters, that the value representation allows; `nil` if unlimited or unknown.
    public var maximumLength: Int? {
        switch vr {
        case "SH", "CS": 16
        case "LO", "PN": 64
        case "ST": 1024
        case "LT": 10240
        default: nil
        }
    }

    private static func fieldClass(_ keyword: String, _ vr: String) -> Class {
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
