// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A folder of its own for one test, gone when the value goes.
public final class TemporaryFolder: Sendable {
    public let url: URL

    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "dcmscrub-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    public var path: String { url.path }

    public func appending(_ name: String) -> URL { url.appending(path: name) }
}
