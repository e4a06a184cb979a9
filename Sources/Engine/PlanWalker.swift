// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Identifiers
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Walks a Data Set from the top and decides node by node.
struct PlanWalker {
    let instance: InstanceContext
    let engine: ConfidentialityEngine
    private let shapes: [DecidedShape?]
    private let values: ValueMemory
    private let nodes: [DataSet.Node]
    private var decisions: [Decision] = []
    private var crosswalk: [CrosswalkPair] = []
    private var refusal: Refusal?
    private var burnedInRisk: String?
    private var clearsUnusedBits = false
    private var leavesOverlays = false
    private var hasOverlays = false
    private var look: PixelLook?

    init(instance: InstanceContext, engine: ConfidentialityEngine, shapes: [DecidedShape?], values: ValueMemory) {
        self.instance = instance
        self.engine = engine
        self.shapes = shapes
        self.values = values
        nodes = instance.dataSet.nodes
    }

    mutating func walk() {
        decisions = Array(repeating: .keep(.notListed), count: nodes.count)
        burnedInRisk = BurnedInRisk.reason(instance)
        refusal = FileRules(instance).refusal
        if BurnedInRisk.isSlideLabel(instance) { refusal = .burnedInText("slide-label") }
        if BurnedInRisk.isVoice(instance) { refusal = .burnedInText("recorded-voice") }
        if !instance.sopClassUID.isEmpty, !isUID(instance.sopClassUID) { refusal = .notARegisteredUID(.sopClassUID) }
        walkItem(0)
        decideEmbeddedOverlays()
        if refusal == nil, instance.profile.burnedIn == .quarantine, let burnedInRisk { refusal = .burnedInText(burnedInRisk) }
        decideOnPixels()
    }

    /// Whether somebody has to look at the pixels. Those that stand elsewhere nobody here can see.
    private mutating func decideOnPixels() {
        guard refusal == nil, instance.profile.burnedIn == .clean else { return }
        if let provider = instance.dataSet.find(.pixelDataProviderURL), decisions[provider].change != .remove {
            refusal = .pixelsElsewhere
            return
        }
        look = PixelLook(instance, risk: burnedInRisk)
    }

    private mutating func walkItem(_ item: Int) {
        var hasPrivates = false
        var removesOverlay = false
        var index = item + 1
        let end = nodes[item].end
        while index < end {
            guard let shape = shapes[index] else { preconditionFailure("a node without a shape") }
            let tag = nodes[index].tag
            decide(index, shape, in: item)
            if tag.isPrivate { hasPrivates = true }
            if tag.group & 0xFF01 == 0x6000 { hasOverlays = true }
            if tag.isOverlayData, decisions[index].change == .remove { removesOverlay = true }
            if nodes[index].kind == .sequence {
                if decisions[index].change == .none {
                    walkItems(of: index)
                } else {
                    for below in (index + 1)..<nodes[index].end { decisions[below] = decisions[index] }
                }
            }
            index = nodes[index].end
        }
        if hasPrivates { removeOwnerlessCreators(in: item) }
        if removesOverlay { removeEmptyOverlays(in: item) }
    }

    private mutating func walkItems(of sequence: Int) {
        let content = StructuredContent.sequences.contains(nodes[sequence].tag) ? StructuredContent(instance) : nil
        var child = sequence + 1
        while child < nodes[sequence].end {
            if let whole = content?.decision(item: child) {
                for below in child..<nodes[child].end { decisions[below] = whole }
            } else {
                decisions[child] = decisions[sequence]
                walkItem(child)
            }
            child = nodes[child].end
        }
    }

    private mutating func decide(_ index: Int, _ shape: DecidedShape, in item: Int) {
        if let fixed = shape.fixed {
            decisions[index] = fixed
            return
        }
        if let usual = shape.usual, ValueGrammar.holds(instance.dataSet.value(of: index), usual.vr) {
            decisions[index] = usual.decision
            return
        }
        if let (known, pairs) = values.decision(shape, instance, index) {
            decisions[index] = known
            if !pairs.isEmpty { crosswalk += pairs }
            return
        }
        let decision = ElementContext(index: index, item: item, decided: shape, instance: instance).decide()
        let pairs = pairs(index, decision)
        crosswalk += pairs
        values.remember(decision, pairs, shape, instance, index)
        decisions[index] = decision
    }

    /// A creator stays as long as it owns something that stays (PS3.15 section E.3.10).
    private mutating func removeOwnerlessCreators(in item: Int) {
        var needed: [Int] = []
        for index in children(of: item) {
            let tag = nodes[index].tag
            guard tag.isPrivate, !tag.isPrivateCreator, decisions[index].change != .remove, let creator = instance.blocks.creator(of: index),
                needed.last != creator
            else { continue }
            needed.append(creator)
        }
        for index in children(of: item)
        where nodes[index].tag.isPrivateCreator && decisions[index].change != .remove && !needed.contains(index) {
            decisions[index] = .remove(.privateElement)
        }
    }

    /// Without its data an overlay plane is only text about it, and no longer a valid one.
    private mutating func removeEmptyOverlays(in item: Int) {
        let planes = Set(children(of: item).filter { nodes[$0].tag.isOverlayData && decisions[$0].change == .remove }.map { nodes[$0].tag.group })
        for index in children(of: item) where planes.contains(nodes[index].tag.group) && decisions[index].change != .remove {
            decisions[index] = .remove(.supplement)
        }
    }

    private func children(of item: Int) -> some Sequence<Int> {
        sequence(first: item + 1) { [nodes] in nodes[$0].end }.lazy.prefix { [nodes] in $0 < nodes[item].end }
    }

    /// A plane in the pixel cells meets the decision on Overlay Data: where that goes, its bits are cleared, and what describes it goes.
    private mutating func decideEmbeddedOverlays() {
        guard hasOverlays else { return }
        let overlays = EmbeddedOverlays(instance.dataSet)
        var removed: Set<UInt16> = []
        for plane in overlays.planes {
            let tag = AttributeTag(plane.group, 0x3000)
            if let decision = instance.dataSet.find(tag).map({ decisions[$0] }) ?? absentData(tag, plane.node), decision.change != .none {
                removed.insert(plane.group)
            }
        }
        clearsUnusedBits = overlays.canBeCleared && !removed.isEmpty && removed.count == overlays.planes.count
        leavesOverlays = !overlays.planes.isEmpty && !clearsUnusedBits
        if leavesOverlays, burnedInRisk == nil { burnedInRisk = "overlay-in-pixels" }
        guard clearsUnusedBits else { return }
        for index in children(of: 0) where removed.contains(nodes[index].tag.group) && decisions[index].change != .remove {
            decisions[index] = .remove(.supplement)
        }
    }

    /// The decision on Overlay Data that the Data Set does not have; another element of the plane stands in.
    private func absentData(_ tag: AttributeTag, _ index: Int) -> Decision? {
        let node = nodes[index]
        let shape = ElementShape(
            file: instance.shape, path: [], tag: tag, vr: node.vr, kind: node.kind, flags: node.flags, facts: engine.tree.facts(tag))
        return ElementContext(index: index, item: 0, decided: DecidedShape(shape, number: -1, instance.profile), instance: instance).decide()
    }

    /// What the crosswalk has to know of a decision.
    private func pairs(_ index: Int, _ decision: Decision) -> [CrosswalkPair] {
        switch decision.action {
        case .hashUID:
            instance.dataSet.uids(at: index).compactMap { value in
                let mapped = value.isEmpty ? value : instance.mapped(value)
                return mapped == value ? nil : CrosswalkPair(kind: .uid, pseudonym: mapped, original: value)
            }
        case .hash:
            if case .value(let bytes, _) = decision.change, !bytes.isEmpty {
                [CrosswalkPair(kind: .accession, pseudonym: String(decoding: bytes, as: UTF8.self), original: trimmed(instance.decoded(index)))]
            } else {
                []
            }
        default: []
        }
    }

    // MARK: - The plan

    /// Hands over what was decided, so that there is one copy of it.
    /// - Parameter overflow: Of what there is more than a search can be bounded for.
    mutating func plan(_ search: InstanceSearch, overflow: Identity.Overflow?) -> ActionPlan {
        var draft = PlanDraft(ids: InstanceIDs(instance))
        swap(&draft.decisions, &decisions)
        if overflow == nil {
            Gate(SearchedInstance(instance), search, large: instance.large).apply(to: &draft.decisions)
        }
        let pairs = crosswalk(&draft)
        // After the gate, which has searched the whole values.
        PixelTables(instance.dataSet, instance.large).apply(to: &draft.decisions)
        mendGaps(&draft)
        DependentElements(instance.dataSet, shapes).apply(to: &draft.decisions)
        let isMoved = UnicodeMove(instance).apply(to: &draft.decisions)
        return ActionPlan(
            dataSet: instance.dataSet, decisions: draft.decisions, shapes: shapes,
            insertions: engine.markers.templates(for: instance, leavesOverlays: leavesOverlays)
                + (isMoved ? [Template(.specificCharacterSet, .CS, "ISO_IR 192")] : []),
            summary: InstanceSummary(
                sopClassUID: instance.classUID(instance.sopClassUID), modality: modality, patient: instance.pseudonym,
                studyInstanceUID: draft.ids.study, seriesInstanceUID: draft.ids.series, sopInstanceUID: draft.ids.instance, crosswalk: pairs),
            refusal: overflow.map { .tooMuchToSearch($0.rawValue) } ?? refusal,
            burnedInRisk: saysRisk ? burnedInRisk : nil, pixelRisk: burnedInRisk,
            clearsUnusedBits: clearsUnusedBits, look: look, isCharacterSetKnown: instance.characterSet.isKnown)
    }

    /// Not where nobody wants to know it, nor where somebody looks.
    private var saysRisk: Bool { instance.profile.burnedIn != .release && look == nil }

    private var modality: String {
        instance.dataSet.firstText(.modality).flatMap { DefinedTerms.terms(of: .modality)?.contains($0) == true ? $0 : nil } ?? ""
    }

    /// What the gate took away and the IOD cannot be without.
    private func mendGaps(_ draft: inout PlanDraft) {
        for index in nodes.indices.dropFirst() {
            guard case .gate = draft.decisions[index].reason, draft.decisions[index].change != .none, nodes[index].kind == .element,
                let shape = shapes[index]
            else { continue }
            let context = ElementContext(index: index, item: nodes[index].parent, decided: shape, instance: instance)
            draft.decisions[index] = context.conforming(draft.decisions[index], isAsked: false)
        }
    }
}

/// A plan while the gate works on it.
private struct PlanDraft {
    var decisions: [Decision] = []
    var ids: InstanceIDs
}

/// The new UIDs of the instance, for its path and the File Meta Information.
private struct InstanceIDs {
    var instance: String
    var series: String
    var study: String

    init(_ context: InstanceContext) {
        study = context.mapped(context.studyUID)
        series = context.mapped(context.seriesUID)
        instance = context.mapped(context.instanceUID)
    }

    /// What a new UID is of. Some writers give a series, or even a study, the UID of its only instance: the narrowest counts.
    func kind(of uid: String) -> CrosswalkPair.Kind {
        uid == instance ? .instance : uid == series ? .series : uid == study ? .study : .uid
    }
}

extension PlanWalker {
    /// New values and originals, each new value once. A UID that an option keeps and the gate maps is another one in File Meta Information and in
    /// the path too.
    private func crosswalk(_ draft: inout PlanDraft) -> [CrosswalkPair] {
        let pairs = writtenPairs(&draft)
        return pairs + engine.facts.pairs(instance, study: instance.crosswalkUID(draft.ids.study, of: instance.studyUID)) + keptPairs(draft.ids)
    }

    /// UIDs of the instance that an option keeps: a return that names them is ours too.
    private func keptPairs(_ ids: InstanceIDs) -> [CrosswalkPair] {
        guard instance.profile.options.contains(.retainUIDs) else { return [] }
        return [
            (CrosswalkPair.Kind.study, ids.study, instance.studyUID), (.series, ids.series, instance.seriesUID),
            (.instance, ids.instance, instance.instanceUID),
        ].compactMap { kind, new, original in
            guard new == original else { return nil }
            return CrosswalkPair(
                kind: .kept, pseudonym: instance.crosswalkUID(new, of: original), original: "\(kind.rawValue)\u{1F}\(original)")
        }
    }

    private func writtenPairs(_ draft: inout PlanDraft) -> [CrosswalkPair] {
        var pairs = [CrosswalkPair(kind: .patient, pseudonym: instance.pseudonym, original: instance.patient.key.text)]
        var seen: Set<String> = []
        for pair in crosswalk where seen.insert(pair.pseudonym).inserted {
            let kind = pair.kind == .uid ? draft.ids.kind(of: pair.pseudonym) : pair.kind
            pairs.append(CrosswalkPair(kind: kind, pseudonym: pair.pseudonym, original: pair.original))
        }
        let known = instance.known.crosswalk(patient: instance.pseudonym, study: draft.ids.study, instance.identity)
        pairs += known
        let mapped = draft.decisions.indices.filter { index in
            guard draft.decisions[index].action == .hashUID, case .gate = draft.decisions[index].reason else { return false }
            return true
        }
        guard !mapped.isEmpty else { return pairs }
        takeMappedIDs(&draft)
        seen.insert(instance.pseudonym)
        seen.formUnion(known.map(\.pseudonym))
        for index in mapped {
            guard case .value(let bytes, .UI) = draft.decisions[index].change else { continue }
            let new = trimmedASCII(bytes).split(separator: "\\", omittingEmptySubsequences: false).map(String.init)
            for (original, new) in zip(instance.dataSet.uids(at: index), new) where original != new && seen.insert(new).inserted {
                pairs.append(CrosswalkPair(kind: draft.ids.kind(of: new), pseudonym: new, original: original))
            }
        }
        return pairs
    }

    private func takeMappedIDs(_ draft: inout PlanDraft) {
        for (tag, path) in [(AttributeTag.sopInstanceUID, \InstanceIDs.instance), (.seriesInstanceUID, \.series), (.studyInstanceUID, \.study)] {
            guard let node = instance.dataSet.find(tag), case .gate = draft.decisions[node].reason,
                case .value(let bytes, .UI) = draft.decisions[node].change
            else { continue }
            draft.ids[keyPath: path] = trimmedASCII(bytes)
        }
    }
}

extension AttributeTag {
    fileprivate var isOverlayData: Bool { group & 0xFF01 == 0x6000 && element == 0x3000 }
}

extension DataSet {
    /// The values of a UI element without padding; empty components stay.
    func uids(at index: Int) -> [String] {
        value(of: index).split(separator: UInt8(ascii: "\\"), omittingEmptySubsequences: false).map { trimmedASCII($0) }
    }
}
