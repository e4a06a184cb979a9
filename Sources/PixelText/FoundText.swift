// SPDX-License-Identifier: Apache-2.0

package import DICOMModel
package import Engine

/// A place where text was found, in one frame or more.
package struct FoundText: Hashable, Sendable {
    package var box: PixelBox
    package var evidence: PixelFinding.Evidence
    /// 0...1000, of the frame that shows it best.
    package var score: Int
    /// Counted from 0.
    package var frame: Int
}

/// Unites what is found in the frames of an image. Frames come in their order.
struct FoundTexts {
    private(set) var found: [FoundText] = []

    private static let most = 512

    mutating func add(_ new: FoundText) {
        var new = new
        // What grows may come to lie on others.
        while let index = found.firstIndex(where: { Self.areOne($0.box, new.box) }) {
            let old = found.remove(at: index)
            if old.box.contains(new.box), old.evidence == new.evidence, old.score >= new.score {
                found.append(old)
                return
            }
            if old.score > new.score { (new.score, new.frame) = (old.score, old.frame) }
            new.box = new.box.union(old.box)
            new.evidence = max(new.evidence, old.evidence)
        }
        found.append(new)
        if found.count > Self.most { unite() }
    }

    /// Two boxes that cover each other by half of the smaller, and beside which the box around both holds next to nothing.
    private static func areOne(_ a: PixelBox, _ b: PixelBox) -> Bool {
        let common = a.intersection(b)
        guard !common.isEmpty, 2 * common.area >= min(a.area, b.area) else { return false }
        return 8 * a.union(b).area <= 9 * (a.area + b.area - common.area)
    }

    /// More boxes than anybody can look at become the one that holds them all.
    private mutating func unite() {
        guard var all = found.first else { return }
        for text in found.dropFirst() {
            all.box = all.box.union(text.box)
            all.evidence = max(all.evidence, text.evidence)
            if text.score > all.score { (all.score, all.frame) = (text.score, text.frame) }
        }
        found = [all]
    }
}

extension PixelFinding.Evidence: Comparable {
    /// By how sure it is that the place has to be blanked.
    private var weight: Int {
        switch self {
        case .listed: 0
        case .weak: 1
        case .text: 2
        case .known: 3
        case .rule: 4
        case .reviewer: 5
        }
    }

    package static func < (a: Self, b: Self) -> Bool { a.weight < b.weight }
}
