// SPDX-License-Identifier: Apache-2.0

internal import PixelStreams
internal import Profiles
internal import Records

extension PixelAccount {
    /// Why the file is quarantined; `nil` where it is not.
    func refusal(_ profile: ConfidentialityProfile) -> FileOutcome? {
        if holdsIdentifier { return .quarantined(reason: .identifierSurvives, detail: "in coded pixel data, where it cannot be blanked") }
        guard isOpaque, profile.burnedIn == .quarantine || profile.burnedIn == .clean else { return nil }
        return .quarantined(reason: .pixelsNotFollowed, detail: "the video cannot be followed to its end, so it may hold more than image")
    }
}
