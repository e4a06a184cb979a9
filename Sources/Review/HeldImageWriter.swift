// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
internal import Engine
package import Filesystem

/// Writes what a person needs to see of one image: first its pictures, one frame at a time, last the description that names them. Equal images give
/// equal bytes. What a killed worker leaves is written over by the next.
package struct HeldImageWriter {
    private let folder: BytePath
    private let question: HeldQuestion
    private var before: [HeldImage.Picture] = []
    private var after: [HeldImage.Picture] = []
    private var details: [HeldImage.Picture] = []

    /// A picture is so many pixels wide and high at most; what is larger is made smaller, and its findings are shown at their full size besides.
    package static let longestPicture = 1024
    static let mostDetails = 40
    private static let longestDetail = 640

    /// - Parameters:
    ///   - folder: `review/held` in the state folder; made if it is not there.
    ///   - question: What the person is asked. ``HeldQuestion/framesToShow`` says which frames are to be added.
    /// - Throws: ``ReviewError/held(_:_:)`` for a question that nobody can be asked.
    package init(folder: BytePath, question: HeldQuestion) throws {
        if let problem = question.problem { throw ReviewError.held(question.key, problem) }
        self.folder = folder
        self.question = question
        try makeFolders(folder, mode: 0o700)
    }

    /// Adds a frame at its full size.
    /// - Parameters:
    ///   - frame: Its number, from 0.
    ///   - pixels: As it came.
    ///   - blanked: With the findings blanked; `nil` where nobody made that: then the page draws it.
    package mutating func add(frame: Int, _ pixels: HeldPixels, blanked: HeldPixels? = nil) throws {
        guard pixels.columns == question.columns, pixels.rows == question.rows, (0..<question.frames).contains(frame) else {
            throw ReviewError.held(question.key, "a frame has another size than the image")
        }
        before.append(try write(pixels.fitting(Self.longestPicture).coarse, "f\(frame)-before", frame))
        if let blanked { after.append(try write(blanked.fitting(Self.longestPicture).coarse, "f\(frame)-after", frame)) }
        // Doubtful ones first, since there is room for so many only.
        let findings = question.findings.enumerated().filter { $0.element.frame == frame }
            .sorted { ($0.element.evidence == .weak ? 0 : 1, $0.offset) < ($1.element.evidence == .weak ? 0 : 1, $1.offset) }
        for (index, finding) in findings where details.count < Self.mostDetails {
            details.append(try write(pixels.cut(around(finding.box)).fitting(Self.longestDetail).stretched, "d\(index)", frame, finding: index))
        }
    }

    /// Writes the description.
    /// - Parameters:
    ///   - series: The pseudonym of the series.
    ///   - profile: SHA-256 of the profile.
    ///   - weights: SHA-256 of the weights of the detector.
    ///   - fill: What blanked pixels look like, in gray or in red, green and blue.
    @discardableResult
    package consuming func finish(
        doubt: HeldImage.Doubt, modality: String, series: String, profile: String, weights: String, fill: [UInt8]
    ) throws -> HeldImage {
        let image = HeldImage(
            question: question, doubt: doubt,
            // A header can say anything; a modality is a word of capital letters.
            modality: String(decoding: modality.utf8.filter { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }.prefix(16), as: UTF8.self),
            series: series, profile: profile, weights: weights, fill: fill,
            before: before.sorted { $0.frame < $1.frame }, after: after.sorted { $0.frame < $1.frame },
            details: details.sorted { $0.finding ?? 0 < $1.finding ?? 0 })
        if let problem = image.problem { throw ReviewError.held(question.key, problem) }
        let file = try AtomicFile(folder.appending(question.key + ".json"), mode: 0o600)
        try file.write(jsonLine(image) + [0x0A])
        try file.commit()
        return image
    }

    private func around(_ box: PixelBox) -> PixelBox {
        let margin = max(8, (box.bottom - box.top) / 2)
        return PixelBox(left: box.left - margin, top: box.top - margin, right: box.right + margin, bottom: box.bottom + margin)
            .clipped(columns: question.columns, rows: question.rows)
    }

    private func write(_ pixels: HeldPixels, _ name: String, _ frame: Int, finding: Int? = nil) throws -> HeldImage.Picture {
        guard let bytes = PNGEncoder.encode(pixels) else { throw ReviewError.held(question.key, "there is no memory for a picture of it") }
        let name = "\(question.key)-\(name).png"
        let file = try AtomicFile(folder.appending(name), mode: 0o600)
        try file.write(bytes)
        let digest = try file.commit()
        return HeldImage.Picture(frame: frame, name: name, sha256: digest, columns: pixels.columns, rows: pixels.rows, finding: finding)
    }
}
