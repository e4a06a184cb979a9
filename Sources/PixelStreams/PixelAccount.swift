// SPDX-License-Identifier: Apache-2.0

/// What became of the bytes of pixel values that are no image.
package struct PixelAccount: Equatable {
    /// Not written: behind the last pixel, and tables of offsets that point nowhere.
    package var cutBytes = 0
    /// Comments, application data, boxes and user data, as the profile says.
    package var blankedBytes = 0
    /// What belongs to nothing.
    package var zeroedBytes = 0
    /// Bytes of pixel cells in which bits of an overlay were cleared.
    package var clearedBytes = 0
    /// Elements that go: tables of offsets that point nowhere.
    package var removedNodes: Set<Int> = []
    /// A part could not be followed, only searched.
    package var isOpaque = false
    /// A known identifier stands where nothing can be blanked.
    package var holdsIdentifier = false

    /// Whether pixels that stay are written as others than they came.
    package var changesPixels: Bool { blankedBytes + zeroedBytes + clearedBytes > 0 || cutsInside }
    var cutsInside = false

    package var flags: [String] {
        [
            (blankedBytes > 0, "pixel-segments-blanked"), (zeroedBytes > 0, "stray-pixel-bytes-zeroed"), (clearedBytes > 0, "overlay-bits-cleared"),
            (isOpaque, "pixel-data-not-followed"),
        ].filter(\.0).map(\.1)
    }
}
