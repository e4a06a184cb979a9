// SPDX-License-Identifier: Apache-2.0

/// Words that a test file or a careless clerk puts where a name or number belongs, and that mean nobody.
enum CommonTerms {
    static func contains(_ folded: [UInt8]) -> Bool { all.contains(folded) }

    private static let all: Set<[UInt8]> = Set(
        """
        anonymous anonymized anonymised anon unknown unnamed none null test testing patient phantom demo sample example name
        subject volunteer research deidentified removed hospital clinic institution university department radiology medical
        doctor physician nurse admin user operator technologist self staff not available the and for
        original derived primary secondary other axial localizer head brain chest abdomen pelvis spine neck knee hand foot hip
        shoulder breast heart liver lung left right bilateral male female mrn dob
        """.split { $0 == " " || $0 == "\n" }.map { Array($0.utf8) })
}

/// Values that the standard defines for coded strings: modalities, image types, body parts, positions (PS3.3, PS3.16).
enum ClosedTerms {
    /// The modality if it is one of PS3.3 section C.7.3.1.1.1, or empty.
    static func modality(_ value: String) -> String { modalities.contains(value) ? value : "" }

    static let modalities: Set<String> = Set(
        """
        ANN AR ASMT AU BDUS BI BMD CD CF CFM CP CR CS CT CTPROTOCOL DD DF DG DM DMS DOC DR DS DSPL DX EC ECG EEG EMG EOG EPS ES FA FID FS
        GM HC HD IO IOL IVOCT IVUS KER KO LEN LP LS M3D MA MC MG MR MS NEARLINE NM OAM OCT OP OPM OPR OPT OPTBSV OPTENF OPV OSS OT PA
        PLAN POS PR PT PX REG RESP RF RG RTDOSE RTIMAGE RTINTENT RTPLAN RTRAD RTRECORD RTSEGANN RTSTRUCT RWV SC SEG SM SMR SR SRF ST STAIN
        TEXTUREMAP TG US VA VF VIDD XA XAPROTOCOL XC
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    static func contains(_ folded: [UInt8]) -> Bool { all.contains(folded) || modalities.contains(String(decoding: folded, as: UTF8.self).uppercased()) }

    private static let all: Set<[UInt8]> = Set(
        """
        original derived primary secondary axial localizer volume none mixed other projection image perfusion diffusion
        reformatted mpr min_ip max_ip reference overlay mosaic mip resampled composite single multi biplane
        abdomen abdomenpelvis adrenal ankle aorta arm axilla back bladder brain breast bronchus buttock calcaneus calf carotid
        cerebellum cspine cervix cheek chest chestabdomen chestabdpelvis circleofwillis clavicle coccyx colon cornea
        coronaryartery tlspine duodenum lspine ear elbow wholebody endonasopharynx esophagus extremity eye eyelid face
        femur finger foot gallbladder hand head headneck heart hip humerus ileum iliac jaw jejunum kidney knee larynx leg
        liver lung mandible maxilla mediastinum mouth neck neckchest nose orbit ovary pancreas parotid patella pelvis penis
        phalanx prostate rectum rib sacrum scalp sclera scrotum shoulder skull spine spleen sternum stomach submandibular
        thigh thymus thyroid toe tongue trachea tspine ureter urethra uterus vagina vulva wrist zygoma
        right left unpaired both bilateral anterior posterior lateral medial oblique
        """.split { $0 == " " || $0 == "\n" }.map { Array($0.utf8) })
}
