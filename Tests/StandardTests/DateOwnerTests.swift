// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Testing

@testable import Standard

@Suite struct DateOwnerTests {
    /// Every date and time of the dictionary that belongs to the patient. A new attribute has to be put here, or into the table of the others.
    private static let patients: StaticString = """
        InstanceCreationDate InstanceCreationTime InstanceCoercionDateTime StudyDate SeriesDate AcquisitionDate ContentDate OverlayDate CurveDate
        AcquisitionDateTime StudyTime SeriesTime AcquisitionTime ContentTime OverlayTime CurveTime StudyUpdateDateTime PatientBirthDate
        PatientBirthTime LastMenstrualDate GPSTimeStamp GPSDateStamp InterventionDrugStopTime InterventionDrugStartTime DateOfSecondaryCapture
        TimeOfSecondaryCapture ContrastBolusStartTime ContrastBolusStopTime RadiopharmaceuticalStartTime RadiopharmaceuticalStopTime
        RadiopharmaceuticalStartDateTime RadiopharmaceuticalStopDateTime FrameAcquisitionDateTime FrameReferenceDateTime SourceStartDateTime
        SourceEndDateTime StartAcquisitionDateTime EndAcquisitionDateTime FunctionalSyncPulse DecayCorrectionDateTime ExclusionStartDateTime
        InstructionPerformedDateTime ContributionDateTime ModifiedImageDate ModifiedImageTime StudyVerifiedDate StudyVerifiedTime StudyReadDate
        StudyReadTime ScheduledStudyStartDate ScheduledStudyStartTime ScheduledStudyStopDate ScheduledStudyStopTime StudyArrivalDate
        StudyArrivalTime StudyCompletionDate StudyCompletionTime ScheduledAdmissionDate ScheduledAdmissionTime ScheduledDischargeDate
        ScheduledDischargeTime AdmittingDate AdmittingTime DischargeDate DischargeTime ImpedanceMeasurementDateTime ScheduledProcedureStepStartDate
        ScheduledProcedureStepStartTime ScheduledProcedureStepEndDate ScheduledProcedureStepEndTime PerformedProcedureStepStartDate
        PerformedProcedureStepStartTime PerformedProcedureStepEndDate PerformedProcedureStepEndTime IssueDateOfImagingServiceRequest
        IssueTimeOfImagingServiceRequest ScheduledProcedureStepStartDateTime ScheduledProcedureStepExpirationDateTime
        ScheduledProcedureStepModificationDateTime ExpectedCompletionDateTime PerformedProcedureStepStartDateTime PerformedProcedureStepEndDateTime
        ProcedureStepCancellationDateTime FindingsGroupRecordingDateTrial FindingsGroupRecordingTimeTrial VerificationDateTime ObservationDateTime
        ObservationStartDateTime EffectiveStartDateTime EffectiveStopDateTime ParticipationDateTime DateOfDocumentOrVerbalTransactionTrial
        TimeOfDocumentCreationOrVerbalTransactionTrial DateTime Date Time ReferencedDateTime ObservationDateTrial ObservationTimeTrial
        AnnotationDateTime SegmentDefinitionDateTime HL7DocumentEffectiveTime ApprovalStatusDateTime SubstanceAdministrationDateTime
        AssertionDateTime AssertionExpirationDateTime PresentationCreationDate PresentationCreationTime SOPAuthorizationDateTime
        DigitalSignatureDateTime AttributeModificationDateTime CreationDate CreationTime StructureSetDate StructureSetTime ROIDateTime
        ROIObservationDateTime TreatmentControlPointDate TreatmentControlPointTime FirstTreatmentDate MostRecentTreatmentDate SafePositionExitDate
        SafePositionExitTime SafePositionReturnDate SafePositionReturnTime TreatmentDate TreatmentTime RTPlanDate RTPlanTime
        TreatmentToleranceViolationDateTime RecordedRTControlPointDateTime InterlockDateTime OverrideDateTime BeamHoldTransitionDateTime ReviewDate
        ReviewTime IntendedPhaseStartDate IntendedPhaseEndDate IntendedFractionStartTime InterpretationRecordedDate InterpretationRecordedTime
        InterpretationTranscriptionDate InterpretationTranscriptionTime InterpretationApprovalDate InterpretationApprovalTime RouteSegmentStartTime
        RouteSegmentEndTime AlarmDecisionTime OOIOwnerCreationTime
        """

    @Test("Every date and time of the dictionary is the patient's, or somebody else's") func everyDateHasAnOwner() {
        let dates = Set(DataDictionary.all.filter { [.DA, .DT, .TM].contains($0.vr) }.map(\.keyword))
        let patients = Set("\(Self.patients)".split { $0 == " " || $0 == "\n" }.map(String.init))
        let others = Set(DateOwner.others.keys.map { DataDictionary.entry(for: AttributeTag(number: $0))!.keyword })
        #expect(patients.isDisjoint(with: others))
        #expect(dates == patients.union(others))
    }
}
