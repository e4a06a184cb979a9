// SPDX-License-Identifier: Apache-2.0

import Engine
import Filesystem
import Foundation
import Records
import Reports
import Testing
import Workers

@testable import ScrubPipeline

/// How reports count: values, patients, outcomes.
@Suite struct ReportCountTests {
    @Test("Values are hashed as SipHash-2-4 hashes") func hash() throws {
        let hash = try #require(KeyedHash(Array(0..<16)))
        #expect(hash(Array(0..<15)) == 0xA129_CA61_49BE_45E5)
        #expect(KeyedHash([1, 2, 3]) == nil)
    }

    @Test("Few values are counted exactly, many nearly", arguments: [0, 1, 4096, 4097, 20_000, 200_000])
    func distinct(count: Int) throws {
        let hash = try #require(KeyedHash(Array(0..<16)))
        var worker = DistinctCount(), parent = DistinctCount(), whole = DistinctCount()
        var sent = 0
        for number in 0..<count {
            let code = hash(Array("\(number)".utf8))
            _ = whole.insert(code)
            if worker.insert(code) {
                sent += 1
                _ = parent.insert(code)
            }
            _ = worker.insert(code)
        }
        #expect(parent.isApproximate == (count > 4096) && parent.count == whole.count, "what a worker sends is enough")
        if count <= 4096 { #expect(parent.count == count) } else { #expect(abs(parent.count - count) < count / 8) }
        #expect(sent < 4096 + 20_000)
    }

    struct Patients: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Sex, age and device of each.
        let rows: [[Int64]]
        let smallest: Int
        let alone: Int
        let classes: Int
        let freedBySex: Int
    }

    @Test(
        "Patients who share all that is kept form a class",
        arguments: [
            Patients(testDescription: "nobody", rows: [], smallest: 0, alone: 0, classes: 0, freedBySex: 0),
            Patients(testDescription: "nothing kept", rows: [[0, 0, 0], [0, 0, 0], [0, 0, 0]], smallest: 3, alone: 0, classes: 1, freedBySex: 0),
            Patients(
                testDescription: "one alone by sex", rows: [[1, 5, 0], [1, 5, 0], [2, 5, 0]], smallest: 1, alone: 1, classes: 2, freedBySex: 1),
            Patients(testDescription: "alone by two attributes", rows: [[1, 5, 7], [2, 6, 7]], smallest: 1, alone: 2, classes: 2, freedBySex: 0),
            Patients(
                testDescription: "an absent value is a value", rows: [[1, 5, 7], [1, 5, 0]], smallest: 1, alone: 2, classes: 2, freedBySex: 0),
        ])
    func risk(_ patients: Patients) {
        var estimate = RiskEstimate()
        for (number, row) in patients.rows.enumerated() {
            let quasi = packed([0: row[0], 1: row[1], 14: row[2]])
            // The same file twice changes nothing.
            estimate.add("P-\(number)", quasi)
            estimate.add("P-\(number)", quasi)
        }
        let risk = estimate.finish { "\($0): remove" }
        #expect(
            risk.patients == patients.rows.count && risk.smallestClass == patients.smallest && risk.alone == patients.alone
                && risk.classes == patients.classes)
        #expect((risk.quasiIdentifiers.first { $0.name == "PatientSex" }?.patientsFreed ?? 0) == patients.freedBySex)
        #expect(risk.patientsByClassSize.reduce(0) { $0 + $1.count } == patients.rows.count)
        #expect(risk.highestRisk == (patients.smallest == 0 ? 0 : (10_000 / Double(patients.smallest)).rounded() / 10_000))
    }

    @Test("The order of a patient's files does not matter") func order() {
        let files = [packed([1: 5]), packed([1: 6]), packed([0: 1, 1: 5])]
        let risks = [files, files.reversed()].map { files in
            var estimate = RiskEstimate()
            for file in files { estimate.add("P-1", file) }
            estimate.add("P-2", packed([1: 5]))
            return estimate.finish { _ in nil }
        }
        #expect(risks[0].alone == 2 && risks[0].quasiIdentifiers == risks[1].quasiIdentifiers)
    }

    private func packed(_ values: [Int: Int64]) -> [UInt8] {
        var numbers = WireWriter()
        for place in QuasiIdentifiers.keywords.indices { numbers.append(fixed: values[place] ?? 0) }
        return numbers.bytes
    }

    @Test(
        "Values are masked",
        arguments: [
            ("", ""), ("M", "***"), ("Smith^John", "Sm***"), ("320123456789011234", "320***********1234"),
            ("32012345678901123X", "320***********123X"), ("12345", "1***"),
            ("李小明", "李***"),
        ])
    func masks(_ value: String, _ expected: String) { #expect(ValueText.mask(value) == expected) }

    @Test(
        "Makers are called by names of our own",
        arguments: [
            ("SIEMENS", "Siemens"), ("Siemens Healthineers", "Siemens"), ("GE MEDICAL SYSTEMS", "GE"), ("GERLACH CLINIC", "other"),
            ("Philips Medical Systems", "Philips"),
            ("TOSHIBA_MEC", "Canon/Toshiba"), ("UIH", "United Imaging"), ("St. Mary's Hospital", "other"), ("", ""), ("  ", ""),
            ("FUJIFILM Corporation", "Fujifilm"),
        ])
    func makers(_ value: String, _ expected: String) { #expect(Manufacturer.name(value) == expected) }

    // MARK: - Outcomes

    private func report(_ box: Sandbox, launcher: WorkerLauncher = .obedient, jobs: Int = 2, observer: RunObserver = RunObserver()) throws
        -> ReportDocument
    {
        var request = ReportRequest(inputs: [BytePath(box.input)])
        request.jobs = jobs
        return try ReportRun(request, launcher: launcher, observer: observer).run()
    }

    @Test("A file that crashes or hangs costs itself and nothing else", arguments: [1, 3])
    func survives(jobs: Int) throws {
        let box = try Sandbox()
        for number in 1...9 { try box.add("f\(number)", release("P-1", number)) }
        try box.add("f0", "crash")
        try box.add("f4x", "hang")
        var launcher = WorkerLauncher.obedient
        launcher.baseSeconds = 0.5
        let document = try report(box, launcher: launcher, jobs: jobs)
        #expect(document.verdict.released == 9)
        #expect(Set(document.verdict.quarantineReasons.map(\.name)) == ["parser-crashed", "timed-out"])
    }

    @Test(
        "Of files with one SOP Instance UID the same is released as in a run",
        arguments: [["a", "b"], ["b", "a"], ["a", "a"], ["a", "b", "b", "c", "a"]])
    func conflicts(bodies: [String]) throws {
        let box = try Sandbox()
        for (number, body) in bodies.enumerated() { try box.add("f\(number)", release("P-1", 1, body: body)) }
        try box.add("other", release("P-2", 2))
        let verdict = try report(box).verdict
        let summary = try box.run()
        #expect(verdict.released == summary.released && verdict.duplicates == summary.duplicates && verdict.quarantined == summary.quarantined)
        #expect(verdict.patients == 2 && verdict.files == bodies.count + 1)
    }

    @Test("Studies that fall under several patient keys are counted, in the report as in the run", arguments: [1, 3])
    func splitStudies(jobs: Int) throws {
        let box = try Sandbox()
        // Study 1.2.3 has three patients, 1.2.4 two, 1.2.5 one; the copy of a file is no second patient.
        for (number, file) in [("P-A", "3"), ("P-B", "3"), ("P-C", "3"), ("P-A", "4"), ("P-A", "4"), ("P-B", "4"), ("P-C", "5"), ("P-C", "5")]
            .enumerated()
        {
            try box.add("f\(number)", "release \(file.0) 1.2.\(file.1) 1.2.\(file.1).1 2.25.\(number)\n")
        }
        // It has the greater digest, and gives way.
        try box.add("copy", "release P-D 1.2.5 1.2.5.1 2.25.7\nanother body")
        let document = try report(box, jobs: jobs)
        #expect(document.verdict.studiesOfSeveralPatients == 2)
        #expect(document.notes.first { $0.id == "studies-of-several-patients" }?.count == 2)
        let summary = try box.run { $0.jobs = jobs }
        #expect(summary.studiesOfSeveralPatients == 2)
        #expect(try summary.json.contains("\"studies_of_several_patients\":2"))
    }

    @Test("An interrupted report leaves nothing behind", arguments: [0, 3]) func interrupted(after files: Int) throws {
        let box = try Sandbox()
        for number in 1...9 { try box.add("f\(number)", release("P-1", number)) }
        let folder = box.root + "/tmp"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var request = ReportRequest(inputs: [BytePath(box.input)])
        request.temporaryFolder = BytePath(folder)
        var observer = RunObserver()
        var done = 0
        observer.progress = { done = $0.done }
        observer.isInterrupted = { done >= files }
        let error = #expect(throws: PipelineError.self) { try ReportRun(request, launcher: .obedient, observer: observer).run() }
        #expect(error?.exitCode == 70)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
}
