// SPDX-License-Identifier: Apache-2.0

/// Which program made a release.
public enum ToolVersion {
    /// As it stands in releases, reports and the audit log.
    public static let current = "0.2.0"
}
