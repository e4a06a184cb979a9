// SPDX-License-Identifier: Apache-2.0

internal import Records

/// From the parent to a worker, one a frame. The frame before the first tells the worker its role.
enum WorkerRequest {
    case scrub(FileJob)
    /// What else a worker of this role can be asked. Rare, so only the two who ask and answer know its form.
    case question([UInt8])
}

/// From a worker to the parent, one a frame.
enum WorkerReply {
    /// The role was understood.
    case ready
    /// It was not; the worker ends.
    case refused(PipelineError)
    case record(id: Int64, FileRecord)
    case answer([UInt8])
}

extension WorkerRequest: WireFormed {
    func write(to wire: inout WireWriter) {
        switch self {
        case .scrub(let job):
            wire.append(0)
            job.write(to: &wire)
        case .question(let bytes):
            wire.append(1)
            wire.append(bytes)
        }
    }

    init(from wire: inout WireReader) throws(WireReader.Malformed) {
        switch try wire.number() {
        case 0: self = .scrub(try FileJob(from: &wire))
        case 1: self = .question(try wire.field())
        default: throw WireReader.Malformed()
        }
    }
}

extension WorkerReply: WireFormed {
    func write(to wire: inout WireWriter) {
        switch self {
        case .ready: wire.append(0)
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
        case 0: self = .ready
        case 1: self = .refused(try PipelineError(from: &wire))
        case 2: self = .record(id: try wire.fixed(), try FileRecord(from: &wire))
        case 3: self = .answer(try wire.field())
        default: throw WireReader.Malformed()
        }
    }
}
