// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Glibc
internal import Records
internal import RunState

/// The release and state folders, and the proof that neither they nor the inputs lie inside one another.
struct RunFolders {
    let output: BytePath
    let state: BytePath

    /// Of a run that is in the journal of a state folder, whose inputs were looked at when it began.
    init(output: BytePath, state: BytePath) throws(PipelineError) {
        (self.output, self.state) = (output, state)
        try Self.refuseNesting(output, "the release", state, "the state folder")
    }

    init(_ request: ScrubRequest) throws(PipelineError) {
        guard let output = canonicalPath(request.output) else { throw .usage("--output cannot be resolved") }
        let givenState =
            if let state = request.state { state } else {
                try StateFolder.standardPath(project: request.project, shard: request.shard, environment: request.environment)
            }
        guard let state = canonicalPath(givenState) else { throw .usage("the state folder cannot be resolved") }
        guard output.text != nil, state.text != nil else { throw .usage("the names of --output and the state folder must be UTF-8") }
        try Self.refuseNesting(output, "--output", state, "the state folder")
        for (index, input) in request.inputs.enumerated() where input != BytePath("-") {
            guard let root = canonicalPath(input), let status = FileStatus(root) else {
                throw .usage("input \(index + 1) does not exist")
            }
            let folder = status.kind == .file && isMediaDirectory(root) ? root.parent : root
            try Self.refuseNesting(output, "--output", folder, "input \(index + 1)")
            try Self.refuseNesting(state, "the state folder", folder, "input \(index + 1)")
        }
        if let key = request.key, let path = canonicalPath(key), path.isInside(output) {
            throw .usage("the key lies inside --output, which holds only what may leave")
        }
        self.output = output
        self.state = state
    }

    /// Of a merge, whose inputs are the folders of shards.
    init(output: BytePath, state: BytePath, shards: [ShardRelease]) throws(PipelineError) {
        try self.init(output: output, state: state)
        for shard in shards {
            for (folder, name) in [(shard.release.path, "the release"), (shard.state.path, "the state folder")] {
                try Self.refuseNesting(output, "--output", folder, "\(name) of shard \(shard.shard.number)")
                try Self.refuseNesting(state, "the state folder", folder, "\(name) of shard \(shard.shard.number)")
            }
        }
    }

    private static func refuseNesting(
        _ first: BytePath, _ firstName: String, _ second: BytePath, _ secondName: String
    ) throws(PipelineError) {
        if first == second { throw .usage("\(firstName) and \(secondName) are the same; name different folders") }
        if first.isInside(second) { throw .usage("\(firstName) lies inside \(secondName); name a folder elsewhere") }
        if second.isInside(first) { throw .usage("\(secondName) lies inside \(firstName); name a folder elsewhere") }
    }

    /// Takes the output, which is made where it is missing, for one run, whatever its state folder.
    /// - Returns: What holds it; nothing is written.
    func lockOutput() throws -> FileDescriptor {
        try makeFolders(output)
        let folder = try FileDescriptor(opening: output, O_RDONLY | O_DIRECTORY, for: "open --output")
        if flock(folder.number, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            throw PipelineError.stopped("another run writes to --output; wait for it to end, or name another folder")
        }
        return folder
    }

    /// Whether the output is missing or empty.
    var outputIsEmpty: Bool {
        get throws(PipelineError) {
            guard let status = FileStatus(output) else { return true }
            guard status.kind == .folder else { throw .usage("--output is not a folder") }
            var isEmpty = true
            do {
                try forEachName(in: output) { _, _ in isEmpty = false }
            } catch {
                throw .stopped(by: error, at: "--output")
            }
            return isEmpty
        }
    }
}
