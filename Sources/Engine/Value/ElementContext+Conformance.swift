// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// What the IOD asks for stays in some form: a release brings no conformance error that the input did not have.
extension ElementContext {
    /// A decision that leaves an attribute of Type 1 without a value, or one of Type 2 out, puts a dummy or an empty value there instead.
    ///
    /// Only where nobody asked for it: what a rule says of the whole attribute is done as it says. An X of Table E.1-1 is not asked for in this
    /// sense, since a dummy says as little as nothing, and the IOD stays valid.
    func conforming(_ decision: Decision, isAsked: Bool) -> Decision {
        guard !isAsked, let type = shape.type, type != .type3 else { return decision }
        let isEmpty = node.length == 0 && node.kind == .element && !node.flags.contains(.large)
        if isEmpty { return decision.change == .remove ? .keep(decision.reason) : decision }
        switch (decision.change, type) {
        case (.remove, .type2): return empty(decision.reason)
        case (.remove, .type1): return node.kind == .pixels ? decision : dummy(decision.reason)
        case (.value(let bytes, _), .type1) where bytes.isEmpty: return dummy(decision.reason)
        default: return decision
        }
    }
}

extension Reason {
    /// What it decides is meant for the whole attribute.
    var isAskedFor: Bool {
        switch self {
        case .structure, .privateElement, .safePrivate, .unknownElement, .rule: true
        default: false
        }
    }

    var isRule: Bool { if case .rule = self { true } else { false } }
}
