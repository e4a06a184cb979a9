// SPDX-License-Identifier: Apache-2.0

/// Names that Siemens gives to parameters of its protocol and to items of its CSA header. Any other name may be that of a person.
enum SiemensParameters {
    /// Parts of a parameter's name, without indices.
    static let names = set(
        """
        B1CorrectionParameters BCCombineMatrix BCCombineMode CoilPlugs CompProtectionValues ComplexData DecouplingMatrix DecouplingMatrixValid
        IgnoreCoilGroups Laterality MaxOfflineTxAmpl MaxOnlineTxAmpl Plug ScatterMatrix ScatterMatrixValid Size1 Size2 SliceInformation
        UseDoubleDataRate WorstCaseMaxOfflineTxAmpl WorstCaseMaxOnlineTxAmpl WorstCasePulseScaleRefAmpl ZZMatrixVector aFFT_SCALE aPTXRFPulse
        aRFPULSE aRxCoilSelectData aTxCoilSelectData aTxScaleFactor aTxScaleFactorSlice acFlowComp adAcceptPosition adAcceptWindow
        adConflictSolverData adFlipAngleDegree adFree adGainVariation adRes adSearchWindow adT2PrepDuration adTrackingFactor aflAmplitude aflOffsetK
        aflRegridADCDuration aflTimeConstant alAverages alBOffsetK alBValue alConflictSolverData alDiffWeightings alDwellTime alFree
        alICEProgramPara alRecoveryDuration alRegridDelaySamplesTime alRegridDestSamples alRegridFlattopTime alRegridMode alRegridRampdownTime
        alRegridRampupTime alRepetitionsDelayTimeMs alSamplingDuration alShimCurrent alSliceAcqOrder alTD alTE alTI alTR alVariCapVoltages anAsc
        anMember anPos asCoilSelectMeas asDiffDirVector asDynmicAdjustVolumes asElm asGPAData asGroup asList asMdsMotionInterval asNucleusInfo
        asPTXVolume asSlice asTHP_EfiDas1 asTHP_WithB0 asTHP_WithoutB0 aulServicePara bActive bAmplitudeCorrectionValid bAmplitudeValid
        bB0CompensationValid bCompProtectionB1PlusRefAmplValid bCompProtectionRefAmplValid bCompProtectionValuesValid bCrossTermCompensationValid
        bDelayValid bEddyCompensationValid bFrequencyValid bGainValid bKDynValid bMdsPtabAbsEndPosZValid bMdsPtabAbsStartPosZValid bOffsetValid
        bPtabAbsStartPosZValid bReferenceAmplitudeValid bSensitivityValid bShimCurrentValid bSuppressMandatoryProperties bTxScaleFactorsValid bValid
        dAAMatrix dAngioDynCentralRegionA dAngioDynSamplingDensityB dAutoCoilSelectIlluRangeScale dAveragesDouble dBladeCoverage dCor
        dDCSIlluminationScale dDarkBloodFlipAngle dDarkBloodThickness dDiffFlipAngle dDistFact dGap dGatingRatio dIRPulseThicknessFactor dIm
        dInPlaneRot dMdsRangeExtension dOverallImageScaleCorrectionFactor dOverallImageScaleFactor dPhaseFOV dPhaseOversamplingForDialog
        dPhaseResolution dRe dReadoutFOV dRefSNR dRefSNR_VOI dSag dSeqPhasePartialFourierForSNR dSliceOversamplingForDialog dSliceResolution
        dSliceThickness dThickness dTissueT1 dTissueT2 dTra dsScheme eCoilType eConflictSolverStrategy flAmplitude flAmplitudeCorrection
        flAmplitudeNL flCompProtectionB1PlusRefAmpl flCompProtectionRefAmpl flCorrectionFactorMax flFactor flGMax flKDynMagnitudeClipHigh
        flKDynMagnitudeClipLow flKDynMagnitudeMax flKDynMagnitudeMin flKDynPhaseClip flKDynPhaseMax flNominalB0 flPeakReserveFactor
        flReferenceAmplitude flRiseTime flSensitivityX flSensitivityY flSensitivityZ iUsedRFactor lADCChannel lADCChannelConnected lAccelFact3D
        lAccelFactPE lArrhythmiaDetection lAutoRefScanMode lAutoRefScanNo lAverages lB1ShimMode lBCExcitationMode lBCSeqExcitationMode
        lBaseResolution lBreathHoldDuration_us lBreathHoldMeas lBvalue lCardiacGateOffThreshold lCardiacGateOnThreshold lCoilCopy lCoilSelectIndex
        lCombinedEchoes lConc lContrasts lCoupleAdjVolTo lDecouplingType lDelayTimeInTR lDelayX lDelayY lDelayZ lDiffDirections lDiffWeightings
        lDummyHeartbeats lDynamicReconMode lEPIFactor lEchoSpacing lEchoTrainDuration lElementSelected lExcitationType lFOVShiftFactor lFatSupOpt
        lFrequency lGain lImagesPerSlab lInlineEvaMode lInvContrasts lLinesPerShot lMaximumNofRxReceiverChannels lMdsPtabAbsEndPosZ
        lMdsPtabAbsStartPosZ lMethod1 lMethod2 lMultiBandFactor lMuxChannelConnected lNOEType lNPELin lNoOfPreps lNoOfTraPulses
        lNoiseDecorrDefaultMode lNoiseLevel lOffsetX lOffsetY lOffsetZ lOversampling lParadigmPeriodicity lPartitions lPhaseCorrectionMode
        lPhaseCyclingType lPhaseEncodingDirection lPhaseEncodingLines lPhaseEncodingType lPhases lPtabAbsStartPosZ lQSpaceSteps
        lRFExcitationBandwidth lRadialInterleavesPerImage lRadialViews lRefLines3D lRefLinesPE lRepetitions lRespComp lRespGatePhase
        lRespGateThreshold lRetroGatedImages lRxChannel lRxChannelConnected lScanRegionPosTra lScanTimeSec lSegments lShimMode lShots lSignal1
        lSignal2 lSize lSliceAccelFactor lSliceAccelPEShift lSliceOrder lSliceTurboFactor lSpecAppl lSpectralSuppression lSweeps lTOM
        lTableSpeedNumerator lTemporalInterpolation lTotalScanTimeSec lTrackingBackgroundSuppr lTrackingFlipAngle lTrackingSensitivity
        lTriggerIntervals lTriggerPulses lTriggerWindow lTurboFactor lVectorSize lVelocity lmdsLinesPerSegment nSize sAAInitialOffset sAdjData
        sAdjVolume sAngio sAsl sAutoAlign sB0CompensationX sB0CompensationY sB0CompensationZ sBladePara sChannelMatrix sCoilElementID
        sCoilProperties sCoilSelectMeas sCoilSelectUI sCoilStringForConversion sCrossTermCompensationXY sCrossTermCompensationXZ
        sCrossTermCompensationYX sCrossTermCompensationYZ sCrossTermCompensationZX sCrossTermCompensationZY sDiffusion sDistortionCorrFilter
        sDixonData sDynDistCorrFilter sEFIData sEFISPEC sEddyCompensationX sEddyCompensationY sEddyCompensationZ sFastImaging sFlowArray
        sFreeDiffusionData sGRADSPEC sGroupArray sHammingFilter sIR sInlineCardioEval sInteractive sInversionArray sKSpace sMds sMdsEndPosSBCS_mm
        sMdsPreScanNormalize sMrDixonEvaluationOptions sMrDixonOptions sMultiBand sNavigatorArray sNavigatorPara sNoiseDecorrData sNormFilter
        sNormal sOffsetParameter sPSat sPTXData sPTXMPRGroupArray sPTXMPRSliceArray sParametricMapping sPat sPhaseshiftAndWeightsPara sPhysioECG
        sPhysioExt sPhysioExt2 sPhysioImaging sPhysioNative sPhysioPulse sPhysioResp sPosition sPostLabelingDelay sPreScanNormalizeFilter
        sPrepPulses sPrescanNormalize sProtConsistencyInfo sRSatArray sRXSPEC sRawFilter sSliceAcceleration sSliceArray sSpecPara sTSat sTXSPEC
        sTxScaleFactorCP sTxScaleFactorEP sWiPMemBlock sWipMemBlock sWorkflow size tBaselineString tCoilClass tCoilID tElement
        tMeasuredBaselineString tNucleus tSequenceFileName uc2DInterpolation uc3DInterpolation ucAAMode ucAARefMode ucAARegionMode ucAdjShim
        ucAnatomicalSliceMode ucAsymmetricEchoMode ucAveragingMode ucBCExcitationModeValid ucBOLDParadigmArray ucBloodSuppression ucBold3dPace
        ucChannelDiscardMode ucChannelMixingMode ucCineMode ucCoilCombineMode ucDimension ucDisableChangeStoreImages ucDixon ucDixonEvaFatFraction
        ucDixonEvaR2Star ucDixonEvaReport ucDixonEvaT2Star ucDixonEvaWaterFraction ucDixonEvaluation ucDixonFat ucDixonInPhase ucDixonOpposedPhase
        ucDixonOriginalEchoes ucDixonWater ucDotPauseSettingsOverride ucDotVoiceSettingsOverride ucDynamicCoilSwitching ucEllipticalFilter
        ucEnableNoiseAdjust ucExcitDir ucExcitMode ucFastDixon ucFatSat ucFatSatMode ucFlipAngleMode ucFlowComp ucFlowSenMode
        ucForcePositioningOnNDIS ucFreqShimPerSlice ucIRScheme ucImageNumb ucImageNumbCor ucImageNumbSag ucImageNumbTra ucInteractiveRealtime
        ucInternalTablePosValid ucInterpolation3D ucInversion ucMTC ucMode ucMosaic ucMotionCorr ucMultiSliceMode ucNoiseDecorrMode ucNoiseReduction
        ucOn ucOneSeriesForAllMeas ucPATMode ucPCFlowMode ucPHAPSMode ucPOCS ucParametricMap ucPause ucPhaseEncRE ucPhaseEncodingDirection
        ucPhaseNav ucPhasePartialFourier ucRFPulseType ucReadOutMode ucReadoutPartialFourier ucReconstructionMode ucRefScanMode ucRemoveOversampling
        ucSatRecovery ucScanRegionPosValid ucSegmentationMode ucSequenceType ucSimultaneousExcitation ucSkipPhysioTrigger ucSliceFollowing
        ucSliceFollowingMode ucSlicePartialFourier ucStackMode ucSweepMode ucT2Prep ucTIScout ucTOFInflow ucTPatAverageAllFrames
        ucTablePositioningMode ucTmapB0Correction ucTmapEval ucTmapImageType ucTracking ucTrajectory ucVelocity ucViewSharing
        ucWaitForPrepareCompletion ucWaitForUserStart ucWaterSat uiAdjB0AcqMode uiAdjB1AcqMode uiAdjFreMode uiAdjFreProtRelated uiAdjMDSMode
        uiAdjRFMapMode uiAdjShimMode uiAdjTableTolerance uiAdjWatSupMode uiInsertionTime uiPTXTargetMagMode uiPerProxy2Skip ulCaipirinhaMode
        ulConvFromVersion ulCoordinateSystem ulLabelingDuration ulMdsModeMask ulMdsReconMode ulMdsVariableResolution ulMode ulNormalization
        ulOrganUnderExamination ulQSpaceCoverage ulQSpaceSampling ulReaquisitionMode ulShape ulVersion ulWrapUpMagn unReordering
        """)

    /// Items of both CSA headers.
    static let items = set(
        """
        AASpineModelData AASpineModelVerificationStatus AbsTablePosition AcquisitionMatrixText Actual3DImaPartNumber ArterialSpinLabelingContrast
        AutoAlignData AutoAlignMatrix AutoInlineImageFilterEnabled B1rms B1rmsSupervision B_matrix B_value BandwidthPerPixelPhaseEncode
        CoilForGradient CoilForGradient2 CoilId CoilString CoilTuningReflection Comp_AdjustedParam Comp_Algorithm Comp_AutoParam Comp_Blended
        Comp_JobID Comp_ManualAdjusted ConfigFileInfo CsiGridshiftVector CsiImageOrientationPatient CsiImagePositionPatient CsiPixelSpacing
        CsiSliceLocation CsiSliceOrientation CsiSliceThickness DICOMAcquisitionContrast DICOMImageFlavor DataFileName DataPointColumns DataPointRows
        DiffusionDirectionality DiffusionGradientDirection Distorcor_IntensityCorrection EchoColumnPosition EchoLinePosition EchoPartitionPosition
        EchoTime EchoTrainLength ExamDataRole ExamLandmarks FMRIStimulInfo FMRIStimulLevel Filter1 Filter2 FlipAngle FlowCompensation
        FlowEncodingDirection FlowEncodingDirectionString FlowVenc FmriAcquisitionDescriptionSequence FmriConditionsDataSequence FmriExternalInfo
        FmriExternalParameters FmriModelInfo FmriModelParameters FmriResultSequence GSWDDataType GradientDelayTime GradientEchoTrainLength
        GradientMode HammingFilterWidth ICE_Dims ImaAbsTablePosition ImaCoilString ImaPATModeText ImaRelTablePosition ImageGroup ImageHistory
        ImageOrientationPatient ImagePositionPatient ImageType4MF Isocentered LQAlgorithm Laterality4MF LongModelName MRDiffusion MRVelocityEncoding
        MR_ASL MeasuredFourierLines MeasurementIndex MiscSequenceParam MoCoQMeasure MorphoQCIndex MorphoQCThreshold MosaicRefAcqTimes MrEvaProtocol
        MrPhoenixProtocol MrProtocol MrProtocolVersion MultistepIndex NonPlanarImage NormalizeManipulated NumberOfAverages NumberOfImagesInMosaic
        NumberOfPhaseCorrectionScans NumberOfPrescans Operation_mode_flag OriginalImageNumber OriginalSeriesNumber PATModeText PatReinPattern
        PhaseContrastN4 PhaseEncodingDirectionPositive PhaseGradientAmplitude PhaseSliceOversampling PixelFile PixelFileName PixelSpacing
        PositivePCSDirections PostProcProtocol ProtocolChangeHistory ProtocolSliceNumber QCData RBMoCoRot RBMoCoTrans RFEchoTrainLength
        RFSWDDataType RFSWDMostCriticalAspect RFSWDOperationMode ReadoutGradientAmplitude ReadoutOS RealDwellTime RealWorldValueMapping
        RelTablePosition RepetitionTime RepetitionTimeEffective RepresentativeImage RfPowerErrorIndicator RfWatchdogMask SARMostCriticalAspect
        SW_korr_faktor SafetyStandard SarWholeBody Sed SelectionGradientAmplitude SequenceFileOwner SequenceMask SequenceName
        SliceArrayConcatenations SliceLocation SliceMeasurementDuration SliceNormalVector SlicePosition_PCS SliceResolution SliceThickness
        SpectrumTextRegionLabel Stim_faktor Stim_lim Stim_max_ges_norm_online Stim_max_online Stim_mon_mode TablePositionOrigin TalesReferencePower
        TimeAfterStart TransmitterCalibration TransmitterReferenceAmplitude UsedChannelMask UsedChannelString UsedPatientWeight UserDefinedImage
        UserDefinedSeries VFModelInfo VFSettings VelocityEncodingDirectionN4 VoiInPlaneRotation VoiOrientation VoiPhaseFoV VoiPosition VoiReadoutFoV
        VoiThickness VolumetricProperties4MF VoxelInPlaneRot VoxelNormalCor VoxelNormalSag VoxelNormalTra VoxelPhaseFOV VoxelPositionCor
        VoxelPositionSag VoxelPositionTra VoxelReadoutFOV VoxelThickness dBdt_limit dBdt_max dBdt_thresh t_puls_max
        """)

    private static func set(_ text: String) -> Set<String> { Set(text.split { $0 == " " || $0 == "\n" }.map(String.init)) }
}
