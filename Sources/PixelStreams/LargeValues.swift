// SPDX-License-Identifier: Apache-2.0

package import DICOMIO
package import Engine

// Like pixels, large values are left in the file until somebody asks for a part of them.

extension WrittenFile {
    /// Reads this file's large values for the engine.
    package var largeValues: LargeValueReader {
        LargeValueReader(isBigEndian: isBigEndian) { node, offset, count in try? self.read(node: node, offset: offset, count: count) }
    }
}

extension DICOMFile {
    /// Reads this file's large values for the engine.
    package var largeValues: LargeValueReader {
        LargeValueReader(isBigEndian: information.isBigEndian) { node, offset, count in try? self.read(node: node, offset: offset, count: count) }
    }
}
