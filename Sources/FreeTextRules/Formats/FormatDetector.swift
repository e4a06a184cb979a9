// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Finds e-mail and web addresses, IP and MAC numbers, UIDs.
struct FormatDetector {
    private static let topDomains: Set<String> = [
        "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "example", "test", "local", "invalid", "cn", "uk", "de",
        "fr", "es", "jp", "us", "ca", "au", "nl", "it", "ch", "at", "be", "se", "no", "dk", "fi", "pl", "ru", "br", "mx", "in", "kr",
        "tw", "hk", "eu", "health", "hospital", "care", "lan", "nhs", "me", "tv", "co", "ai", "app", "dev", "cloud", "online",
    ]

    static func scan(_ a: inout Analysis) {
        var i = 0
        while i < a.tokens.count {
            var end = i + 1
            while end < a.tokens.count, a.isJoined(end), a.tokens[end].kind != .han, a.tokens[i].kind != .han, a.tokens[end].kind != .kana {
                end += 1
            }
            if end - i >= 3 { chunk(&a, i, end) }
            i = end
        }
    }

    /// A run of tokens without a space.
    private static func chunk(_ a: inout Analysis, _ from: Int, _ to: Int) {
        var i = from
        while i < to {
            let t = a.tokens[i]
            if a.text.mark(i) == 64, i > from, i + 1 < to, let (s, e) = mail(a, i, from, to) {
                a.hit(s, e, .formatEmail, take: true)
                i = e
                continue
            }
            if t.isWord, let e = url(a, i, to) {
                a.hit(i, e, .formatURL, take: true)
                i = e
                continue
            }
            if t.isNumber, !a.isGlued(i) || a.text.mark(i - 1) != 46, let (e, rule) = dotted(a, i, to) {
                if let rule { a.hit(i, e, rule, take: true) } else { for k in i..<e { a.taken[k] = true } }
                i = e
                continue
            }
            i += 1
        }
        hexadecimal(&a, from, to)
    }

    private static func mail(_ a: Analysis, _ at: Int, _ from: Int, _ to: Int) -> (Int, Int)? {
        var s = at
        while s > from, isLocal(a, s - 1), !a.taken[s - 1] { s -= 1 }
        while s < at, a.tokens[s].kind == .mark { s += 1 }
        var e = at + 1
        while e < to,
            a.tokens[e].isWord || a.tokens[e].isNumber || a.text.mark(e) == 45
                || (a.text.mark(e) == 46 && e + 1 < to && a.tokens[e + 1].kind != .mark)
        { e += 1 }
        // localizer_haste_ipat@center, iPAT@c: no stop behind the sign, and words of protocols on a side of it
        if !(at + 1..<e).contains(where: { a.text.mark($0) == 46 }), a.tokens[at + 1].length == 1 || isProtocol(a, at - 1) && isProtocol(a, at + 1) {
            return nil
        }
        return s < at && e > at + 1 && (a.tokens[at + 1].isWord || a.tokens[at + 1].isNumber) ? (s, e) : nil
    }

    private static func isProtocol(_ a: Analysis, _ i: Int) -> Bool {
        a.tokens[i].isNumber && a.tokens[i].length <= 3
            || a.tokens[i].isWord && a.tokens[i].word.isTerm && max(a.tokens[i].word.first, a.tokens[i].word.last) < 3
    }

    private static func isLocal(_ a: Analysis, _ i: Int) -> Bool {
        if a.tokens[i].isWord || a.tokens[i].isNumber { return true }
        return [46, 45, 43, 39, 37].contains(a.text.mark(i))
    }

    private static func url(_ a: Analysis, _ i: Int, _ to: Int) -> Int? {
        let t = a.tokens[i]
        let next = a.text.mark(i + 1)
        guard next == 46 || next == 45 || next == 58 else { return nil }
        let s = t.length <= 6 ? a.text.text(t) : ""
        if ["http", "https", "ftp", "ftps", "sftp", "file", "ws", "wss", "dicom", "smb"].contains(s), a.text.mark(i + 1) == 58,
            a.text.mark(i + 2) == 47, i + 3 < to
        {
            return urlEnd(a, i + 3, to)
        }
        if s == "www", a.text.mark(i + 1) == 46, i + 2 < to { return urlEnd(a, i + 2, to) }
        // host.tld with a path, or a bare domain of three parts
        var k = i
        var parts = 1
        while k + 2 < to, a.text.mark(k + 1) == 46 || a.text.mark(k + 1) == 45, a.tokens[k + 2].kind != .mark {
            if a.text.mark(k + 1) == 46 { parts += 1 }
            k += 2
        }
        guard parts >= 2, a.tokens[k].isWord, a.tokens[k].length <= 8, topDomains.contains(a.text.text(a.tokens[k])) else { return nil }
        let tld = a.text.text(a.tokens[k])
        let hasPath = a.text.mark(k + 1) == 47 && k + 2 < to || a.text.mark(k + 1) == 58
        guard hasPath || parts >= 3 || ["com", "org", "net", "edu", "gov", "example"].contains(tld), a.tokens[i].length > 1 else { return nil }
        return urlEnd(a, k + 1, to)
    }

    private static func urlEnd(_ a: Analysis, _ from: Int, _ to: Int) -> Int {
        var e = from
        while e < to, a.tokens[e].kind != .mark || !(a.text.mark(e) >= 0x3000 || [34, 60, 62, 41, 93, 123, 125].contains(a.text.mark(e))) { e += 1 }
        while e > from, [46, 44, 59, 58, 33, 63].contains(a.text.mark(e - 1)) { e -= 1 }
        return e
    }

    /// IPv4 and UIDs; versions are taken but not reported (`nil` rule).
    private static func dotted(_ a: Analysis, _ i: Int, _ to: Int) -> (Int, Rule?)? {
        var k = i
        var parts = 1
        var small = a.text.number(i) >= 0 && a.text.number(i) <= 255 && a.tokens[i].length <= 3
        while k + 2 < to, a.text.mark(k + 1) == 46, a.tokens[k + 2].isNumber, a.isGlued(k + 2), a.isGlued(k + 1) {
            k += 2
            parts += 1
            if !(a.text.number(k) >= 0 && a.text.number(k) <= 255 && a.tokens[k].length <= 3) { small = false }
        }
        let (c, w) = a.cue(before: i, marks: 1)
        // syngo.via 4.1.3.2, but: routed via 10.21.6.140
        let isVersion = w >= 0 && c.contains(.version) && (a.text.text(a.tokens[w]) != "via" || a.isGlued(w))
        let end = k + 1
        if parts == 4 && small && !isVersion && a.text.number(i) > 0 {
            // Small numbers throughout read as a version unless a network word stands before.
            if (0..<4).allSatisfy({ a.text.number(i + $0 * 2) < 10 })
                && !(w >= 0 && ["ip", "node", "host", "server", "address", "workstation", "pacs", "at", "from"].contains(a.text.text(a.tokens[w])))
            {
                return (end, nil)
            }
            var e = end
            if a.text.mark(e) == 58 || a.text.mark(e) == 47, e + 1 < to, a.tokens[e + 1].isNumber { e += 2 }
            return (e, .formatIPv4)
        }
        // 06.88.77.66.55
        if parts == 5, (0..<5).allSatisfy({ a.tokens[i + $0 * 2].length == 2 }), a.scalar(i) == 48 { return nil }
        if parts >= 5 {
            let length = Int(a.tokens[k].end - a.tokens[i].start)
            if a.text.number(i) == 1, a.text.number(i + 2) == 2, a.text.number(i + 4) == 840, a.text.number(i + 6) == 10008 {
                return (end, nil)
            }
            if length >= 12 && a.text.number(i) <= 2 && !isVersion { return (end, .formatUID) }
        }
        return parts >= 4 ? (end, nil) : nil
    }

    /// IPv6, MAC and UUID: runs of hexadecimal digits and marks.
    private static func hexadecimal(_ a: inout Analysis, _ from: Int, _ to: Int) {
        var i = from
        while i < to {
            guard isHex(a, i) || (a.text.mark(i) == 58 && a.text.mark(i + 1) == 58) else {
                i += 1
                continue
            }
            var k = i
            var colons = 0
            var dashes = 0
            var double = false
            var lengths: [Int] = [0]
            while k < to, k - i < 60 {
                if isHex(a, k), a.isGlued(k) || k == i {
                    lengths[lengths.count - 1] += a.tokens[k].length
                } else if a.text.mark(k) == 58 {
                    if k > i, a.text.mark(k - 1) == 58 { double = true }
                    colons += 1
                    lengths.append(0)
                } else if a.text.mark(k) == 45 {
                    dashes += 1
                    lengths.append(0)
                } else {
                    break
                }
                k += 1
            }
            let free = !(i..<k).contains { a.taken[$0] }
            if free, colons == 5 && dashes == 0 || dashes == 5 && colons == 0, lengths.allSatisfy({ $0 == 2 }) {
                a.hit(i, k, .formatMAC, take: true)
            } else if free, dashes == 0, colons == 7 || (double && colons >= 2 && colons <= 7), lengths.allSatisfy({ $0 <= 4 }),
                lengths.contains(where: { $0 > 1 })
            {
                a.hit(i, k, .formatIPv6, take: true)
            } else if free, dashes == 4, colons == 0, lengths == [8, 4, 4, 4, 12] {
                a.hit(i, k, .formatUUID, take: true)
            }
            i = max(k, i + 1)
        }
    }

    private static func isHex(_ a: Analysis, _ i: Int) -> Bool {
        guard i < a.tokens.count else { return false }
        let t = a.tokens[i]
        if t.isNumber { return t.length <= 12 }
        guard t.isWord, t.length <= 12 else { return false }
        return (Int(t.from)..<Int(t.to)).allSatisfy { a.text.scalars[$0] >= 97 && a.text.scalars[$0] <= 102 }
    }
}
