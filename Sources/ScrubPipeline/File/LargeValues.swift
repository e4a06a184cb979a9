// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import Engine

extension WrittenFile {
    /// Reads this file's large values for the engine.
    var largeValues: LargeValueReader {
        LargeValueReader { node, offset, count in try? self.read(node: node, offset: offset, count: count) }
    }
}

extension DICOMFile {
    /// Reads this file's large values for the engine.
    var largeValues: LargeValueReader {
        LargeValueReader(isBigEndian: information.isBigEndian) { node, offset, count in try? self.read(node: node, offset: offset, count: count) }
    }
}
