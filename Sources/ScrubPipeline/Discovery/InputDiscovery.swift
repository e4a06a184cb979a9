// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Glibc
internal import Records

/// Goes through the inputs and reports what it meets. Paths are canonical, so a file reached twice has one name.
struct InputDiscovery {
    /// Where nothing may be read from: the release and the state folder.
    var forbidden: [BytePath] = []
    /// A folder of ours that may lie among the inputs, and is none.
    var unseen: BytePath?
    /// The files that a DICOMDIR references, in components; `nil` where it cannot be read.
    var listMedia: (BytePath) throws -> [[BytePath]]? = { _ in nil }
    /// Whether what a DICOMDIR references is an input too.
    var followsMedia = true
    /// Where the list of paths comes from when an input is `-`.
    var list: FileDescriptor?

    /// - Throws: ``PipelineError`` for an input that does not exist, and whatever `report` throws.
    func run(_ inputs: [BytePath], _ report: (DiscoveredInput) throws -> Void) throws {
        for (index, input) in inputs.enumerated() {
            if input == BytePath("-") {
                try readList(report)
                continue
            }
            guard let root = canonicalPath(input), let status = FileStatus(root) else {
                throw PipelineError.usage("input \(index + 1) does not exist")
            }
            try explore(root, status, report)
        }
    }

    private func explore(_ root: BytePath, _ status: FileStatus, _ report: (DiscoveredInput) throws -> Void) throws {
        guard !forbidden.contains(where: root.isInside) else {
            throw PipelineError.usage("an input lies inside the output or state folder")
        }
        guard status.kind == .file, followsMedia, isMediaDirectory(root) else {
            return status.kind == .folder ? try walk(root, report) : try take(root, status, report)
        }
        guard let references = try listMedia(root) else {
            return try report(.unreadable(root, detail: "the DICOMDIR cannot be read; name its folder instead"))
        }
        try take(root, status, report)
        let media = MediaResolver(root.parent)
        for reference in references {
            guard let found = media.resolve(reference) else {
                let name = reference.reduce(BytePath(root.bytes + "!".utf8)) { $0.appending($1.bytes) }
                try report(.unreadable(name, detail: "referenced by a DICOMDIR, but not below its folder"))
                continue
            }
            if let status = FileStatus(found) {
                try take(found, status, report)
            } else {
                try report(.unreadable(found, detail: "referenced by a DICOMDIR, but not there"))
            }
        }
    }

    private func walk(_ root: BytePath, _ report: (DiscoveredInput) throws -> Void) throws {
        var folders = [root]
        while let folder = folders.popLast() {
            if folder == unseen { continue }
            do {
                try forEachName(in: folder) { name, status in
                    let path = folder.appending(name)
                    if let status, status.kind == .folder {
                        folders.append(path)
                    } else {
                        try take(path, status, report)
                    }
                }
            } catch let error as SystemError {
                try report(.unreadable(folder, detail: "the folder cannot be listed: \(systemMessage(error.number))"))
            }
        }
    }

    private func take(_ path: BytePath, _ status: FileStatus?, _ report: (DiscoveredInput) throws -> Void) throws {
        switch status?.kind {
        case .file: try report(.file(path, status!.identity))
        case .link: try report(.notAFile(path, isLink: true))
        case .folder, .other: try report(.notAFile(path, isLink: false))
        case nil: try report(.unreadable(path, detail: "the file cannot be looked at"))
        }
    }

    /// One path a line; where NULs occur, one between NULs.
    private func readList(_ report: (DiscoveredInput) throws -> Void) throws {
        let descriptor = list ?? FileDescriptor(owning: dup(STDIN_FILENO))
        let start = try descriptor.read(upTo: 1 << 16)
        let lines = LineReader(descriptor, separator: start.contains(0) ? 0 : 0x0A, start: start)
        while let line = try lines.next() {
            guard !line.isEmpty else { continue }
            let given = BytePath(line)
            guard let path = canonicalPath(given), let status = FileStatus(path) else {
                try report(.unreadable(given, detail: "listed, but not there"))
                continue
            }
            try explore(path, status, report)
        }
    }
}
