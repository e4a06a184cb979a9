// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What a release says of its own making (PS3.15 sections E.1.1, E.2 and E.3.6), and what a file cannot be without.
struct Markers {
    private let profile: ConfidentialityProfile
    private let claims: [Template]
    /// Graphics stay in the pixels, so Clean Graphics was not done.
    private let claimsLeavingOverlays: [Template]

    init(_ profile: ConfidentialityProfile) {
        self.profile = profile
        claims = Self.claims(of: profile, leavesOverlays: false)
        claimsLeavingOverlays = Self.claims(of: profile, leavesOverlays: true)
    }

    /// - Parameter leavesOverlays: Graphics stay in the pixels.
    func templates(for instance: InstanceContext, leavesOverlays: Bool) -> [Template] {
        required(for: instance) + (leavesOverlays ? claimsLeavingOverlays : claims)
    }

    private func required(for instance: InstanceContext) -> [Template] {
        let dataSet = instance.dataSet
        var result: [Template] = []
        for (tag, original) in [
            (AttributeTag.sopInstanceUID, instance.instanceUID), (.studyInstanceUID, instance.studyUID), (.seriesInstanceUID, instance.seriesUID),
        ] where (dataSet.firstText(tag) ?? "").isEmpty {
            result.append(Template(tag, .UI, instance.mapped(original)))
        }
        guard profile.appliesBasicProfile else { return result }
        if dataSet.find(.patientID) == nil { result.append(Template(.patientID, .LO, instance.pseudonym)) }
        if dataSet.find(.patientName) == nil { result.append(Template(.patientName, .PN, instance.pseudonym)) }
        return result
    }

    /// The value of De-identification Method.
    static func method(_ profile: String) -> String {
        "dcmscrub, profile \(profile.unicodeScalars.filter { $0.isASCII && $0 != "\\" }.prefix(40).map(String.init).joined())"
    }

    private static func claims(of profile: ConfidentialityProfile, leavesOverlays: Bool) -> [Template] {
        let method = method(profile.name)
        guard profile.appliesBasicProfile else { return [Template(.deidentificationMethod, .LO, method)] }
        return [
            Template(.patientIdentityRemoved, .CS, "YES"),
            Template(.deidentificationMethod, .LO, method),
            Template(
                .deidentificationMethodCodeSequence,
                items: profile.claimedMethods.filter { $0.codeValue != "113103" || !leavesOverlays }.map(\.templates)),
            Template(.longitudinalTemporalInformationModified, .CS, profile.temporalModification),
        ]
    }
}
