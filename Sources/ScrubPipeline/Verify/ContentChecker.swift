// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Foundation
internal import Records
internal import Release
internal import Workers

/// Has some workers compare files with the manifest while the caller goes on.
final class ContentChecker: ContentChecking {
    private let lanes: [Lane]
    private var batch: [(place: String, claim: ReleasedContent.Claim, bytes: Int)] = []
    private var bytes = 0
    private var turn = 0

    /// A worker and the queue of those who ask it.
    private final class Lane: @unchecked Sendable {
        // Only the queue touches the conversation and the problems, until it is waited for.
        let conversation: WorkerConversation
        let queue = DispatchQueue(label: "check")
        /// Two batches at a time, so that memory stays bounded.
        let room = DispatchSemaphore(value: 2)
        var problems: [(place: String, what: String)] = []
        var failure: (any Error)?

        init(_ launcher: WorkerLauncher) throws { conversation = try WorkerConversation.inScratch(launcher) { .compare(scratch: $0) } }

        func check(_ batch: [(place: String, claim: ReleasedContent.Claim, bytes: Int)]) throws {
            let answer = try conversation.ask(
                .check(batch.map(\.claim)), about: batch.map(\.claim.path), bytes: Int64(batch.reduce(0) { $0 + $1.bytes }))
            switch answer {
            case .reply(.problems(let found)) where found.count == batch.count:
                for (file, what) in zip(batch, found) { if let what, problems.count < 1000 { problems.append((file.place, what)) } }
            case .none(let reason) where batch.count == 1: problems.append((batch[0].place, "cannot be read: \(reason.rawValue)"))
            // One of them ends or holds up the worker.
            case .none: for file in batch { try check([file]) }
            case .reply(.failed(let error)): throw error
            case .reply: throw PipelineError.stopped("a worker process answered something else")
            }
        }
    }

    init(_ launcher: WorkerLauncher, width: Int = ProcessInfo.processInfo.activeProcessorCount) throws {
        lanes = try (0..<max(1, width)).map { _ in try Lane(launcher) }
    }

    func add(_ place: String, _ claim: ReleasedContent.Claim, bytes size: Int) {
        batch.append((place, claim, size))
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

    func finish() throws -> [(place: String, what: String)] {
        send()
        for lane in lanes {
            lane.queue.sync {}
            if let failure = lane.failure { throw failure }
        }
        return lanes.flatMap(\.problems).sorted { $0.place < $1.place }
    }
}
