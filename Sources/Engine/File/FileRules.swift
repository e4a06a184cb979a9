// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The rules of a profile that mean whole files.
struct FileRules {
    let refusal: Refusal?

    init(_ instance: InstanceContext) {
        let rules = instance.profile.rules
        let match = rules.indices.last { number in
            guard case .file = rules[number].target else { return false }
            return instance.shape.conditionsHold[number]
        }
        guard let match, case .file(let action) = rules[match].target else {
            refusal = nil
            return
        }
        let (profile, line) = (rules[match].profile, rules[match].line)
        refusal = action == .skip ? .skipped(profile: profile, line: line) : .quarantined(profile: profile, line: line)
    }
}

extension Condition {
    /// - Parameter decoded: The text of a node.
    func holds(in dataSet: DataSet, decoded: (Int) -> String) -> Bool {
        let index = dataSet.find(attribute)
        if case .isPresent(let wanted) = test { return (index != nil) == wanted }
        // Rows and the like are numbers, however many digits a profile writes.
        if let index, [.US, .UL].contains(dataSet.nodes[index].vr) { return test.holds(for: dataSet.number(attribute).map { [String($0)] } ?? []) }
        let values =
            index.map { index in
                decoded(index).split(separator: "\\", omittingEmptySubsequences: false).map { trimmed(String($0)).lowercased() }
            } ?? []
        return test.holds(for: values)
    }
}

extension Condition.Test {
    /// - Parameter values: In lower case.
    fileprivate func holds(for values: [String]) -> Bool {
        switch self {
        case .isPresent(let wanted): !values.isEmpty == wanted
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
