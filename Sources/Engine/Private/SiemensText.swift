// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The few texts of Siemens MR that are terms: coils, sequences, directions, modes.
enum SiemensText {
    /// Texts of (0051,"SIEMENS MR HEADER",xx), each with what is written there.
    static func cleaned(_ value: [UInt8], of offset: UInt8) -> [UInt8]? {
        let text = trimmed(String(decoding: value.prefix { $0 != 0 }, as: UTF8.self))
        let isTerm =
            switch offset {
            case 0x0B, 0x0C, 0x0D, 0x17: isMeasure(text)
            case 0x0E: isOrientation(text)
            case 0x0F: isCoil(text)
            case 0x11: isAcceleration(text)
            case 0x13: isDirection(text)
            default: false
            }
        return isTerm ? value : nil
    }

    /// - Parameter name: Of a parameter of the protocol or an item of the CSA header.
    static func isTerm(_ text: String, of name: String) -> Bool {
        switch name {
        case "tCoilID", "sCoilStringForConversion", "CoilString", "ImaCoilString", "tCoilClass", "tElement": isCoil(text)
        case "tNucleus": text.utf8.count <= 5 && text.utf8.allSatisfy(isAlphanumeric) && text.contains(where: \.isNumber)
        case "tSequenceFileName": isSequence(text)
        case "tMeasuredBaselineString", "tBaselineString": isBaseline(text)
        case "AcquisitionMatrixText": isMeasure(text)
        case "ImaPATModeText", "PATModeText": isAcceleration(text)
        case "PositivePCSDirections": isDirection(text)
        case "ICE_Dims": text.hasPrefix("X_") && text.dropFirst(2).allSatisfy { $0 == "_" || $0.isNumber }
        case "UsedChannelString": text.utf8.count <= 128 && text.allSatisfy { $0 == "X" || $0 == "-" || $0 == "_" }
        default: terms[name]?.contains(text) == true
        }
    }

    private static let terms: [String: Set<String>] = [
        "GSWDDataType": ["predicted", "measured"], "RFSWDDataType": ["predicted", "measured"],
        "GradientMode": ["Fast", "Normal", "Whisper", "Fast*", "Normal*", "Whisper*"],
        "FlowCompensation": ["No", "Yes", "Slice", "Read", "Phase"], "CoilForGradient": ["void", "Body"], "DiffusionDirectionality": directionalities,
        "B1rmsSupervision": ["YES", "NO"], "PhaseSliceOversampling": ["NONE", "2D", "3D", "2D_3D", "PHASE", "SLICE"],
        "SafetyStandard": ["IEC", "FDA"],
        "Laterality4MF": ["U", "R", "L", "B"], "GradientCoilName": ["AS05", "AS302", "AS200", "AC88", "AC201", "SC72", "XR", "XJ", "XQ", "K2309"],
    ]
    private static let directionalities: Set<String> = ["DIRECTIONAL", "BMATRIX", "ISOTROPIC", "NONE"]

    /// `72*72`, `128p*128s`, `FoV 648*648`, `SL 3.0`.
    private static func isMeasure(_ text: String) -> Bool {
        let words = text.split { !($0.isLetter && $0.isASCII) }
        return text.utf8.count <= 32 && text.utf8.allSatisfy { isAlphanumeric($0) || [0x20, 0x2A, 0x2E, 0x2F].contains($0) }
            && words.allSatisfy { ["p", "s", "FoV", "SL", "TP", "TA", "TE", "TR", "x"].contains($0) } && text.contains(where: \.isNumber)
    }

    /// `Tra`, `Cor>Sag(12.3)>Tra(4.5)`.
    private static func isOrientation(_ text: String) -> Bool {
        text.utf8.count <= 64 && text.split { !($0.isLetter && $0.isASCII) }.allSatisfy { ["Tra", "Cor", "Sag", "T", "C", "S"].contains($0) }
            && text.contains(where: \.isLetter)
            && text.utf8.allSatisfy { isAlphanumeric($0) || Array(">()-. ".utf8).contains($0) }
    }

    /// `p2`, `p2 s2`, `s4p2`.
    private static func isAcceleration(_ text: String) -> Bool {
        text.utf8.count <= 12 && text.utf8.allSatisfy { [0x70, 0x73, 0x20].contains($0) || (0x30...0x39).contains($0) }
    }

    /// `+LPH`.
    private static func isDirection(_ text: String) -> Bool {
        text.utf8.count <= 6 && text.utf8.allSatisfy { Array("+-LRAPHF".utf8).contains($0) }
    }

    /// `HEA;HEP`, `Head_32`, `C:BO1,2;SP1-3`: short marks of elements and words for parts of the body.
    private static func isCoil(_ text: String) -> Bool {
        guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ isAlphanumeric($0) || Array("_;:,.-+/() ".utf8).contains($0) }) else {
            return false
        }
        return words(of: text).allSatisfy { word in
            word.utf8.count <= 2 || word.utf8.count == 3 && word.allSatisfy(\.isUppercase) || coilWords.contains(word.lowercased())
        }
    }

    private static let coilWords: Set<String> = [
        "head", "neck", "spine", "body", "breast", "knee", "shoulder", "foot", "ankle", "wrist", "hand", "elbow", "flex", "loop", "large", "small",
        "medium",
        "matrix", "array", "coil", "coils", "txrx", "rx", "tx", "ch", "channel", "chn", "peripheral", "angio", "extremity", "endorectal", "prostate",
        "cardiac",
        "heart", "torso", "ultraflex", "variety", "special", "purpose", "spc", "tim", "biomatrix", "contour", "iso", "anterior", "posterior", "left",
        "right",
        "lower", "upper", "leg", "legs", "pediatric", "neonatal", "mammo", "sentinelle", "invivo", "siemens", "circular", "polarized", "bodymatrix",
        "headmatrix",
        "spinematrix", "neckmatrix", "headneck", "hea", "hep", "open", "interface", "volume", "surface", "temporomandibular", "carotid", "tmj",
    ]

    /// `%SiemensSeq%\ep2d_diff`: a folder of the maker's, and a name of the marks that sequences are called by.
    private static func isSequence(_ text: String) -> Bool {
        let parts = text.split(separator: "\\", omittingEmptySubsequences: false)
        guard parts.count == 2, ["%SiemensSeq%", "%CustomerSeq%", "%ServiceSeq%", "%CustomerWIP%"].contains(parts[0]), parts[1].utf8.count <= 64
        else { return false }
        guard parts[1].utf8.allSatisfy({ isAlphanumeric($0) || $0 == 0x5F || $0 == 0x2D }) else { return false }
        return words(of: String(parts[1])).allSatisfy { $0.utf8.count <= 4 || sequenceWords.contains($0.lowercased()) }
    }

    private static let sequenceWords: Set<String> = [
        "bold", "diff", "pace", "space", "trufi", "haste", "dixon", "vibe", "flash", "medic", "resolve", "blade", "mprage", "memprage", "flair",
        "localizer", "scout",
        "scouts", "field", "mapping", "fieldmap", "tirm", "turboflash", "perf", "pcasl", "pasl", "tgse", "csi", "spectroscopy", "svs", "angio", "tof",
        "swi", "qfl",
        "qalas", "grase", "spiral", "radial", "twist", "starvibe", "caipi", "cmrr", "mbep", "psir", "cine", "retro", "realtime", "thermo", "nmgre",
        "multi", "echo",
        "epfid", "epse", "epi", "fast", "turbo", "gre", "mbsense", "advdiff", "fidseq", "caipivibe", "fmri", "dwi", "slice", "zoom", "zoomit",
        "petra", "tfl",
    ]

    /// The state of the scanner's software: `N4_VE11C_LATEST_20160120`, `XA30_...`.
    private static func isBaseline(_ text: String) -> Bool {
        guard text.utf8.count <= 48, text.utf8.allSatisfy({ isAlphanumeric($0) || $0 == 0x5F || $0 == 0x2E || $0 == 0x2D }) else { return false }
        return ["N4_V", "NXVA", "NX_X", "XA", "VA", "VB", "VD", "VE"].contains(where: text.hasPrefix)
            && words(of: text).allSatisfy { $0.utf8.count <= 3 || ["latest", "fixes", "release", "patch", "nxva"].contains($0.lowercased()) }
    }

    private static func words(of text: String) -> [Substring] { text.split { !($0.isASCII && $0.isLetter) } }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
