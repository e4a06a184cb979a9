// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// Attributes whose values come from a list of defined or enumerated terms (PS3.3), and what makes a value one of them.
///
/// A value that is none is free text in disguise: nobody knows what was typed there.
enum ClosedVocabulary {
    private static let softwareVersions: UInt32 = 0x0018_1020

    /// Whether the value is one of the attribute's terms; `nil` for an attribute that has none.
    /// - Parameter value: One value, without padding.
    static func holds(_ value: String, _ tag: AttributeTag, _ vr: ValueRepresentation) -> Bool? {
        guard !value.isEmpty else { return vr == .CS || tag.number == softwareVersions ? true : nil }
        if tag.number == softwareVersions { return SoftwareVersion.isLike(value) }
        if let terms = terms[tag] { return terms.contains(value.uppercased()) }
        return vr == .CS ? isCodedString(value) : nil
    }

    /// Whether the attribute has terms although its VR is not CS.
    static func isClosed(_ tag: AttributeTag) -> Bool { tag.number == softwareVersions || terms[tag] != nil }

    /// Whether the gate passes a coded value: a term of its attribute, or one that stands for a body part or the like wherever it is.
    static func isTerm(_ value: String, _ folded: [UInt8], of tag: AttributeTag) -> Bool {
        terms[tag]?.contains(value.uppercased()) ?? false || ClosedTerms.contains(folded)
    }

    /// At most 16 capital letters, digits, blanks and underscores (PS3.5 section 6.2).
    private static func isCodedString(_ value: String) -> Bool {
        value.utf8.count <= 16 && value.utf8.allSatisfy {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "_")
        }
    }

    static let terms: [AttributeTag: Set<String>] = {
        var result: [AttributeTag: Set<String>] = [:]
        for line in "\(text)".split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            let terms = Set(parts[1].split(separator: ",").map { trimmed(String($0)) })
            for keyword in parts[0].split(separator: " ") {
                guard let tag = DataDictionary.tag(forKeyword: String(keyword)) else { preconditionFailure("no such keyword: \(keyword)") }
                result[tag, default: []].formUnion(terms)
            }
        }
        result[.modality] = ClosedTerms.modalities
        result[AttributeTag(0x0008, 0x0061)] = ClosedTerms.modalities
        return result
    }()
}

/// Software Versions (0018,1020): numbers, with the words that makers put around them.
enum SoftwareVersion {
    static func isLike(_ value: String) -> Bool {
        guard value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return false }
        let tokens = value.lowercased().split { !($0.isLetter || $0.isNumber) }
        let isKnown = { (token: Substring) in words.contains(String(token)) }
        guard tokens.contains(where: { $0.contains(where: \.isNumber) }) else { return tokens.allSatisfy(isKnown) }
        return tokens.allSatisfy { $0.count <= 2 || $0.contains(where: \.isNumber) || isKnown($0) }
    }

    private static let words: Set<String> = Set(
        """
        adw agfa alpha ct hd lx mr pt us xa apps beta build canon carestream client console dcm dcmtk dicom driver drivers efilm firmware fuji hitachi
        hologic image lightspeed linux main maintenance mri numaris pack patch pet philips printers prod product release revision
        scanner sda server service siemens signa software somaris station syngo syngovia system toshiba ultrasound update varian
        ver vers version via viewer win windows workstation xvision
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}

extension ClosedVocabulary {
    // Keywords, then their terms.
    private static let text: StaticString = """
        PatientSex: M, F, O
        Laterality ImageLaterality FrameLaterality MeasurementLaterality: R, L, B, U
        PatientPosition: HFP, HFS, HFDR, HFDL, FFDR, FFDL, FFP, FFS, LFP, LFS, RFP, RFS, AFDR, AFDL, PFDR, PFDL, SITTING
        ViewPosition: AP, PA, LL, RL, RLD, LLD, RLO, LLO, LAO, RAO, LPO, RPO, AX, CC, MLO, ML, LM, XCC, XCCL, XCCM, FB, SIO, ISO, SUP, INF, OBL
        ViewPosition: LAT, LATERAL, TAN, CV, AT, RM, RL, RI, RS, SWIM, TRANS, SPEC
        PatientOrientation: A, P, L, R, H, F, AL, AR, PL, PR, HA, HP, HL, HR, FA, FP, FL, FR, LA, LP, LH, LF, RA, RP, RH, RF, AH, AF, PH, PF, LE
        PatientOrientation: RT, D, V, CR, CD, M, PA, PLA, T, DI
        ConversionType: DV, DI, DF, WSD, SD, SI, DRW, SYN
        PhotometricInterpretation: MONOCHROME1, MONOCHROME2, PALETTE COLOR, RGB, HSV, ARGB, CMYK, YBR_FULL, YBR_FULL_422, YBR_PARTIAL_422
        PhotometricInterpretation: YBR_PARTIAL_420, YBR_ICT, YBR_RCT, XYB
        ScanningSequence: SE, IR, GR, EP, RM, RF
        SequenceVariant: SK, MTC, SS, TRSS, SP, MP, OSP, NONE, OTHER
        MRAcquisitionType: 2D, 3D, 1D
        InPlanePhaseEncodingDirection: ROW, COL, COLUMN, OTHER
        AngioFlag VariableFlipAngleFlag BeatRejectionFlag: Y, N
        BurnedInAnnotation RecognizableVisualFeatures QualityControlImage ContrastBolusAgentAdministered ContrastBolusAgentDetected PatientIdentityRemoved: YES
        BurnedInAnnotation RecognizableVisualFeatures QualityControlImage ContrastBolusAgentAdministered ContrastBolusAgentDetected PatientIdentityRemoved: NO
        LossyImageCompression: 00, 01
        PresentationIntentType: FOR PRESENTATION, FOR PROCESSING
        PixelIntensityRelationship: LIN, LOG, DISP, OTHER
        PresentationLUTShape: IDENTITY, INVERSE, LIN OD
        VOILUTFunction: LINEAR, LINEAR_EXACT, SIGMOID
        RotationDirection: CW, CC
        Units: CNTS, NONE, CM2, CM2ML, PCNT, CPS, BQML, MGMINML, UMOLMINML, MLMING, MLG, 1CM, UMOLML, PROPCNTS, PROPCPS, MLMINML, MLML, GML
        Units: STDDEV, SUV
        CountsSource: EMISSION, TRANSMISSION
        SeriesType: STATIC, DYNAMIC, GATED, WHOLE BODY, IMAGE, REPROJECTION
        ReprojectionMethod: SUM, MAX PIXEL
        DecayCorrection: NONE, START, ADMIN
        CorrectedImage: DECY, ATTN, SCAT, DTIM, MOTN, PMOT, CLN, RAN, RADL, DCAL, NORM, UNIF, COR, NRGY, LIN, SLSENS
        RandomsCorrectionMethod: NONE, DLYD, SING
        DetectorType: DIRECT, SCINTILLATOR, STORAGE, FILM
        FieldOfViewShape CollimatorShape: RECTANGLE, RECTANGULAR, ROUND, CIRCULAR, HEXAGONAL, POLYGONAL
        PixelPresentation: MONOCHROME, COLOR, MIXED, TRUE_COLOR
        VolumetricProperties: VOLUME, SAMPLED, DISTORTED, MIXED
        ComplexImageComponent: MAGNITUDE, PHASE, REAL, IMAGINARY, MIXED
        DiffusionDirectionality: DIRECTIONAL, BMATRIX, ISOTROPIC, NONE
        PixelSpacingCalibrationType: GEOMETRY, FIDUCIAL
        ValueType: TEXT, NUM, CODE, DATETIME, DATE, TIME, UIDREF, PNAME, COMPOSITE, IMAGE, WAVEFORM, SCOORD, SCOORD3D, TCOORD, CONTAINER, TABLE
        RelationshipType: CONTAINS, HAS PROPERTIES, HAS OBS CONTEXT, HAS ACQ CONTEXT, INFERRED FROM, SELECTED FROM, HAS CONCEPT MOD
        ContinuityOfContent: SEPARATE, CONTINUOUS
        CompletionFlag: PARTIAL, COMPLETE
        VerificationFlag: UNVERIFIED, VERIFIED
        MIMETypeOfEncapsulatedDocument: APPLICATION/PDF, TEXT/XML, MODEL/STL, MODEL/OBJ, MODEL/MTL, APPLICATION/SLA, TEXT/PLAIN, APPLICATION/XML
        PatientSexNeutered: ALTERED, UNALTERED
        SmokingStatus: YES, NO, UNKNOWN
        BodyPartExamined: ABDOMEN, ABDOMENPELVIS, ADRENAL, ANKLE, AORTA, ARM, AXILLA, BACK, BILEDUCT, BLADDER, BRAIN, BREAST, BRONCHUS, BUTTOCK
        BodyPartExamined: CALCANEUS, CALF, CAROTID, CEREBELLUM, CERVIX, CHEEK, CHEST, CHESTABDOMEN, CHESTABDPELVIS, CIRCLEOFWILLIS, CLAVICLE
        BodyPartExamined: COCCYX, COLON, CORNEA, CORONARYARTERY, CSPINE, CTSPINE, DUODENUM, EAR, ELBOW, ENDOARTERIAL, ENDOCARDIAC, ENDONASOPHARYNX
        BodyPartExamined: ENDORENAL, ENDOVENOUS, ESOPHAGUS, EXTREMITY, EYE, EYELID, FACE, FEMUR, FINGER, FOOT, FOREARM, FOREFOOT, GALLBLADDER
        BodyPartExamined: HAND, HEAD, HEADNECK, HEART, HIP, HINDFOOT, HUMERUS, IAC, ILEUM, ILIUM, JAW, JEJUNUM, KIDNEY, KNEE, LARYNX, LEG, LIVER
        BodyPartExamined: LSPINE, LSSPINE, LUNG, MAXILLA, MANDIBLE, MEDIASTINUM, MIDFOOT, MOUTH, NECK, NECKCHEST, NECKCHESTABDOMEN
        BodyPartExamined: NECKCHESTABDPELV, NOSE, ORBIT, OVARY, PANCREAS, PARATHYROID, PAROTID, PATELLA, PELVIS, PELVIS LOWER EXTREMITY, PENIS
        BodyPartExamined: PHARYNX, PROSTATE, RADIUS, RECTUM, RIB, RIBS, SSPINE, SACRUM, SCALP, SCAPULA, SCLERA, SCROTUM, SHOULDER, SINUS, SKULL
        BodyPartExamined: SPINE, SPINALCORD, SPLEEN, STERNUM, STOMACH, SUBMANDIBULAR, SUPRACLAVICULAR, TESTIS, THIGH, THUMB, THYMUS, THYROID
        BodyPartExamined: TIBIA, TLSPINE, TMJ, TOE, TONGUE, TRACHEA, TSPINE, ULNA, UMBILICAL, UPPERARM, UPPERLIMB, LOWERLIMB, UPPERLEG, LOWERLEG
        BodyPartExamined: URETER, URETHRA, UTERUS, VAGINA, VULVA, WHOLEBODY, WHOLE BODY, WRIST, ZYGOMA, BONE, BODY, ENTIRE BODY, C SPINE, T SPINE
        BodyPartExamined: L SPINE, C-SPINE, T-SPINE, L-SPINE, LUMBAR SPINE, THORACIC SPINE, CERVICAL SPINE, THORAX, UPPER EXTREMITY
        BodyPartExamined: LOWER EXTREMITY, SOFT TISSUE, SPLENIC, UNKNOWN, OTHER
        ImageType FrameType: ORIGINAL, DERIVED, PRIMARY, SECONDARY, MIXED, NONE, OTHER, AXIAL, LOCALIZER, VOLUME, PROJECTION, PROJECTION IMAGE
        ImageType FrameType: SINGLE PLANE, SINGLE A, SINGLE B, BIPLANE A, BIPLANE B, STATIC, DYNAMIC, GATED, WHOLE BODY, TOMO, RECON TOMO
        ImageType FrameType: RECON GATED TOMO, GATED TOMO, EMISSION, TRANSMISSION, IMAGE, REPROJECTION, M, P, R, I, ND, DIS2D, DIS3D, NORM, FM
        ImageType FrameType: FIL, MFSPLIT, MOSAIC, EPI, VFRAME, MPR, CSA MPR, CSAPARALLEL, CSA RESAMPLED, SE, FFE, IR, T1, T2, PD, T1 MAP, T2 MAP
        ImageType FrameType: ADC, FA, TRACEW, DIFFUSION, PERFUSION, RCBF, RCBV, MTT, TTP, PBP, TMAX, FMRI, ASL, ADD, SUB, SUBTRACT, MIP, MIN_IP
        ImageType FrameType: MAX_IP, MAX_IP PROJECTION, MINIP, RADIAL, RESAMPLED, REFORMATTED, ECHO, ECHO_00, SMALL PARTS, OBSTETRICAL, ABDOMINAL
        ImageType FrameType: ABDOM/RAD, CARDIOLOGY, CARDIAC, EPICARDIAL, TEE, VASCULAR, PORTAL, BREAST, MUSCULOSKELETAL, GYNECOLOGICAL, PEDIATRIC
        ImageType FrameType: UROLOGICAL, INTRAVASCULAR, STRESS, 3D RENDERING, POST_PROCESSED, SCREEN SAVE, CT_SOM5 SPI, CT_SOM5 SEQ, CT_SOM5 TOP
        ImageType FrameType: CT_SOM7 SPI, CT_SOM7 SEQ, CT_SOM7 TOP, CT_SOM5 PROT, DET_DPR_LUT, SPI, HELICAL_CT, SCOUT, PHASE MAP, VELOCITY
        ImageType FrameType: MAGNITUDE, REAL, IMAGINARY, WATER, FAT, IN_PHASE, OUT_PHASE, OPP_PHASE, W, F, IP, OP, FLOW_ENCODED, PHASE CONTRAST
        ImageType FrameType: ANGIO, FLUID_ATTENUATED, PROTON_DENSITY, T2_STAR, STIR, TAGGING, MULTIECHO, LABEL, OVERVIEW, THUMBNAIL, LEFT, RIGHT
        ImageType FrameType: TOMOSYNTHESIS, GENERATED_2D, POST_CONTRAST, SLICE, BINARY, SUM, MEAN, ENERGY, MONO, VIRTUAL_MONO, DOSE REPORT
        ImageType FrameType: COMPOSED, STITCHED, CR, DX
        """
}
