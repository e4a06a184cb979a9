// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import DICOMIO
internal import DICOMModel
internal import Engine
internal import Filesystem
internal import Glibc

/// Tells inputs apart by their bytes: a digest of the file, its pixels standing in it by their own digest.
///
/// What lies behind the last element is not kept, so it makes no difference; it can be a hole as long as a disk.
enum ContentDigest {
    /// The digest of a file that was written with all its changes.
    /// - Parameter pixelsChange: Where they are written as others, the new pixels do not stand for the old ones.
    static func digest(of input: InputFile, _ file: DICOMFile, _ dataSet: DataSet, written output: OutputFile, pixelsChange: Bool) -> String? {
        let pixels = dataSet.nodes.filter { $0.kind == .pixels }
        guard pixels.count == 1, !file.information.isDeflated, file.information.mends.isEmpty, !pixelsChange else {
            return digest(of: input, file.information, pixels: nil)
        }
        return digest(of: input, file.information, pixels: (pixels[0].offset..<pixels[0].offset + output.pixelBytes, output.pixelSHA256))
    }

    /// - Parameter pixels: Where in the file the hashed pixels lie, and their SHA-256.
    /// - Returns: `nil` if the file can no longer be read.
    static func digest(of input: InputFile, _ file: FileInformation, pixels: (range: Range<Int>, sha256: String)?) -> String? {
        // Of a deflated or mended file the end is known only where it lies inflated or mended.
        let end = file.isDeflated || !file.mends.isEmpty ? Int.max : file.lengthInBytes - file.trailingBytes
        let descriptor = input.descriptor.number
        var hash = SHA256()
        guard let pixels else { return add(descriptor, 0..<end, to: &hash) ? hexadecimal(hash.finalize()) : nil }
        guard add(descriptor, 0..<pixels.range.lowerBound, to: &hash) else { return nil }
        hash.update(data: Array(pixels.sha256.utf8))
        guard add(descriptor, pixels.range.upperBound..<max(end, pixels.range.upperBound), to: &hash) else { return nil }
        return hexadecimal(hash.finalize())
    }

    private static func add(_ descriptor: Int32, _ range: Range<Int>, to hash: inout SHA256) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
            var position = range.lowerBound
            while position < range.upperBound {
                let count = pread(descriptor, buffer.baseAddress, min(buffer.count, range.upperBound - position), position)
                if count < 0 && errno == EINTR { continue }
                if count < 0 { return false }
                if count == 0 { break }
                hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                position += count
            }
            return true
        }
    }
}
