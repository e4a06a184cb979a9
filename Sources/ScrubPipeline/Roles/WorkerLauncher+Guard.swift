// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import Records
internal import Workers

extension WorkerLauncher {
    /// Where workers have to be kept in, has one show that it is. Whoever starts workers asks this first of all, before anything is read or made.
    func refuseUnlessKeptIn() throws(PipelineError) {
        guard sandbox == .require else { return }
        do {
            // It is asked nothing, so it needs no folder.
            let worker = WorkerConversation(self, .compare(scratch: BytePath("/dev/null")))
            if case .reply = try worker.ask(.check([]), about: [], bytes: 0) { return }
        } catch {
            throw PipelineError(error)
        }
        throw .stopped("a worker process ended before it could show that it is kept in; run the command again, or look at it with 'dcmscrub doctor'")
    }
}
