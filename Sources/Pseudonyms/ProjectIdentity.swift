// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// The pseudonyms of one project: the same input always gives the same output, and nothing joins two projects.
public struct ProjectIdentity: Sendable {
    public let project: String
    public let keyFingerprint: String
    private let uidKey: SymmetricKey
    private let patientKey: SymmetricKey
    private let dateKey: SymmetricKey
    private let textKey: SymmetricKey

    public init(siteKey: SiteKey, project: String) {
        self.project = project
        keyFingerprint = siteKey.fingerprint
        uidKey = siteKey.derive(project: project, purpose: .uid)
        patientKey = siteKey.derive(project: project, purpose: .patient)
        dateKey = siteKey.derive(project: project, purpose: .date)
        textKey = siteKey.derive(project: project, purpose: .text)
    }

    /// `2.25.` and the decimal of the first 16 bytes of HMAC-SHA256 over the UID without padding.
    public func uid(for original: String) -> String {
        let code = digest(uidKey, original)
        let number = code.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        return "2.25." + String(number)
    }

    /// The prefix and 16 Crockford base-32 characters of HMAC-SHA256 over the patient's key.
    public func pseudonym(for patient: PatientKey, prefix: String = "P-") -> String {
        prefix + crockfordBase32(digest(patientKey, patient.text), count: 16)
    }

    package static let longestDateShift = 3650

    /// Whole days to go back, 1 to 3,650, the same for all studies of a patient.
    /// - Parameter keepWeekday: Rounds down to whole weeks, at least one.
    public func dateShift(for patient: PatientKey, keepWeekday: Bool = false) -> Int {
        let number = digest(dateKey, patient.text).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let days = Int(number % UInt64(Self.longestDateShift)) + 1
        return keepWeekday ? max(7, days / 7 * 7) : days
    }

    /// A keyed hash of an identifier, so that equal values stay equal inside the project.
    /// - Parameter length: At most 26 characters.
    public func hash(_ value: String, length: Int) -> String {
        crockfordBase32(digest(textKey, value), count: min(length, 26))
    }

    private func digest(_ key: SymmetricKey, _ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}

/// The first characters of the bits in Crockford's base 32, five bits each, most significant first.
func crockfordBase32(_ bytes: [UInt8], count: Int) -> String {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    var result: [UInt8] = []
    var buffer: UInt32 = 0
    var bits = 0
    for byte in bytes where result.count < count {
        buffer = buffer << 8 | UInt32(byte)
        bits += 8
        while bits >= 5, result.count < count {
            bits -= 5
            result.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
        }
        buffer &= 1 << UInt32(bits) - 1
    }
    return String(decoding: result, as: UTF8.self)
}
