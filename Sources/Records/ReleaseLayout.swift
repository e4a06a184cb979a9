// SPDX-License-Identifier: Apache-2.0

/// How the files of a release are named.
public enum ReleaseLayout: String, Codable, Sendable, CaseIterable {
    /// `images/<patient>/<study uid>/<series uid>/<instance uid>.dcm`
    case uid
    /// 8.3 names and a DICOMDIR, as media have them (PS3.10 section 8).
    case dicomdir
}
