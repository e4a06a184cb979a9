// SPDX-License-Identifier: Apache-2.0

internal import Profiles
internal import Yams

/// A profile made from the script of another tool.
public struct ImportedProfile: Sendable {
    public let yaml: String
    /// What could not be carried over as it was, in the order of the lines.
    public let notes: [ImportNote]
}

/// What a line of a script asked for and the profile does not do, or does otherwise.
public struct ImportNote: Sendable, Hashable, CustomStringConvertible {
    public let file: String
    /// All lines it is true of.
    public internal(set) var lines: [Int]
    /// With the remedy.
    public let message: String

    public var description: String {
        let more = lines.count > 1 ? " (also lines \(lines.dropFirst().map(String.init).joined(separator: ", ")))" : ""
        return "\(file):\(lines.first ?? 1): \(message)\(more)"
    }
}

/// Turns the scripts of other tools into profiles. What a profile cannot say becomes something that protects more, and a note.
extension ImportedProfile {
    /// Reads a DICOM Anonymizer script of CTP (XML), a script of its pixel anonymizer, a recipe of pydicom/deid, a request to Orthanc's `/anonymize`
    /// or `/modify` (JSON), or a dictionary of dicom-anonymizer (JSON).
    /// - Parameter file: The script's name, for notes; the profile's name is made from it.
    /// - Throws: ``ProfileError`` if the text is none of them.
    public init(from text: String, file: String) throws {
        let draft = ImportDraft(file: file)
        let start = text.unicodeScalars.drop { $0 == "\u{FEFF}" || $0.value <= 0x20 }
        if start.first == "<" {
            try CTPImport(draft: draft).read(text)
        } else if start.first == "{", let inside = start.dropFirst().first(where: { !$0.properties.isWhitespace }), inside == "\"" || inside == "}" {
            try Self.readJSON(text, into: draft)
        } else if text.split(whereSeparator: \.isNewline).contains(where: { DeidImport.isFormatLine(String($0)) }) {
            DeidImport(draft: draft).read(text)
        } else if CTPPixelImport.isScript(text) {
            CTPPixelImport(draft: draft).read(text)
        } else {
            throw ProfileError(
                profile: file, line: 1, column: 1,
                """
                this is neither a CTP DICOM Anonymizer script (XML), nor one of CTP's pixel anonymizer ({ signature } and (left,top,width,height)), \
                nor a deid recipe (with a line 'FORMAT dicom'), nor the JSON of a request to Orthanc or of a dictionary of dicom-anonymizer; \
                give one of those
                """
            )
        }
        let yaml = try draft.yaml()
        let sources = [draft.name: yaml, "basic": ShippedProfile.text(named: "basic") ?? ""]
        _ = try ConfidentialityProfile.load(ProfileBundle(name: draft.name, sources: sources, added: [], keepsWeekday: false))
        self.init(yaml: yaml, notes: draft.sortedNotes)
    }

    private static func readJSON(_ text: String, into draft: ImportDraft) throws {
        let members: [JSONReader.Member]
        do throws(JSONReader.Failure) {
            members = try JSONReader.value(of: text).members ?? []
        } catch {
            throw ProfileError(
                profile: draft.file, line: error.line, column: error.column, "this is not JSON; check the commas and quotation marks around here")
        }
        if OrthancImport.isRequest(members) {
            OrthancImport(draft: draft).read(members)
        } else if DicomAnonymizerImport.isDictionary(members) {
            DicomAnonymizerImport(draft: draft).read(members)
        } else {
            throw ProfileError(
                profile: draft.file, line: members.first?.line ?? 1, column: 1,
                """
                the JSON is neither a request to Orthanc (with "Remove", "Replace" or "Keep") nor a dictionary of dicom-anonymizer (with names as \
                "(0x0010, 0x0010)"); give one of those
                """
            )
        }
    }
}
