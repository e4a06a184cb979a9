// SPDX-License-Identifier: Apache-2.0

internal import Profiles
internal import Standard

extension ConfidentialityProfile {
    /// Whether a private creator is a maker's that some list knows, or one that a rule names: it tells nothing about a patient of the same name.
    func knowsCreator(_ creator: String) -> Bool {
        if SafePrivateList.allCases.contains(where: { $0.creators.contains(creator) }) || privateLists.contains(where: { $0.knows(creator: creator) })
        {
            return true
        }
        return rules.contains { rule in
            guard case .element(.privateElement(_, let own, _), _) = rule.target else { return false }
            return own == creator
        }
    }
}
