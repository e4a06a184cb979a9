// SPDX-License-Identifier: Apache-2.0

public enum ToolVersion {
    /// As it stands in releases, reports and the audit log.
    public static let current = "0.1.0"
}
