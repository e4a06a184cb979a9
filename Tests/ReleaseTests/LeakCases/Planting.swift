// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import ScrubTestSupport
import Testing

/// The profiles under which everything planted has to be gone.
enum ReleaseProfile: String, CaseIterable, Sendable {
    case basic
    case minimal = "ai-labeling-minimal"
    case labeling = "ai-labeling"
    case safeHarbor = "hipaa-safe-harbor"
    case research = "research-longitudinal"
    case core18 = "core-18"
    /// The Basic Profile with every option that keeps something and can be had together.
    case options = "basic with options"

    var arguments: [String] {
        guard self == .options else { return ["--profile", rawValue] }
        return ["--profile", "basic"]
            + [
                "clean-descriptors", "clean-structured-content", "clean-graphics", "retain-long-modified-dates", "retain-patient-characteristics",
                "retain-safe-private",
            ].flatMap { ["--with", $0] }
    }

    /// All that claim to follow PS3.15; `core-18` keeps what no table of its own names.
    static let standard = allCases.filter { $0 != .core18 }
    /// Those that hold files with likely burned-in text back.
    static let holdingBack: Set<ReleaseProfile> = [.minimal, .safeHarbor]
    /// Those under which somebody looks at the pixels of such files.
    static let looking: Set<ReleaseProfile> = [.labeling]
    static let keepingPrivate: [ReleaseProfile] = [.labeling, .research, .options]
    static let shiftingDates: [ReleaseProfile] = [.labeling, .research, .options]
    static let releasing = allCases.filter { !holdingBack.contains($0) }
}

/// One file with identifiers in it, and what has to become of them.
struct Planting: Sendable, CustomTestStringConvertible {
    let title: String
    var file: RawFile
    /// In no byte of the release, in any encoding and any case.
    var gone: [String]
    /// Blobs that hold identifiers in a form that no search of text finds.
    var goneBytes: [[UInt8]] = []
    /// Too short to be searched as bytes: no text value has one as a word of its own.
    var goneWords: [String]
    /// Still in the released file.
    var kept: [String]
    var profiles: [ReleaseProfile]
    /// Gives the file a UID of its own, unless the case is about UIDs.
    var ownsUID: Bool

    var testDescription: String { title }

    init(
        _ title: String, _ elements: [RawElement], gone: [String] = [], goneWords: [String] = [], kept: [String] = [],
        profiles: [ReleaseProfile] = ReleaseProfile.allCases, ownsUID: Bool = true, _ change: (inout RawFile) -> Void = { _ in }
    ) {
        self.title = title
        file = RawFile(elements)
        self.gone = gone
        self.goneWords = goneWords
        self.kept = kept
        self.profiles = profiles
        self.ownsUID = ownsUID
        change(&file)
    }

    /// The sample patient's file with `elements` at the root and in items at depths 1, 2, 3 and 30.
    static func everywhere(
        _ title: String, _ elements: [RawElement], gone: [String] = [], goneWords: [String] = [], kept: [String] = [],
        profiles: [ReleaseProfile] = ReleaseProfile.allCases, patient: [RawElement] = [], goneBytes: [[UInt8]] = []
    ) -> Planting {
        let depths = RawElement.sequence(
            0x0008_2218, elements, [.nested(elements, depth: 1)], [.nested(elements, depth: 2, isUndefinedLength: true)], [],
            [.nested(elements, depth: 29)], isUndefinedLength: true)
        var planting = Planting(title, Patient.file(patient + elements + [depths]), gone: gone, goneWords: goneWords, kept: kept, profiles: profiles)
        planting.goneBytes = goneBytes
        return planting
    }

    /// Only at the root.
    static func root(
        _ title: String, _ elements: [RawElement], gone: [String] = [], goneWords: [String] = [], kept: [String] = [],
        profiles: [ReleaseProfile] = ReleaseProfile.allCases, _ change: (inout RawFile) -> Void = { _ in }
    ) -> Planting {
        Planting(title, Patient.file(elements), gone: gone, goneWords: goneWords, kept: kept, profiles: profiles, change)
    }

    var instanceUID: String {
        let element = file.elements.first { $0.tag == .sopInstanceUID }!
        guard case .value(let bytes) = element.content else { return "" }
        return trimmedASCII(bytes)
    }
}

/// The made-up patient of every planted file.
enum Patient {
    static let identifiers = [
        "Thornbury", "Rosalind", "Maevelyn", "欧阳晓燕", "KZ-0048213", "0048213", "19310203", "ACC7731942", "Larkspur", "Juniper Lane", "Pemberton",
        "Auberon", "Quillfeather", "Ottoline", "CTWARD7", "SN-88213-X", "ST-66120", "555-0148", "Oak Street", "Springfield",
    ]

    static let pixels: [UInt8] = (0..<128).map { UInt8($0 % 13) }

    /// The usual elements of a CT image, those of `changes` in place of their own.
    static func file(_ changes: [RawElement] = []) -> [RawElement] {
        let changed = Set(changes.map(\.tag))
        return base.filter { !changed.contains($0.tag) } + changes
    }

    private static let base: [RawElement] = [
        RawElement(0x0008_0005, .CS, "ISO_IR 192"), RawElement(0x0008_0008, .CS, "ORIGINAL\\PRIMARY\\AXIAL"),
        RawElement(0x0008_0016, .UI, Sample.ctImageStorage), RawElement(0x0008_0018, .UI, "1.2.826.0.1.3680043.10.1337.8"),
        RawElement(0x0008_0020, .DA, "20210317"), RawElement(0x0008_0030, .TM, "101500"), RawElement(0x0008_0050, .SH, "ACC7731942"),
        RawElement(0x0008_0060, .CS, "CT"), RawElement(0x0008_0070, .LO, "Acme Imaging"), RawElement(0x0008_0080, .LO, "Larkspur Infirmary"),
        RawElement(0x0008_0081, .ST, "44 Juniper Lane, Millbrook"), RawElement(0x0008_0090, .PN, "Pemberton^Auberon"),
        RawElement(0x0008_1010, .SH, "CTWARD7"), RawElement(0x0008_1070, .PN, "Quillfeather^Ottoline"),
        RawElement(0x0010_0010, .PN, "Thornbury^Rosalind^Maevelyn=欧阳^晓燕=オウヤン^シャオイェン"), RawElement(0x0010_0020, .LO, "KZ-0048213"),
        RawElement(0x0010_0030, .DA, "19310203"), RawElement(0x0010_0040, .CS, "F"), RawElement(0x0010_1010, .AS, "090Y"),
        RawElement(0x0010_1040, .LO, "12 Oak Street Springfield"), RawElement(0x0010_2154, .SH, "555-0148-7733"),
        RawElement(0x0018_0015, .CS, "CHEST"), RawElement(0x0018_0050, .DS, "2.5"), RawElement(0x0018_1000, .LO, "SN-88213-X"),
        RawElement(0x0020_000D, .UI, "1.2.826.0.1.3680043.10.1337.6"), RawElement(0x0020_000E, .UI, "1.2.826.0.1.3680043.10.1337.6.1"),
        RawElement(0x0020_0010, .SH, "ST-66120"), RawElement(0x0020_0013, .IS, "7"), RawElement(0x0020_0032, .DS, "-125\\-125\\31.5"),
        RawElement(0x0020_0037, .DS, "1\\0\\0\\0\\1\\0"), RawElement(0x0020_0052, .UI, "1.2.826.0.1.3680043.10.1337.6.2"),
        RawElement(0x0028_0002, .US, [1, 0]), RawElement(0x0028_0004, .CS, "MONOCHROME2"), RawElement(0x0028_0010, .US, [8, 0]),
        RawElement(0x0028_0011, .US, [8, 0]), RawElement(0x0028_0030, .DS, "0.5\\0.5"), RawElement(0x0028_0100, .US, [16, 0]),
        RawElement(0x0028_0101, .US, [12, 0]), RawElement(0x0028_0102, .US, [11, 0]), RawElement(0x0028_0103, .US, [0, 0]),
        RawElement(0x0028_1050, .DS, "40"), RawElement(0x0028_1051, .DS, "400"), RawElement(0x0028_1052, .DS, "-1024"),
        RawElement(0x0028_1053, .DS, "1"),
        RawElement(0x7FE0_0010, .OW, pixels),
    ]
}
