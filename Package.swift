// swift-tools-version: 6.2
import PackageDescription

let features = ["ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility"]
let swiftSettings = features.map { SwiftSetting.enableUpcomingFeature($0) }

let package = Package(
    name: "dcmscrub",
    products: [
        .executable(name: "dcmscrub", targets: ["dcmscrub"]),
        .library(name: "ScrubPipeline", targets: ["ScrubPipeline"]),
        .library(name: "FreeTextPHI", targets: ["FreeTextPHI"]),
    ],
    // Exact, since no list of resolved versions is part of the repository: the same commit builds the same program.
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        // Of swift-crypto; named so that its version is fixed too.
        .package(url: "https://github.com/apple/swift-asn1.git", exact: "1.7.4"),
    ],
    targets: [
        // C++ inside, C header outside; SwiftPM adds libstdc++ by itself.
        .target(name: "CDCMTK", linkerSettings: ["dcmdata", "oflog", "ofstd"].map { .linkedLibrary($0) }),
        // The system's zlib and libarchive.
        .systemLibrary(name: "CZlib"),
        .systemLibrary(name: "CArchive"),
        // Tags, VRs, the data dictionary, the UID registry, the data set as values.
        .target(name: "DICOMModel", swiftSettings: swiftSettings),
        // Text in every Specific Character Set, to and from Unicode.
        .target(name: "CharacterSets", dependencies: ["DICOMModel"], swiftSettings: swiftSettings),
        // The tables of the standard and lists of makers, generated, with typed look-ups.
        .target(name: "Standard", dependencies: ["DICOMModel"], swiftSettings: swiftSettings),
        // Site key and key files under a passphrase, project, UID map, patient key and date shift.
        .target(
            name: "Pseudonyms",
            dependencies: [
                "DICOMModel", .product(name: "Crypto", package: "swift-crypto"), .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ],
            swiftSettings: swiftSettings),
        // Who the patient is, the spellings, the one index and the one search.
        .target(name: "Identifiers", dependencies: ["DICOMModel", "CharacterSets", "Standard"], swiftSettings: swiftSettings),
        // Word tables and model of the free text, put into the read-only part of the program by the assembler.
        .target(name: "FreeTextLexicon", exclude: ["Tables"], cSettings: [.headerSearchPath("Tables")]),
        // Tokens, cues, evidence and what combines it: no DICOM and no word tables.
        .target(name: "FreeTextCore", swiftSettings: swiftSettings),
        // The rules that find identifiers, and the words of each language that they go by.
        .target(
            name: "FreeTextRules", dependencies: ["FreeTextCore"],
            resources: ["en", "zh", "de", "fr", "es", "ja"].map { .embedInCode("Languages/\($0)/\($0).txt") }, swiftSettings: swiftSettings),
        // Core, rules and lexicon as one library, with the identifiers of a header.
        .target(
            name: "FreeTextPHI", dependencies: ["FreeTextCore", "FreeTextRules", "FreeTextLexicon", "DICOMModel", "Identifiers"],
            swiftSettings: swiftSettings),
        // Opens, encodes, writes and reads back one file.
        .target(
            name: "DICOMIO", dependencies: ["CDCMTK", "DICOMModel", "CZlib"], swiftSettings: swiftSettings + [.strictMemorySafety()]),
        // The YAML of the profiles that come with the program, as bytes.
        .target(
            name: "ShippedProfiles", path: "Profiles", exclude: ["README.md"],
            resources: ["basic", "core-18", "ai-labeling", "ai-labeling-minimal", "hipaa-safe-harbor", "research-longitudinal"].map {
                .embedInCode("\($0).yaml")
            }, swiftSettings: swiftSettings),
        // YAML to a checked profile; errors name line and remedy.
        .target(
            name: "Profiles",
            dependencies: [
                "DICOMModel", "Standard", "Pseudonyms", "ShippedProfiles", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: swiftSettings),
        // Scripts of CTP, deid, Orthanc and dicom-anonymizer to profiles, for the command line only.
        .target(
            name: "ProfileImport", dependencies: ["DICOMModel", "Standard", "Profiles", .product(name: "Yams", package: "Yams")],
            swiftSettings: swiftSettings),
        // Decides what happens to every element of a data set, and touches no file.
        .target(
            name: "Engine",
            dependencies: ["DICOMModel", "CharacterSets", "Standard", "Pseudonyms", "Identifiers", "FreeTextPHI", "Profiles", "CZlib"],
            swiftSettings: swiftSettings),
        // The report as data, and as JSON, CSV, table and page; knows no DICOM file.
        .target(
            name: "Reports",
            dependencies: [.product(name: "Mustache", package: "swift-mustache"), .product(name: "Crypto", package: "swift-crypto")],
            resources: [
                "page.mustache", "verdict.mustache", "tags.mustache", "findings.mustache", "risk.mustache", "report.css", "report.js", "en.txt",
                "zh.txt",
            ].map { .embedInCode("Templates/\($0)") }, swiftSettings: swiftSettings),
        // Paths of bytes, inputs that stay the same while they are open, and files that are whole or not there.
        .target(
            name: "Filesystem", dependencies: ["DICOMModel", .product(name: "Crypto", package: "swift-crypto")], swiftSettings: swiftSettings),
        // What a file is met as, what became of it and what is said of it: outcome, reason, wire form and manifest form, once.
        .target(
            name: "Records", dependencies: ["Filesystem", "Engine", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: swiftSettings),
        // Follows pixels to their end, frame by frame, and blanks what is no image.
        .target(
            name: "PixelStreams", dependencies: ["DICOMModel", "DICOMIO", "Profiles", "Engine", "CZlib"], swiftSettings: swiftSettings),
        // Decodes and encodes single frames of every syntax of still images; C++ inside, C header outside.
        .target(
            name: "CPixelCodecs",
            linkerSettings: ["openjp2", "openjph", "charls", "z"].map { .linkedLibrary($0) }),
        // Finds lines of text in a plane of gray values, in integers; C++ inside, C header outside.
        .target(name: "CTextSight", exclude: ["Tables"], cSettings: [.headerSearchPath("Tables")]),
        // Reads lines of text with Tesseract, where the machine has it.
        .target(name: "CTesseract", linkerSettings: [.linkedLibrary("dl")]),
        // Sees text in the pixels, blanks it in the transfer syntax that they came in, and proves that nothing else changed.
        .target(
            name: "PixelText",
            dependencies: ["CPixelCodecs", "CTextSight", "CTesseract", "CZlib", "DICOMModel", "DICOMIO", "Profiles", "Engine", "PixelStreams"],
            swiftSettings: swiftSettings),
        // What a person is asked about text in pixels, what the person says, and the page that carries both; opens no DICOM file.
        .target(
            name: "Review", dependencies: ["DICOMModel", "Filesystem", "Engine", "CZlib", .product(name: "Crypto", package: "swift-crypto")],
            resources: ["review.html", "review.css", "review.js", "boxes.js", "pictures.js", "en.txt", "zh.txt"].map {
                .embedInCode("Templates/\($0)")
            }, swiftSettings: swiftSettings),
        // Who did what and when: the chained log, its check, its exports and what is unusual in it.
        .target(
            name: "Audit", dependencies: ["DICOMModel", .product(name: "Crypto", package: "swift-crypto")], swiftSettings: swiftSettings),
        // Who may let a release leave: the request, the approvals, the package.
        .target(
            name: "Handoff",
            dependencies: [
                "DICOMModel", "Pseudonyms", .product(name: "Crypto", package: "swift-crypto"), .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: swiftSettings),
        // What a run remembers, in the state folder: journal, crosswalk, audit log, quarantine list and site key.
        .target(
            name: "RunState",
            dependencies: [
                "Filesystem", "Records", "Audit", "DICOMModel", "Pseudonyms", "Engine", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: swiftSettings),
        // The folder that may leave: names, documents, DICOMDIR, what is searched and checked in it, and its repair.
        .target(
            name: "Release",
            dependencies: [
                "Filesystem", "PixelStreams", "Records", "RunState", "Audit", "DICOMModel", "DICOMIO", "Pseudonyms", "Profiles", "Engine", "Reports",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: swiftSettings),
        // What the kernel keeps a process from, and open files from one process to another.
        .target(name: "CSandbox"),
        // Worker processes: how they are started, spoken to, bounded, kept in and replaced. What they are asked is known to those who ask.
        .target(name: "Workers", dependencies: ["CSandbox", "Filesystem", "Records"], swiftSettings: swiftSettings),
        // Puts what came back on the patient that it is of: one DICOM file or table of labels, and what is behind its pseudonyms.
        .target(
            name: "Relink", dependencies: ["DICOMIO", "DICOMModel", "CharacterSets", "Pseudonyms", "Standard"], swiftSettings: swiftSettings),
        // One session in two modes, run and report; inspect; and what users of the library see of the targets above.
        .target(
            name: "ScrubPipeline",
            dependencies: [
                "Filesystem", "PixelStreams", "PixelText", "Records", "Review", "RunState", "Release", "Workers", "Audit", "Handoff", "Relink",
                "DICOMModel", "CharacterSets", "DICOMIO", "Standard", "Pseudonyms", "Profiles", "Engine", "Reports", "CArchive", "CZlib",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: swiftSettings),
        // Arguments, progress, exit codes.
        .executableTarget(
            name: "dcmscrub",
            dependencies: [
                "ScrubPipeline", "RunState", "Release", "Audit", "Handoff", "Reports", "Standard", "Pseudonyms", "Profiles", "ProfileImport",
                "Engine",
                "FreeTextPHI",
                "DICOMModel", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings),
        // Makes the word tables and the name model of the free text.
        .executableTarget(
            name: "train-names", dependencies: ["FreeTextCore", "FreeTextRules"], path: "Tools/train-names", exclude: ["Lists"],
            swiftSettings: swiftSettings),
        .target(name: "ScrubTestSupport", dependencies: ["DICOMIO", "DICOMModel"], path: "Tests/ScrubTestSupport", swiftSettings: swiftSettings),
        // A worker that crashes, hangs and lies as told.
        .executableTarget(
            name: "scrub-test-worker",
            dependencies: [
                "CSandbox", "ScrubPipeline", "DICOMModel", "Filesystem", "Records", "Review", "Workers",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Tests/ScrubTestWorker", swiftSettings: swiftSettings),
        .testTarget(name: "DICOMModelTests", dependencies: ["DICOMModel"], swiftSettings: swiftSettings),
        .testTarget(name: "CharacterSetsTests", dependencies: ["CharacterSets", "DICOMModel"], swiftSettings: swiftSettings),
        .testTarget(name: "IdentifiersTests", dependencies: ["Identifiers", "CharacterSets", "DICOMModel"], swiftSettings: swiftSettings),
        .testTarget(name: "FreeTextPHITests", dependencies: ["FreeTextPHI", "FreeTextCore", "FreeTextRules"], swiftSettings: swiftSettings),
        .testTarget(name: "DICOMIOTests", dependencies: ["DICOMIO", "DICOMModel", "ScrubTestSupport"], swiftSettings: swiftSettings),
        .testTarget(name: "StandardTests", dependencies: ["Standard", "DICOMModel"], swiftSettings: swiftSettings),
        .testTarget(
            name: "PseudonymsTests",
            dependencies: ["Pseudonyms", "DICOMModel", "CharacterSets", "ScrubTestSupport", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "ProfilesTests", dependencies: ["Profiles", "Pseudonyms", "Standard", "DICOMModel", "ScrubTestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(name: "ProfileImportTests", dependencies: ["ProfileImport", "Profiles", "Standard", "DICOMModel"], swiftSettings: swiftSettings),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Engine", "Profiles", "Pseudonyms", "Standard", "DICOMModel", "CharacterSets", "Identifiers", "FreeTextCore", "FreeTextPHI",
                "ScrubTestSupport", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(name: "FilesystemTests", dependencies: ["Filesystem", "ScrubTestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "RecordsTests", dependencies: ["Records", "Filesystem", "Engine", "ScrubTestSupport"], swiftSettings: swiftSettings),
        .testTarget(name: "WorkersTests", dependencies: ["Workers", "Filesystem", "Records"], swiftSettings: swiftSettings),
        .testTarget(
            name: "RunStateTests", dependencies: ["RunState", "Audit", "Filesystem", "Pseudonyms", "Records", "ScrubTestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(name: "TextSightTests", dependencies: ["CTextSight"], swiftSettings: swiftSettings),
        .testTarget(name: "PixelCodecsTests", dependencies: ["CPixelCodecs"], exclude: ["Fixtures"], swiftSettings: swiftSettings),
        .testTarget(
            name: "PixelBlocksTests", dependencies: ["CPixelCodecs", "ScrubTestSupport"], exclude: ["Images"], swiftSettings: swiftSettings),
        .testTarget(
            name: "PixelStreamsTests", dependencies: ["PixelStreams", "DICOMIO", "DICOMModel", "ScrubTestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "PixelTextTests", dependencies: ["PixelText", "DICOMIO", "DICOMModel", "Engine", "Identifiers", "ScrubTestSupport"],
            exclude: ["Lines"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "ScrubPipelineTests",
            dependencies: [
                "ScrubPipeline", "Audit", "Handoff", "Filesystem", "PixelStreams", "Records", "Review", "RunState", "Release", "Workers", "Engine",
                "Profiles", "Pseudonyms", "DICOMIO", "DICOMModel", "Relink", "ScrubTestSupport",
                "scrub-test-worker", .product(name: "Crypto", package: "swift-crypto"), .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "ReviewTests", dependencies: ["Review", "Engine", "DICOMModel", "Filesystem"], swiftSettings: swiftSettings),
        .testTarget(
            name: "RelinkTests", dependencies: ["Relink", "DICOMIO", "DICOMModel", "CharacterSets", "Pseudonyms", "ScrubTestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "AuditTests", dependencies: ["Audit", "ScrubTestSupport"], exclude: ["audit-message.rng"], swiftSettings: swiftSettings),
        .testTarget(name: "HandoffTests", dependencies: ["Handoff"], swiftSettings: swiftSettings),
        .testTarget(
            name: "ReportsTests", dependencies: ["Reports", .product(name: "Crypto", package: "swift-crypto")], swiftSettings: swiftSettings),
        .testTarget(
            name: "ReleaseTests",
            dependencies: [
                "ScrubPipeline", "Filesystem", "Records", "RunState", "Release", "Audit", "Handoff", "Reports", "Standard", "Engine", "Profiles",
                "Pseudonyms", "DICOMIO", "DICOMModel", "ScrubTestSupport", "Workers", "dcmscrub",
            ],
            swiftSettings: swiftSettings),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// `scripts/test NAME` builds one test target with what it stands on.
if let only = Context.environment["DCMSCRUB_TEST_TARGET"] {
    package.targets.removeAll { $0.type == .test && $0.name != only }
}

// `scripts/fuzz` builds what is ours with sanitizers and coverage, and packages of others as they are. The value names the runtime of libFuzzer.
if let runtime = Context.environment["DCMSCRUB_FUZZ"] {
    let slowUnlessOptimized: Set = [
        "DICOMModel", "CharacterSets", "Identifiers", "FreeTextCore", "FreeTextRules", "FreeTextPHI", "DICOMIO", "PixelStreams", "Engine",
    ]
    package.targets.removeAll { $0.type == .test || $0.type == .executable }
    for target in package.targets where target.type == .regular {
        let optimized = slowUnlessOptimized.contains(target.name) ? ["-O"] : []
        target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-sanitize=address,fuzzer"] + optimized)]
        let flags = ["-fsanitize=address,undefined,fuzzer-no-link", "-fno-sanitize=vptr", "-fno-sanitize-recover=undefined"]
        target.cSettings = (target.cSettings ?? []) + [.unsafeFlags(flags)]
        target.cxxSettings = (target.cxxSettings ?? []) + [.unsafeFlags(flags)]
    }
    package.products = []
    package.targets += [
        .target(name: "CFuzzer", path: "Tools/fuzz/CFuzzer"),
        .executableTarget(
            name: "dcmscrub-fuzz",
            dependencies: [
                "CFuzzer", "CPixelCodecs", "CTextSight", "CharacterSets", "DICOMIO", "DICOMModel", "Engine", "Filesystem", "FreeTextPHI",
                "PixelStreams", "ProfileImport", "Profiles", "Pseudonyms", "Records", "Release", "ScrubPipeline", "Workers",
            ],
            path: "Tools/fuzz/Harness", swiftSettings: swiftSettings + [.unsafeFlags(["-sanitize=address"])],
            linkerSettings: [.unsafeFlags(["-sanitize=address", runtime, "-lstdc++"])]),
    ]
}
