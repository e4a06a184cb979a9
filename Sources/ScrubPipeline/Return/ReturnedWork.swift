// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Glibc
internal import Records
internal import Relink
internal import Workers

/// The returned files on their way: surveyed, judged together, written.
struct ReturnedWork {
    private struct Item {
        let place: ReturnedFiles.Place
        var problem: RelinkProblem?
        var instance = ""
        var series = ""
        var foreign: [String] = []
    }

    private let root: BytePath
    private let conversation: WorkerConversation
    private let progress: (Int, Int) -> Void
    private var items: [Item]
    private var done = 0
    /// A DICOM file or label file names something of the releases.
    private(set) var namesSomething = false

    init(_ files: ReturnedFiles, _ conversation: WorkerConversation, _ progress: @escaping (Int, Int) -> Void) {
        root = files.root
        self.conversation = conversation
        self.progress = progress
        items = files.places.map { Item(place: $0, problem: $0.isLink ? .link : nil) }
    }

    mutating func survey() throws {
        for index in items.indices where items[index].problem == nil {
            switch try ask(index, .survey(name: name(index))) {
            case .surveyed(.object(let survey)):
                items[index].instance = survey.instance
                items[index].series = survey.series
                items[index].foreign = survey.foreign
                items[index].problem = survey.problem
                if survey.problem == nil || survey.problem == .ownObject || survey.problem == .twoPatients { namesSomething = true }
            case .surveyed(.labels(let names)): if names { namesSomething = true }
            case .surveyed(.problem(let problem)), .notRelinked(let problem): items[index].problem = problem
            default: throw PipelineError.stopped("a worker process answered something else")
            }
        }
        judgeReferences()
    }

    /// A file may refer to what came back with it, if that is written too.
    private mutating func judgeReferences() {
        var returned: [String: [Int]] = [:]
        for (index, item) in items.enumerated() {
            for uid in Set([item.instance, item.series]) where !uid.isEmpty { returned[uid, default: []].append(index) }
        }
        for index in items.indices where items[index].problem == nil && items[index].foreign.contains(where: { returned[$0] == nil }) {
            items[index].problem = .foreignReference
        }
        var isChanged = true
        while isChanged {
            isChanged = false
            for index in items.indices where items[index].problem == nil {
                let isLost = items[index].foreign.contains { uid in
                    returned[uid]?.contains { items[$0].problem == nil } == false
                }
                if isLost {
                    items[index].problem = .quarantinedReference
                    isChanged = true
                }
            }
        }
    }

    mutating func write(to output: BytePath, _ scratch: BytePath) throws -> RelinkSummary {
        var summary = RelinkSummary()
        let temporary = scratch.appending("file")
        for index in items.indices {
            var counts = RelinkCounts()
            if items[index].problem == nil {
                try removeFile(temporary)
                switch try ask(index, .relink(name: name(index), to: temporary)) {
                case .relinked(let done):
                    counts = done
                    try flush([temporary])
                    let target = output.appending(items[index].place.path.bytes)
                    try makeFolders(target.parent, mode: 0o700)
                    try moveFile(temporary, to: target)
                case .notRelinked(let problem): items[index].problem = problem
                default: throw PipelineError.stopped("a worker process answered something else")
                }
            }
            summary.files.append(RelinkSummary.File(items[index].place.path, items[index].problem, counts))
        }
        try removeFile(temporary)
        try flushFolder(output)
        return summary
    }

    private func name(_ index: Int) -> BytePath { BytePath(items[index].place.path.lastComponent) }

    private func path(_ index: Int) -> BytePath { root.appending(items[index].place.path.bytes) }

    private mutating func ask(_ index: Int, _ question: WorkerQuestion) throws -> WorkerAnswer {
        done += 1
        progress(done, items.count * 2)
        let path = self.path(index)
        switch try conversation.ask(question, about: [path], bytes: FileStatus(path)?.size ?? 0) {
        case .reply(.failed(let error)): throw error
        case .reply(let answer): return answer
        case .none: return .notRelinked(.crashed)
        }
    }
}

extension RelinkSummary.File {
    init(_ path: BytePath, _ problem: RelinkProblem?, _ counts: RelinkCounts) {
        self.path = path.readable
        outcome = problem == nil ? "relinked" : "quarantined"
        reason = problem?.rawValue
        detail = problem?.sentence
        guard problem == nil else { return }
        references = counts.references
        dates = counts.dates
        texts = counts.texts
        unknownUIDs = counts.unknown
        movedToUnicode = counts.unicode > 0
    }
}
