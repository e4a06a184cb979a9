// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Filesystem
internal import Foundation
internal import Records
internal import Release
internal import Workers

/// Has some workers look at released files while the caller goes on.
final class ReleasedFileChecker: ReleasedFileChecking {
    private struct File: Sendable {
        let place: String
        let path: BytePath
        let entry: ManifestEntry
        let bytes: Int
    }

    private let lanes: [Lane]
    private var batch: [File] = []
    private var bytes = 0
    private var turn = 0

    /// A worker and the queue of those who ask it.
    private final class Lane: @unchecked Sendable {
        // Only the queue touches the conversation and the problems, until it is waited for.
        let conversation: WorkerConversation
        let question: ([ManifestEntry]) -> WorkerQuestion
        let verb: String
        let queue = DispatchQueue(label: "check")
        /// Two batches at a time, so that memory stays bounded.
        let room = DispatchSemaphore(value: 2)
        var count = 0
        var problems: [(place: String, what: String)] = []
        var failure: (any Error)?

        init(_ conversation: WorkerConversation, _ question: @escaping ([ManifestEntry]) -> WorkerQuestion, _ verb: String) {
            (self.conversation, self.question, self.verb) = (conversation, question, verb)
        }

        func check(_ batch: [File]) throws {
            let bytes = Int64(batch.reduce(0) { $0 + $1.bytes })
            switch try conversation.ask(question(batch.map(\.entry)), about: batch.map(\.path), bytes: bytes) {
            case .reply(.problems(let found)) where found.count == batch.count:
                for (file, what) in zip(batch, found) { if let what { note(file, what) } }
            case .none(let reason) where batch.count == 1: note(batch[0], "cannot be \(verb): \(reason.rawValue)")
            // One of them ends or holds up the worker.
            case .none: for file in batch { try check([file]) }
            case .reply(.failed(let error)): throw error
            case .reply: throw PipelineError.stopped("a worker process answered something else")
            }
        }

        private func note(_ file: File, _ what: String) {
            count += 1
            if problems.count < 1000 { problems.append((file.place, what)) }
        }
    }

    /// - Parameters:
    ///   - question: What is asked about the files with these lines of the manifest.
    ///   - verb: What a file cannot be that ends its worker.
    ///   - start: A worker that answers.
    init(_ question: @escaping ([ManifestEntry]) -> WorkerQuestion, verb: String, asking start: () throws -> WorkerConversation) throws {
        lanes = try (0..<max(1, ProcessInfo.processInfo.activeProcessorCount)).map { _ in Lane(try start(), question, verb) }
    }

    func add(_ entry: ManifestEntry, _ place: String, at path: BytePath, bytes size: Int) {
        batch.append(File(place: place, path: path, entry: entry, bytes: size))
        bytes += size
        if batch.count >= 64 || bytes >= 1 << 26 { send() }
    }

    private func send() {
        guard !batch.isEmpty else { return }
        let lane = lanes[turn], files = batch
        turn = (turn + 1) % lanes.count
        (batch, bytes) = ([], 0)
        lane.room.wait()
        lane.queue.async {
            defer { lane.room.signal() }
            guard lane.failure == nil else { return }
            do { try lane.check(files) } catch { lane.failure = error }
        }
    }

    func finish() throws -> (count: Int, first: [(place: String, what: String)]) {
        send()
        for lane in lanes {
            lane.queue.sync {}
            if let failure = lane.failure { throw failure }
        }
        return (lanes.reduce(0) { $0 + $1.count }, Array(lanes.flatMap(\.problems).sorted { $0.place < $1.place }.prefix(1000)))
    }
}
