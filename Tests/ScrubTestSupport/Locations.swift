// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Where tests find things.
public enum Location {
    /// The top folder of the package.
    public static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    public static let fixtures = package.appending(path: "Fixtures")

    /// Real files that are no part of the project; `nil` where they are not at hand.
    public static let corpus: URL? = {
        let folder = package.appending(path: "../shared/corpus").standardizedFileURL
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// Every file below a folder, in path order.
    public static func files(below folder: URL) -> [URL] {
        let names = (FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []).sorted()
        return names.map { folder.appending(path: $0) }.filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
    }
}
