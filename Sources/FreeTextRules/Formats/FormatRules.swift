// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

extension Rule {
    static let formatEmail = Rule(
        "format.email", .email, 0.99, .format, matching: "⟦dcrane@hartsmoor⟧ copied", notMatching: "localizer_haste_ipat@center")
    static let formatURL = Rule(
        "format.url", .url, 0.98, .format, matching: "see ⟦http://v.example/s/8⟧.", notMatching: "and/or")
    static let formatIPv4 = Rule(
        "format.ipv4", .ip, 0.97, .format, matching: "node ⟦172.16.9.31⟧", notMatching: "syngo 2.6.3.4")
    static let formatIPv6 = Rule(
        "format.ipv6", .ip, 0.9, .format, matching: "⟦2001:db8:85a3::8a2e:370:7334⟧", notMatching: "15:05:30")
    static let formatMAC = Rule(
        "format.mac", .id, 0.95, .format, matching: "mac ⟦00:1B:44:11:3A:B7⟧", notMatching: "00:1B:44:11:3A")
    static let formatUUID = Rule(
        "format.uuid", .id, 0.95, .format, matching: "⟦9f1c2d3e-4b5a-6c7d-8e9f-0a1b2c3d4e5f⟧", notMatching: "9f1c2d3e-4b5a-6c7d-8e9f")
    static let formatUID = Rule(
        "format.uid", .id, 0.97, .format, matching: "uid ⟦1.3.46.670589.11.0.4.2⟧", notMatching: "1.2.840.10008.1.2.1")

    static let formats = [
        formatEmail, formatURL, formatIPv4, formatIPv6, formatMAC, formatUUID, formatUID,
    ]
}
