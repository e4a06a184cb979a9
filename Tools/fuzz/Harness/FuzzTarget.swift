// SPDX-License-Identifier: Apache-2.0

/// What is fed with made-up bytes, and the law that has to hold for all of them. A crash, a trap and a hang break each of them.
struct FuzzTarget: Sendable {
    let name: String
    let law: String
    let run: @Sendable (inout FuzzInput) -> Void

    init(_ name: String, law: String, _ run: @escaping @Sendable (inout FuzzInput) -> Void) {
        self.name = name
        self.law = law
        self.run = run
    }

    static let all: [FuzzTarget] = [
        .dicomFile, .pixelStreams, .privateFormats, .characterSets, .profile, .profileImport, .text, .codecs, .textSight, .wireForms, .archives,
        .release, .scrub,
    ]
}
