// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Identifiers
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Why an element meets its action, in more detail than ``Reason`` carries: what its plan says of the element's shape.
public struct Explanation: Codable, Hashable, Sendable {
    /// The profile and line of the rule that decided, and what the rule says for itself.
    public var rule: String?
    public var because: String?
    /// What Table E.1-1 has for the attribute under the Basic Profile, such as `X/Z/D`.
    public var tableAction: String?
    /// The option whose column decided, and what stands in it: `K` or `C`.
    public var option: String?
    public var optionAction: String?
    /// Where a compound action had to be resolved: the IOD, and the attribute's Type in it (1, 2 or 3; 3 where the IOD has no place for it).
    public var iod: String?
    public var attributeType: Int?
    /// The list that calls a private element safe, or not.
    public var list: String?
    /// The kind of the known identifier that the gate found.
    public var gate: String?
    /// What the free-text core found.
    public var findings: [TextFinding]?
    /// Options that would change the action.
    public var optionsThatChangeIt: [String]?

    /// The parts as a person reads them behind the reason; empty where there is nothing to add.
    public var sentence: String {
        var parts: [String] = []
        if let because { parts.append(because) }
        if let optionAction, let tableAction {
            parts.append("\(optionAction) instead of \(tableAction)")
        } else if let tableAction {
            if let iod, let attributeType { parts.append("\(tableAction), Type \(attributeType) in \(iod)") } else { parts.append(tableAction) }
        }
        for finding in findings ?? [] { parts.append("\(finding.kind) by \(finding.detector) \(finding.score)") }
        return parts.joined(separator: "; ")
    }
}

extension ConfidentialityEngine {
    /// - Parameter index: A node of the Data Set that the plan was made for.
    public func explanation(of index: Int, in plan: ActionPlan) -> Explanation {
        let decision = plan.decisions[index]
        var result = Explanation()
        guard let decided = plan.shapes[plan.origin(of: index)] else { return result }
        let row = decided.shape.tag.isPrivate ? nil : decided.shape.facts.row
        switch decision.reason {
        case .rule(let name, let line):
            let rule = profile.rules.first { $0.profile == name && $0.line == line }
            result.rule = "\(name):\(line)"
            result.because = rule?.because
            if case .element(_, .table(let code)) = rule?.target { result.name(code, decided.shape) }
        case .table:
            if let row { result.name(row.basic, decided.shape) }
        case .option(let option):
            result.tableAction = row?.basic.rawValue
            result.option = option.rawValue
            result.optionAction = row?.options[option]?.rawValue
        case .safePrivate(let list): result.list = list
        case .gate(let kind): result.gate = kind.rawValue
        case .supplement: result.because = decided.shape.facts.supplement?.reason
        default: break
        }
        if let found = decision.findings, !found.isEmpty { result.findings = found }
        var options = optionsThatChange(decided, decision.reason)
        if case .goesWith(let needed) = decision.reason, let node = plan.dataSet.find(needed, in: plan.dataSet.nodes[index].parent),
            let other = plan.shapes[node]
        {
            options = Set(options).union(optionsThatChange(other)).sorted { $0.method.codeValue < $1.method.codeValue }
        }
        if !options.isEmpty { result.optionsThatChangeIt = options.map(\.rawValue) }
        return result
    }

    /// Where the value itself decided, no option would have.
    func optionsThatChange(_ decided: DecidedShape, _ reason: Reason) -> [ProfileOption] {
        switch reason {
        case .gate, .certainFind, .registeredUID, .pixels: []
        default: optionsThatChange(decided)
        }
    }
}

extension Explanation {
    /// A code, and what a compound one was resolved by.
    fileprivate mutating func name(_ code: ActionCode, _ shape: ElementShape) {
        tableAction = code.rawValue
        guard code.isCompound else { return }
        iod = AttributeTypeTable.iodName(sopClass: shape.file.sopClassUID) ?? "an unknown IOD"
        attributeType = (shape.type ?? .type3).rawValue
    }
}
