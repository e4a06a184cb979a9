// SPDX-License-Identifier: Apache-2.0

public import DICOMModel
internal import Identifiers
internal import Standard

/// Why an element meets its action, in more detail than ``Reason`` carries. Made on demand, for `inspect`.
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
    public func explanation(of index: Int, in dataSet: DataSet, plan: ActionPlan) -> Explanation {
        let decision = plan.decisions[index]
        let tag = dataSet.nodes[index].tag
        var result = Explanation()
        let row = tag.isPrivate ? nil : ConfidentialityTable.row(for: tag)
        switch decision.reason {
        case .rule(let name, let line):
            let rule = profile.rules.first { $0.profile == name && $0.line == line }
            result.rule = "\(name):\(line)"
            result.because = rule?.because
            if let rule, case .element(_, .table(let code)) = rule.target {
                result.tableAction = code.rawValue
                resolve(code, tag, index, dataSet, plan, &result)
            }
        case .table:
            result.tableAction = row?.basic.rawValue
            if let code = row?.basic { resolve(code, tag, index, dataSet, plan, &result) }
        case .option(let option):
            result.tableAction = row?.basic.rawValue
            result.option = option.rawValue
            result.optionAction = row?.options[option]?.rawValue
        case .safePrivate(let list): result.list = list
        case .gate(let kind): result.gate = kind.rawValue
        case .supplement: result.because = SupplementaryTable.row(for: tag)?.reason
        default: break
        }
        if decision.action == .clean, result.gate == nil {
            let found = findings(at: index, in: dataSet, plan: plan)
            if !found.isEmpty { result.findings = found }
        }
        let options = profile.optionsThatChange(tag, vr: dataSet.nodes[index].vr, isListedPrivate: false, reason: decision.reason)
        if !options.isEmpty { result.optionsThatChangeIt = options.map(\.rawValue) }
        return result
    }

    private func resolve(_ code: TableAction, _ tag: AttributeTag, _ index: Int, _ dataSet: DataSet, _ plan: ActionPlan, _ result: inout Explanation)
    {
        guard code.isCompound else { return }
        let sopClass = plan.summary.sopClassUID
        result.iod = AttributeTypeTable.iodName(sopClass: sopClass) ?? "an unknown IOD"
        result.attributeType = (AttributeTypeTable.type(of: tag, inside: dataSet.path(to: index), sopClass: sopClass) ?? .type3).rawValue
    }
}
