// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMModel
public import Engine
internal import Filesystem
internal import Foundation
internal import Profiles
internal import Pseudonyms
internal import Records
internal import RunState
internal import Workers

/// What a run would do with one file, element by element. Nothing is written.
public struct Inspection: Sendable, Codable {
    /// One element or sequence.
    public struct Row: Sendable, Codable {
        /// How many sequences are around it.
        public let depth: Int
        /// `(gggg,eeee)`.
        public let tag: String
        /// With the sequences around it and the numbers of their items: `(0008,1110)[1]/(0008,1155)`.
        public let path: String
        /// Of PS3.6; empty for private and unknown elements.
        public let keyword: String
        /// Two letters.
        public let vr: String
        /// Masked, unless values are asked for: the first characters and no more.
        public let before: String
        /// Shown as asked for; empty where the element goes.
        public let after: String
        /// By the names that profiles have.
        public let action: String
        /// In words: the rule, the row of the table, the option or the detector that decided.
        public let reason: String
        /// ``reason`` for programs.
        public let reasonCode: String
        /// Of the new value: the first 8 bytes of its SHA-256, in hexadecimal. `nil` where the value stays or goes.
        public let valueDigest: String?
        /// `nil` for added elements.
        public let explanation: Explanation?
    }

    /// What is asked for.
    public struct Request: Sendable, Codable, Equatable {
        /// A shipped profile's name or a file.
        public var profile = "basic"
        /// Options of PS3.15 that the profile gets besides its own.
        public var options: [String] = []
        /// Pseudonyms differ from project to project.
        public var project = "default"
        /// Without one, pseudonyms and dates are shown under a random key: they differ from those of a release, and from one call to the next.
        public var key: BytePath?
        /// Dates move by whole weeks.
        public var keepsWeekday = false
        /// How much of the values of the header is shown.
        public var values = ShownValues.masked

        /// The profile `basic`, values masked.
        public init() {}
    }

    /// Every element of the file at every depth, in the order of tags.
    public let rows: [Row]
    /// Elements that are added.
    public let added: [Row]
    /// The sentence with which a run would quarantine the file or pass it over; `nil` where it would be released.
    public let refusal: String?
    /// The name of the profile that decided.
    public let profile: String
    /// What is seen in the pixels; `nil` where nobody looks.
    public let pixels: InspectedPixels?

    /// Has a worker read the file: the parser may crash or hang.
    /// - Throws: ``PipelineError`` for a profile, key or project that cannot be used. A file that cannot be read has a ``refusal`` and no rows.
    public init(_ path: BytePath, _ request: Request) throws(PipelineError) { try self.init(path, request, launcher: WorkerLauncher()) }

    package init(_ path: BytePath, _ request: Request, launcher: WorkerLauncher) throws(PipelineError) {
        do {
            let conversation = try Self.conversation(request, launcher)
            try self.init(path, request, conversation)
        } catch {
            throw PipelineError(error)
        }
    }

    /// Has one worker read the files, one after the other, and hands out what it says of each.
    /// - Throws: As above, and what the receiver throws.
    public static func each(of paths: [BytePath], _ request: Request, receive: (BytePath, Inspection) throws -> Void) throws {
        let conversation = try Self.conversation(request, WorkerLauncher())
        for path in paths { try receive(path, Inspection(path, request, conversation)) }
    }

    private static func conversation(_ request: Request, _ launcher: WorkerLauncher) throws -> WorkerConversation {
        try launcher.refuseUnlessKeptIn()
        // Before a worker needs it, who cannot ask for its passphrase.
        if let key = request.key { _ = try SiteKeyFile.read(key) }
        return try WorkerConversation.inScratch(launcher) { .inspect(request, scratch: $0) }
    }

    private init(_ path: BytePath, _ request: Request, _ conversation: WorkerConversation) throws(PipelineError) {
        guard let status = FileStatus(path, followLinks: true) else { throw .usage("the file does not exist") }
        guard status.kind == .file else { throw .usage("inspect takes one file; for folders there is 'dcmscrub report'") }
        switch try conversation.inspecting(.inspect, about: [path]) {
        case .reply(.inspection(let inspection)): self = inspection
        case .none(let reason):
            (rows, added, refusal, profile) = ([], [], FileOutcome.quarantined(reason: reason, detail: "").sentence, request.profile)
            pixels = nil
        case .reply: throw .stopped("a worker process answered something else")
        }
    }

    /// What a request says of all files.
    struct Setting {
        let request: Request
        let profile: String
        let engine: ConfidentialityEngine
        let scratch: BytePath
        fileprivate let planner: FilePlanner

        init(_ request: Request, scratch: BytePath) throws {
            guard isProjectName(request.project) else { throw PipelineError.usage("--project takes letters, digits, '-', '_' and '.'") }
            let profile = try loadedProfile(request.profile, request.options, request.keepsWeekday)
            let siteKey = try request.key.map { try SiteKeyFile.read($0).key } ?? .random()
            self.request = request
            self.profile = profile.name
            engine = ConfidentialityEngine(profile: profile, identity: ProjectIdentity(siteKey: siteKey, project: request.project))
            self.scratch = scratch
            planner = FilePlanner(engine: engine, scratchDirectory: scratch.readable)
            planner.prepare()
        }
    }

    /// What the worker does.
    init(reading file: HandedFile, _ setting: Setting, onStep: @escaping (FilePlanner.Step) -> Void = { _ in }) throws {
        let (request, engine, planner) = (setting.request, setting.engine, setting.planner)
        profile = setting.profile
        let input: InputFile
        do {
            input = try InputFile(file)
        } catch {
            (rows, added, refusal, pixels) = ([], [], FileOutcome(error).sentence, nil)
            return
        }
        planner.onStep = onStep
        onStep(.opened)
        let result = planner.plan(input)
        switch input.isUnchanged ? result : .ended(FileOutcome(.changed)) {
        case .ended(let outcome):
            rows = []
            added = []
            pixels = nil
            refusal = outcome.sentence
        case .planned(let planned):
            let (dataSet, plan) = (planned.dataSet, planned.plan)
            let text = ValueText(dataSet)
            let paths = ElementPaths(dataSet)
            rows = dataSet.nodes.indices.dropFirst().filter { dataSet.nodes[$0].kind != .item }.map { index in
                let node = dataSet.nodes[index]
                let decision = plan.decisions[index]
                return Row(
                    depth: paths.depth(of: index), tag: node.tag.description, path: paths.path(of: index),
                    keyword: DataDictionary.entry(for: node.tag)?.keyword ?? "", vr: node.vr.rawValue, before: text.shown(index, request.values),
                    after: text.after(index, decision, request.values), action: decision.action.rawValue, reason: decision.reason.description,
                    reasonCode: decision.reason.code, valueDigest: digest(of: decision.change),
                    explanation: engine.explanation(of: index, in: plan))
            }
            added = plan.insertions.map { template in
                Row(
                    depth: 0, tag: template.tag.description, path: template.tag.description,
                    keyword: DataDictionary.entry(for: template.tag)?.keyword ?? "", vr: template.vr.rawValue, before: "",
                    after: ValueText.describe(template.content), action: "add", reason: "says what was done", reasonCode: "marker",
                    valueDigest: digest(of: .items([[template]])), explanation: nil)
            }
            pixels = InspectedPixels(plan)
            refusal = planned.refusal?.sentence
        }
    }
}

/// Of a new value or sequence, so that two programs can be compared. `nil` where there is none.
private func digest(of change: Change) -> String? {
    var hash = SHA256()
    func add(_ items: [[Template]]) {
        for item in items {
            hash.update(data: Data("item".utf8))
            for template in item {
                hash.update(data: Data("\(template.tag) \(template.vr.rawValue) ".utf8))
                switch template.content {
                case .value(let bytes): hash.update(data: bytes)
                case .items(let items): add(items)
                }
            }
        }
    }
    switch change {
    case .none, .remove: return nil
    case .value(let bytes, let vr):
        hash.update(data: Data("\(vr.rawValue) ".utf8))
        hash.update(data: bytes)
    case .items(let items): add(items)
    }
    return hash.finalize().prefix(8).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
}

extension WorkerConversation {
    /// Asks about files that a person named.
    func inspecting(_ question: WorkerQuestion, about paths: [BytePath]) throws(PipelineError) -> Answer<WorkerAnswer> {
        do {
            let size = paths.reduce(0) { $0 + (FileStatus($1, followLinks: true)?.size ?? 0) }
            // What a person names may be a link; what it leads to is looked at.
            let answer = try ask(question, about: paths.map { canonicalPath($0) ?? $0 }, bytes: size)
            if case .reply(.failed(let error)) = answer { throw error }
            return answer
        } catch let error as PipelineError {
            throw error
        } catch {
            throw .stopped(by: error)
        }
    }
}

extension FileOutcome {
    /// What becomes of the file, for a person; `nil` for one that is released.
    var sentence: String? {
        switch self {
        case .released, .surveyed: nil
        case .quarantined(let reason, let detail): "This file would be quarantined: \(reason.rawValue)" + (detail.isEmpty ? "." : ", \(detail).")
        case .notDICOM(.notDICOM): "This file is no DICOM file; a run passes it over."
        case .notDICOM(.mediaDirectory): "This file is a DICOMDIR; a run passes it over and takes the files that it names."
        case .archive, .notDICOM(.archive): "This file is an archive; a run opens it and takes what is in it."
        case .failed(let number): "This file cannot be read: \(systemMessage(number))."
        }
    }
}

/// Where elements stand: sequences by tag, items by number from 1.
struct ElementPaths {
    private var paths: [String]
    private var depths: [Int]

    init(_ dataSet: DataSet) {
        paths = Array(repeating: "", count: dataSet.nodes.count)
        depths = Array(repeating: 0, count: dataSet.nodes.count)
        var items = Array(repeating: 0, count: dataSet.nodes.count)
        for (index, node) in dataSet.nodes.enumerated().dropFirst() {
            if node.kind == .item {
                items[node.parent] += 1
                paths[index] = paths[node.parent] + "[\(items[node.parent])]/"
                depths[index] = depths[node.parent] + 1
            } else {
                paths[index] = paths[node.parent] + node.tag.description
                depths[index] = depths[node.parent]
            }
        }
    }

    func path(of index: Int) -> String { paths[index] }
    func depth(of index: Int) -> Int { depths[index] }
}

func loadedProfile(_ nameOrPath: String, _ options: [String], _ keepsWeekday: Bool) throws -> ConfidentialityProfile {
    do {
        return try ConfidentialityProfile.load(nameOrPath: nameOrPath, adding: options, keepsWeekday: keepsWeekday)
    } catch let error as ProfileError {
        throw PipelineError.usage("\(error)")
    }
}
