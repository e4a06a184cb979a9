// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// A package of your own names the folder or the repository of dcmscrub here; the name in `.product` is the last part of it.
let package = Package(
    name: "example-library",
    dependencies: [.package(name: "dcmscrub", path: "../..")],
    targets: [
        .executableTarget(name: "scrub-folder", dependencies: [.product(name: "ScrubPipeline", package: "dcmscrub")]),
        .executableTarget(name: "clean-note", dependencies: [.product(name: "FreeTextPHI", package: "dcmscrub")]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
