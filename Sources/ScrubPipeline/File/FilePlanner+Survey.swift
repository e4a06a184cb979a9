// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel
internal import Engine
internal import Filesystem
internal import Records

/// By what a file is shared out between shards.
extension FilePlanner {
    func survey(_ task: ScrubTask) -> FileOutcome {
        withInput(task.input, expected: task.identity) { input in
            do throws(FileError) {
                if let patient = try patient(of: input) { return .surveyed(ShareUnit(patient: patient), isArchive: false) }
                return ofNoPatient(input, isArchive: false)
            } catch {
                // What a run would open, and nothing else, is opened.
                let kind = error == .notDICOM ? (try? ArchiveKind(input.descriptor)) ?? nil : nil
                let isArchive = if case .archive = FileOutcome(kind) { true } else { false }
                return ofNoPatient(input, isArchive: isArchive)
            }
        }
    }

    private func ofNoPatient(_ input: InputFile, isArchive: Bool) -> FileOutcome {
        let head = (try? input.descriptor.bytes(at: 0, count: ShareUnit.headLengthInBytes)) ?? []
        return .surveyed(ShareUnit(head: head, size: input.size), isArchive: isArchive)
    }

    /// - Returns: `nil` for a file that is of none.
    private func patient(of input: InputFile) throws(FileError) -> String? {
        let file = try DICOMFile(descriptor: input.descriptor.number, scratchDirectory: scratchDirectory)
        let dataSet = try file.dataSet()
        guard !isMediaDirectory(file, dataSet), let fallback = fallback(for: file, dataSet, input) else { return nil }
        return engine.patient(of: dataSet, fallback: fallback)
    }
}
