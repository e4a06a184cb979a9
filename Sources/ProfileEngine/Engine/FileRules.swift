// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// The rules of a profile that mean whole files.
struct FileRules {
    let refusal: Refusal?

    init(_ subject: Subject) {
        let match = subject.profile.rules.last { rule in
            guard case .file = rule.target else { return false }
            return rule.conditions.allSatisfy { $0.holds(in: subject) }
        }
        guard let match, case .file(let action) = match.target else {
            refusal = nil
            return
        }
        refusal = action == .skip ? .skipped(profile: match.profile, line: match.line) : .quarantined(profile: match.profile, line: match.line)
    }
}

extension Condition {
    func holds(in subject: Subject) -> Bool {
        let index = subject.dataSet.find(attribute)
        let values =
            index.map { index in
                subject.decoded(index).split(separator: "\\", omittingEmptySubsequences: false).map { trimmed(String($0)).lowercased() }
            } ?? []
        return switch test {
        case .isPresent(let wanted): (index != nil) == wanted
        case .anyOf(let patterns): values.contains { value in patterns.contains { wildcardMatch($0.lowercased(), value) } }
        case .noneOf(let patterns): !values.contains { value in patterns.contains { wildcardMatch($0.lowercased(), value) } }
        }
    }
}

/// `*` stands for any run of characters.
func wildcardMatch(_ pattern: String, _ text: String) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map { Array($0.unicodeScalars) }
    let scalars = Array(text.unicodeScalars)
    guard parts.count > 1 else { return parts.first == scalars }
    guard scalars.count >= parts[0].count + parts[parts.count - 1].count, scalars.starts(with: parts[0]),
        scalars.reversed().starts(with: parts[parts.count - 1].reversed())
    else { return false }
    var position = parts[0].count
    let end = scalars.count - parts[parts.count - 1].count
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
        guard let found = (position...max(position, end)).first(where: { $0 + part.count <= end && Array(scalars[$0..<$0 + part.count]) == part })
        else { return false }
        position = found + part.count
    }
    return true
}

extension Rule {
    func matches(_ context: ElementContext, owner: PrivateOwner?) -> Bool {
        guard case .element(let selector, _) = target else { return false }
        switch selector {
        case .tag(let tag): return context.tag == tag
        case .pattern(let value, let mask): return context.tag.number & mask == value
        case .vr(let vr): return context.vr == vr || context.node.vr == vr
        case .privateElement(let group, let creator, let offset):
            return context.tag.group == group && owner?.creator == creator && (offset == nil || owner?.offset == offset)
        case .path(let steps): return pathMatches(steps[...], (context.path + [context.tag])[...])
        }
    }
}

private func pathMatches(_ steps: ArraySlice<Selector.PathStep>, _ tags: ArraySlice<AttributeTag>) -> Bool {
    guard let step = steps.first else { return tags.isEmpty }
    switch step {
    case .tag(let tag): return tags.first == tag && pathMatches(steps.dropFirst(), tags.dropFirst())
    case .anyDepth:
        return pathMatches(steps.dropFirst(), tags) || (!tags.isEmpty && pathMatches(steps, tags.dropFirst()))
    }
}
