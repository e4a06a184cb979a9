// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Engine
internal import Foundation
internal import ProfileImport
internal import Profiles
internal import ScrubPipeline

struct ProfileImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Turns a script of another tool into a profile.",
        discussion: """
            Reads a script of CTP's DICOM anonymizer or of its pixel anonymizer, a recipe of pydicom/deid, the JSON of a request to Orthanc's \
            /anonymize or /modify, and a dictionary of dicom-anonymizer (JSON).

            The profile goes to standard output. Whatever could not be carried over goes to standard error, line by line, with what is done \
            instead: something that protects more.
            """)

    @Argument(help: ArgumentHelp("The script, recipe, request or dictionary.", valueName: "file"))
    var file: String

    func run() throws {
        guard let data = FileManager.default.contents(atPath: file), let text = String(data: data, encoding: .utf8) else {
            throw PipelineError.usage("\(file): the file cannot be read as UTF-8 text; check its path and permissions")
        }
        do {
            let profile = try ImportedProfile(from: text, file: file)
            for note in profile.notes { printError("\(note)") }
            print(profile.yaml, terminator: "")
        } catch let error as ProfileError {
            throw PipelineError.usage("\(error)")
        }
    }
}
