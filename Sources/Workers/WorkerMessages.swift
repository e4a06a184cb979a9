// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Records

/// From the parent to a worker, one a frame. The frame before the first tells the worker its role.
///
/// The files that a request is about come open, beside the frame: a worker opens nothing by its name but what it writes.
enum WorkerRequest {
    case scrub(ScrubTask)
    /// What else a worker of this role can be asked. Rare, so only the two who ask and answer know its form.
    case question([UInt8], [HandedFile])

    /// What the parent sends.
    static func frame(_ job: FileJob, _ file: HandedFile) -> [UInt8] { frame(0, [file]) { job.write(to: &$0) } }

    static func frame(_ question: [UInt8], _ files: [HandedFile]) -> [UInt8] { frame(1, files) { $0.append(question) } }

    private static func frame(_ kind: Int, _ files: [HandedFile], _ body: (inout WireWriter) -> Void) -> [UInt8] {
        var wire = WireWriter()
        wire.append(kind)
        wire.append(all: files) { $0.append(Int($1.failure)) }
        body(&wire)
        return wire.bytes
    }

    /// What the worker receives.
    /// - Parameter next: The files that came, in their order.
    init(frame bytes: [UInt8], _ next: () -> FileDescriptor?) throws(WireReader.Malformed) {
        var wire = WireReader(bytes)
        let kind = try wire.number()
        let failures = try wire.all { (wire: inout WireReader) throws(WireReader.Malformed) in try wire.number() }
        var files: [HandedFile] = []
        for failure in failures {
            if failure == 0 {
                guard let descriptor = next() else { throw WireReader.Malformed() }
                files.append(HandedFile(descriptor))
            } else {
                files.append(HandedFile(failure: Int32(truncatingIfNeeded: failure)))
            }
        }
        switch kind {
        case 0 where files.count == 1: self = .scrub(try ScrubTask(from: &wire, input: files[0]))
        case 1: self = .question(try wire.field(), files)
        default: throw WireReader.Malformed()
        }
        guard wire.isAtEnd else { throw WireReader.Malformed() }
    }
}

/// From a worker to the parent, one a frame.
enum WorkerReply {
    /// The role was understood, and this keeps the worker in.
    case ready(WorkerSandbox)
    /// It was not; the worker ends.
    case refused(PipelineError)
    case record(id: Int64, FileRecord)
    case answer([UInt8])
}

extension WorkerReply: WireFormed {
    func write(to wire: inout WireWriter) {
        switch self {
        case .ready(let sandbox):
            wire.append(0)
            sandbox.write(to: &wire)
        case .refused(let error):
            wire.append(1)
            error.write(to: &wire)
        case .record(let id, let record):
            wire.append(2)
            wire.append(fixed: id)
            record.write(to: &wire)
        case .answer(let bytes):
            wire.append(3)
            wire.append(bytes)
        }
    }

    init(from wire: inout WireReader) throws(WireReader.Malformed) {
        switch try wire.number() {
        case 0: self = .ready(try WorkerSandbox(from: &wire))
        case 1: self = .refused(try PipelineError(from: &wire))
        case 2: self = .record(id: try wire.fixed(), try FileRecord(from: &wire))
        case 3: self = .answer(try wire.field())
        default: throw WireReader.Malformed()
        }
    }
}
