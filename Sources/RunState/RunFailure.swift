// SPDX-License-Identifier: Apache-2.0

internal import Filesystem
internal import GRDB
package import Records

extension PipelineError {
    /// Why a run or a report ended, whatever was thrown.
    /// - Parameter advice: What to do next.
    package init(_ error: any Error, _ what: String, in place: String, advice: String) {
        self =
            switch error {
            case let error as PipelineError: error
            case let error as SystemError: .stopped("\(error)\n" + advice)
            // Its full description would hold values.
            case let error as DatabaseError: .stopped("\(place): \(error.message ?? "error \(error.resultCode.rawValue)")\n" + advice)
            default: .stopped("\(what) cannot go on (\(type(of: error)))\n" + advice)
            }
    }
}
