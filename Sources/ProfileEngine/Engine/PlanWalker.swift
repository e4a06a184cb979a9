// SPDX-License-Identifier: Apache-2.0

internal import CharacterSets
internal import DICOMModel
internal import Identifiers

/// Walks a Data Set from the top and decides node by node.
struct PlanWalker {
    let subject: Subject
    let engine: ConfidentialityEngine
    private var decisions: [Decision] = []
    private var path: [AttributeTag] = []
    private var crosswalk: [CrosswalkPair] = []
    private var refusal: Refusal?
    private var burnedInRisk: String?
    private var clearsUnusedBits = false
    private var leavesOverlays = false
    private let blocks: PrivateBlocks

    init(subject: Subject, engine: ConfidentialityEngine) {
        self.subject = subject
        self.engine = engine
        blocks = PrivateBlocks(subject.dataSet)
    }

    mutating func walk() {
        decisions = Array(repeating: .keep(.notListed), count: subject.dataSet.nodes.count)
        burnedInRisk = BurnedInRisk.reason(subject)
        refusal = FileRules(subject).refusal
        if BurnedInRisk.isSlideLabel(subject) { refusal = .burnedInText("slide-label") }
        if BurnedInRisk.isVoice(subject) { refusal = .burnedInText("recorded-voice") }
        if !subject.sopClassUID.isEmpty, !isUID(subject.sopClassUID) { refusal = .notARegisteredUID(.sopClassUID) }
        walkItem(0)
        decideEmbeddedOverlays()
        if refusal == nil, subject.profile.burnedIn == .quarantine, let burnedInRisk { refusal = .burnedInText(burnedInRisk) }
    }

    private mutating func walkItem(_ item: Int) {
        let dataSet = subject.dataSet
        var index = item + 1
        while index < dataSet.nodes[item].end {
            let node = dataSet.nodes[index]
            let decision = decide(index, in: item)
            decisions[index] = decision
            if node.kind == .sequence {
                if decision.change == .none {
                    walkItems(of: index, decision)
                } else {
                    for below in (index + 1)..<node.end { decisions[below] = decision }
                }
            }
            index = node.end
        }
        removeOwnerlessCreators(in: item)
        removeEmptyOverlays(in: item)
    }

    private mutating func walkItems(of sequence: Int, _ decision: Decision) {
        let tag = subject.dataSet.nodes[sequence].tag
        let content = StructuredContent.sequences.contains(tag) ? StructuredContent(subject) : nil
        path.append(tag)
        for child in subject.dataSet.children(of: sequence) {
            if let whole = content?.decision(item: child) {
                for below in child..<subject.dataSet.nodes[child].end { decisions[below] = whole }
                continue
            }
            decisions[child] = decision
            walkItem(child)
        }
        path.removeLast()
    }

    private mutating func decide(_ index: Int, in item: Int) -> Decision {
        let context = ElementContext(
            index: index, item: item, path: path, facts: engine.facts(subject.dataSet.nodes[index].tag), subject: subject)
        let decision = context.decide(blocks)
        if decision.action == .hashUID { noteUIDs(index) }
        if decision.action == .hash { noteIdentifier(index, decision) }
        return decision
    }

    /// A creator stays as long as it owns something that stays (PS3.15 section E.3.10).
    private mutating func removeOwnerlessCreators(in item: Int) {
        let privates = subject.dataSet.children(of: item).filter { subject.dataSet.nodes[$0].tag.isPrivate }
        guard !privates.isEmpty else { return }
        let needed = Set(
            privates.compactMap { index in
                subject.dataSet.nodes[index].tag.isPrivateCreator || decisions[index].change == .remove ? nil : blocks.creator(of: index)
            })
        for index in privates where subject.dataSet.nodes[index].tag.isPrivateCreator && !needed.contains(index) && decisions[index].change != .remove
        {
            decisions[index] = .remove(.privateElement)
        }
    }

    /// Without its data an overlay plane is only text about it, and no longer a valid one.
    private mutating func removeEmptyOverlays(in item: Int) {
        let children = subject.dataSet.children(of: item)
        let planes = Set(
            children.compactMap { index -> UInt16? in
                let tag = subject.dataSet.nodes[index].tag
                return tag.group & 0xFF01 == 0x6000 && tag.element == 0x3000 && decisions[index].change == .remove ? tag.group : nil
            })
        guard !planes.isEmpty else { return }
        for index in children where planes.contains(subject.dataSet.nodes[index].tag.group) && decisions[index].change != .remove {
            decisions[index] = .remove(.supplement)
        }
    }

    /// A plane in the pixel cells meets the decision on Overlay Data: where that goes, its bits are cleared, and what describes it goes.
    private mutating func decideEmbeddedOverlays() {
        let overlays = EmbeddedOverlays(subject.dataSet)
        var removed: Set<UInt16> = []
        for plane in overlays.planes {
            let tag = AttributeTag(plane.group, 0x3000)
            let context = ElementContext(index: plane.node, item: 0, path: [], facts: engine.facts(tag), subject: subject, assumedTag: tag)
            let decision = subject.dataSet.find(tag).map { decisions[$0] } ?? context.decide(blocks)
            if decision.change != .none { removed.insert(plane.group) }
        }
        clearsUnusedBits = overlays.canBeCleared && !removed.isEmpty && removed.count == overlays.planes.count
        leavesOverlays = !overlays.planes.isEmpty && !clearsUnusedBits
        if leavesOverlays, burnedInRisk == nil { burnedInRisk = "overlay-in-pixels" }
        guard clearsUnusedBits else { return }
        for index in subject.dataSet.children(of: 0)
        where removed.contains(subject.dataSet.nodes[index].tag.group) && decisions[index].change != .remove {
            decisions[index] = .remove(.supplement)
        }
    }

    private mutating func noteUIDs(_ index: Int) {
        for value in subject.dataSet.uids(at: index) where !value.isEmpty {
            let mapped = subject.mapped(value)
            if mapped != value { crosswalk.append(CrosswalkPair(kind: .uid, pseudonym: mapped, original: value)) }
        }
    }

    private mutating func noteIdentifier(_ index: Int, _ decision: Decision) {
        guard case .value(let bytes, _) = decision.change, !bytes.isEmpty else { return }
        crosswalk.append(
            CrosswalkPair(kind: .accession, pseudonym: String(decoding: bytes, as: UTF8.self), original: trimmed(subject.decoded(index))))
    }

    func plan(_ known: Identity, large: LargeValueReader) -> ActionPlan {
        let text = { (tag: AttributeTag) in subject.dataSet.find(tag).map { trimmed(subject.decoded($0)) } ?? "" }
        let patient = [text(.issuerOfPatientID), text(.patientID), text(.patientName), text(.patientBirthDate)].joined(separator: "\u{1F}")
        let study = subject.mapped(subject.studyUID), series = subject.mapped(subject.seriesUID), instance = subject.mapped(subject.instanceUID)
        let modality = subject.dataSet.firstText(.modality).flatMap { DefinedTerms.terms(of: .modality)?.contains($0) == true ? $0 : nil } ?? ""
        // Some writers give a series, or even a study, the UID of its only instance.
        let kinds = Dictionary([(instance, CrosswalkPair.Kind.instance), (series, .series), (study, .study)]) { first, _ in first }
        var pairs = [CrosswalkPair(kind: .patient, pseudonym: subject.pseudonym, original: patient)]
        var seen: Set<String> = []
        for pair in crosswalk where seen.insert(pair.pseudonym).inserted {
            pairs.append(
                CrosswalkPair(kind: pair.kind == .uid ? kinds[pair.pseudonym] ?? .uid : pair.kind, pseudonym: pair.pseudonym, original: pair.original)
            )
        }
        pairs += subject.known.crosswalk(patient: subject.pseudonym, study: study, subject.identity)
        var plan = ActionPlan(
            decisions: decisions, insertions: Markers.templates(for: subject, leavesOverlays: leavesOverlays),
            summary: InstanceSummary(
                sopClassUID: subject.classUID(subject.sopClassUID), modality: modality, patient: subject.pseudonym,
                studyInstanceUID: study, seriesInstanceUID: series, sopInstanceUID: instance, crosswalk: pairs),
            refusal: known.overflow.map { .tooMuchToSearch($0.rawValue) } ?? refusal,
            burnedInRisk: subject.profile.burnedIn == .release ? nil : burnedInRisk, pixelRisk: burnedInRisk,
            clearsUnusedBits: clearsUnusedBits, known: subject.known, ownUIDs: known.ownUIDs)
        rebuildIcon(&plan, large)
        cleanLargeValues(&plan, large)
        if known.overflow == nil { Gate(SearchedInstance(subject), known: plan.known, ownUIDs: plan.ownUIDs, large: large).apply(to: &plan) }
        takeMappedUIDs(&plan)
        PixelTables(subject.dataSet, large).apply(to: &plan)
        mendGaps(&plan)
        plan.moveToUnicodeIfNeeded(subject)
        return plan
    }
}

extension PlanWalker {
    private func rebuildIcon(_ plan: inout ActionPlan, _ large: LargeValueReader) {
        guard let icon = subject.dataSet.find(.iconImageSequence), case .rule(let profile, let line) = plan.decisions[icon].reason,
            subject.profile.rules.contains(where: { rule in
                guard case .element(_, .rebuild) = rule.target else { return false }
                return rule.profile == profile && rule.line == line
            }), let item = IconImage(subject.dataSet, large).item()
        else { return }
        for index in icon..<subject.dataSet.nodes[icon].end {
            plan.decisions[index] = Decision(.replace, .items([item]), plan.decisions[icon].reason)
        }
    }

    /// Private values of a known format that are too large to be held while deciding.
    private func cleanLargeValues(_ plan: inout ActionPlan, _ large: LargeValueReader) {
        for (index, node) in subject.dataSet.nodes.enumerated() where node.tag.isPrivate && node.kind == .element && node.flags.contains(.large) {
            guard node.length <= PrivateFormat.mostBytes, case .rule(let profile, let line) = plan.decisions[index].reason,
                subject.profile.rules.contains(where: { $0.profile == profile && $0.line == line && $0.cleans }),
                let owner = blocks.owner(of: index, in: subject),
                let value = large.read(index, 0, node.length), let cleaned = PrivateFormat.cleaned(value, group: node.tag.group, owner: owner)
            else { continue }
            plan.decisions[index] = Decision(.clean, .value(cleaned, node.vr), plan.decisions[index].reason)
        }
    }

    /// A UID that an option keeps and the gate maps is another one in File Meta Information, in the path and in the crosswalk too.
    private func takeMappedUIDs(_ plan: inout ActionPlan) {
        let own: [(AttributeTag, WritableKeyPath<InstanceSummary, String>, CrosswalkPair.Kind)] = [
            (.sopInstanceUID, \.sopInstanceUID, .instance), (.seriesInstanceUID, \.seriesInstanceUID, .series),
            (.studyInstanceUID, \.studyInstanceUID, .study),
        ]
        for (tag, path, _) in own {
            guard let node = subject.dataSet.find(tag), case .gate = plan.decisions[node].reason,
                case .value(let bytes, .UI) = plan.decisions[node].change
            else { continue }
            plan.summary[keyPath: path] = trimmedASCII(bytes)
        }
        let kinds = Dictionary(own.reversed().map { (plan.summary[keyPath: $0.1], $0.2) }) { _, last in last }
        var seen = Set(plan.summary.crosswalk.map(\.pseudonym))
        for (node, decision) in plan.decisions.enumerated() where decision.action == .hashUID {
            guard case .gate = decision.reason, case .value(let bytes, .UI) = decision.change else { continue }
            let mapped = trimmedASCII(bytes).split(separator: "\\", omittingEmptySubsequences: false).map(String.init)
            for (original, new) in zip(subject.dataSet.uids(at: node), mapped) where original != new && seen.insert(new).inserted {
                plan.summary.crosswalk.append(CrosswalkPair(kind: kinds[new] ?? .uid, pseudonym: new, original: original))
            }
        }
    }

    /// What the gate took away and the IOD cannot be without.
    private func mendGaps(_ plan: inout ActionPlan) {
        for index in plan.decisions.indices.dropFirst() {
            guard case .gate = plan.decisions[index].reason, plan.decisions[index].change != .none, subject.dataSet.nodes[index].kind == .element
            else { continue }
            let tag = subject.dataSet.nodes[index].tag
            let context = ElementContext(
                index: index, item: subject.dataSet.nodes[index].parent, path: subject.dataSet.path(to: index), facts: engine.facts(tag),
                subject: subject)
            plan.decisions[index] = context.conforming(plan.decisions[index], isAsked: false)
        }
    }
}

extension Rule {
    fileprivate var cleans: Bool {
        guard case .element(_, .table(.clean)) = target else { return false }
        return true
    }
}

extension DataSet {
    /// The values of a UI element without padding; empty components stay.
    func uids(at index: Int) -> [String] {
        value(of: index).split(separator: UInt8(ascii: "\\"), omittingEmptySubsequences: false).map { trimmedASCII($0) }
    }
}
