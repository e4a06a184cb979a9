// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Glibc

@testable import Records
@testable import ScrubPipeline
@testable import Workers

extension FuzzTarget {
    static let wireForms = FuzzTarget("wire-forms", law: "a worker that lies is not believed; what is understood is written and understood the same")
    { input in
        let kind = input.byte() % 8
        let bytes = Array(input.rest)
        switch kind {
        case 0: stable(bytes, WorkerReply.self)
        case 1: _ = try? WorkerRequest(frame: bytes) { FileDescriptor(owning: open("/dev/null", O_RDONLY | O_CLOEXEC)) }
        case 2: stable(bytes, FileRecord.self)
        case 3: stable(bytes, PlanShape.self)
        case 4: stable(bytes, FileFacts.self)
        case 5: frames(bytes)
        case 6: if let answer = try? fromJSON(WorkerAnswer.self, bytes) { _ = try? jsonLine(answer) }
        default: if let message = try? fromJSON(RoleMessage.self, bytes) { _ = message.role.bytes }
        }
    }

    private static func stable<Value: WireFormed>(_ bytes: [UInt8], _ type: Value.Type) {
        guard let value = try? Value(wireForm: bytes) else { return }
        if let record = value as? FileRecord, case .released(let instance) = record.outcome { _ = (instance.place, instance.hasSafePlace) }
        let written = value.wireForm
        guard let again = try? Value(wireForm: written) else { fatalError("broken law: what is written is understood") }
        require(again.wireForm == written, "it is written the same twice")
    }

    /// What comes through a pipe in pieces.
    private static func frames(_ bytes: [UInt8]) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return }
        let (output, input) = (FileDescriptor(owning: ends[0]), FileDescriptor(owning: ends[1]))
        var buffer = FrameBuffer(longest: 1 << 16)
        var rest = bytes.prefix(1 << 15)[...]
        var taken = 0
        while !rest.isEmpty {
            let piece = rest.prefix(1 + Int(rest[rest.startIndex]))
            rest = rest.dropFirst(piece.count)
            guard (try? input.write(piece)) != nil else { return }
            require(buffer.read(from: output) == piece.count, "all of a piece is read")
            do {
                while let frame = try buffer.next() { taken += 4 + frame.count }
            } catch {
                return
            }
        }
        require(taken <= bytes.count, "no frame is made up")
    }
}
