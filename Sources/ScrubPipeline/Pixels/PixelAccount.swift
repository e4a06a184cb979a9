// SPDX-License-Identifier: Apache-2.0

internal import Engine
internal import Profiles

/// What became of the bytes of pixel values that are no image.
struct PixelAccount: Equatable {
    /// Not written: behind the last pixel, and tables of offsets that point nowhere.
    var cutBytes = 0
    /// Comments, application data, boxes and user data, as the profile says.
    var blankedBytes = 0
    /// What belongs to nothing.
    var zeroedBytes = 0
    /// Bytes of pixel cells in which bits of an overlay were cleared.
    var clearedBytes = 0
    /// Elements that go: tables of offsets that point nowhere.
    var removedNodes: Set<Int> = []
    /// A part could not be followed, only searched.
    var isOpaque = false
    /// A known identifier stands where nothing can be blanked.
    var holdsIdentifier = false

    /// Whether pixels that stay are written as others than they came.
    var changesPixels: Bool { blankedBytes + zeroedBytes + clearedBytes > 0 || cutsInside }
    var cutsInside = false

    var flags: [String] {
        [
            (blankedBytes > 0, "pixel-segments-blanked"), (zeroedBytes > 0, "stray-pixel-bytes-zeroed"), (clearedBytes > 0, "overlay-bits-cleared"),
            (isOpaque, "pixel-data-not-followed"),
        ].filter(\.0).map(\.1)
    }

    /// Why the file is quarantined; `nil` where it is not.
    func refusal(_ profile: ConfidentialityProfile) -> FileOutcome? {
        if holdsIdentifier { return .quarantined(reason: .identifierSurvives, detail: "in coded pixel data, where it cannot be blanked") }
        guard isOpaque, profile.burnedIn == .quarantine else { return nil }
        return .quarantined(reason: .pixelsNotFollowed, detail: "the video cannot be followed to its end, so it may hold more than image")
    }
}
