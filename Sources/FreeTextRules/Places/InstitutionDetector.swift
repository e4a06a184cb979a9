// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Finds hospitals and other organisations by the head of their name, or after a cue.
struct InstitutionDetector {
    static func scan(_ a: inout Analysis) {
        guard a.hasLatin else { return }
        var i = 0
        while i < a.tokens.count {
            let t = a.tokens[i]
            guard t.isWord, !a.taken[i] else {
                i += 1
                continue
            }
            if t.cue.contains(.hospitalShort), t.isCapital || a.isAllLower, !t.cue.contains(.stop) || t.cue.contains(.hospitalHead),
                specificShort(a, i)
            {
                var from = i
                while from > 0, a.tokens[from - 1].isWord, a.tokens[from - 1].cue.contains(.phraseStart), a.tokens[from - 1].cue.contains(.stop),
                    i - from < 3
                { from -= 1 }
                a.hit(from, i + 1, .hospitalShort)
            }
            if t.cue.contains(.hospitalHead), let (from, to) = grow(a, i, head: .hospitalHead) {
                a.hit(from, to, .hospitalHead, weight: score(a, from, i))
                i = to
                continue
            }
            if t.cue.contains(.organizationHead), let (from, to) = grow(a, i, head: .organizationHead), from < i {
                let weak = weakHeads.contains(a.text.text(t))
                let cued =
                    a.cue(before: from).0.contains(.employer) || a.cue(before: from).0.contains(.site) || a.cue(before: from).0.contains(.place)
                if !weak || cued {
                    a.hit(from, to, .organizationHead, weight: weak ? 0.6 : 0.75)
                    i = to
                    continue
                }
            }
            i += 1
        }
        afterCue(&a)
        lead(&a)
    }

    private static let weakHeads: Set<String> = [
        "company", "co", "works", "plant", "farm", "base", "group", "store", "inn", "bank", "school", "partners", "brothers", "sons", "mall", "mine",
        "mill", "electric", "energy", "institute", "systems", "solutions", "church", "temple", "market", "library", "gym", "mills", "farms", "steel",
        "parish", "nursery", "grill", "arena", "stores", "foundation", "agency", "resort", "airport", "college", "plc", "motors", "hardware",
        "construction", "software", "technologies", "hotel", "prison", "shelter", "insurance", "labs",
    ]

    private static let generic: Set<String> = [
        "the", "a", "our", "this", "outside", "local", "other", "same", "another", "community", "general", "regional", "referring", "county",
        "nearby", "our", "his", "her", "their", "day", "pain", "wound", "fracture", "stroke", "primary", "family", "walk", "urgent", "mental", "home",
        "public", "womens", "women", "mens", "childrens", "pediatric", "surgical", "medical", "outpatient", "emergency", "cancer", "heart", "eye",
        "dental", "foot", "hand", "spine", "sleep", "breast", "breathing", "diabetes", "diabetic", "wound", "vascular", "oncology", "ortho",
        "orthopedic", "neurology", "cardiology", "cardiac", "urology", "gi", "ent", "derm", "ob", "gyn", "prenatal", "antenatal", "fertility",
        "memory", "headache", "hepatology", "pulmonary", "renal", "rheumatology", "hospital", "clinic", "va", "osh", "tertiary", "field", "military",
        "private", "state", "national", "veterans", "veteran", "rural", "teaching", "university", "academic", "satellite", "remote", "new", "old",
        "main", "north", "south", "east", "west", "behavioral", "occupational", "oral", "diagnostic", "interventional", "digital", "mobile",
        "portable", "mr", "ct", "us", "pet", "xr", "nuclear", "advanced", "dynamic", "diffusion", "cine", "stress", "perfusion", "functional",
        "optical", "planar", "delayed", "body", "whole", "chest", "musculoskeletal", "msk", "neuro", "abdominal", "good", "poor", "fair", "high",
        "middle", "elementary", "nursing", "bone", "joint", "weight", "skin", "post", "pre", "from", "follow", "up", "back", "general", "minor",
        "major", "prior", "previous", "laser", "open", "robotic", "bypass", "cosmetic", "plastic", "hip", "knee", "shoulder", "cataract", "abdomen",
        "sinus", "brain", "thoracic", "colorectal", "vein", "valve", "transplant", "hernia", "gastric", "bariatric", "gallbladder", "under", "after",
        "before", "with", "without", "elective", "needs", "needed", "for", "and", "in", "to", "at", "or", "no", "is", "was", "had", "has", "by",
        "echo", "planar", "weighted", "tensor", "fast", "real", "parallel", "susceptibility", "spectroscopic", "molecular", "hybrid", "contrast",
        "enhanced", "tumor", "tomography", "magnetic", "resonance", "medicine", "internal", "reproductive", "maternal", "fetal", "fetus",
        "gynecologic", "obstetric", "health", "care", "therapy", "radiation", "infusion", "anticoagulation", "coumadin", "preop", "hearing", "vision",
        "speech", "allergy", "asthma", "research", "study", "limited", "complete", "additional", "repeat", "routine", "further", "initial",
        "dedicated", "cross", "sectional", "multiphase", "biplane", "fluoroscopic", "intraoperative", "localization", "adult", "child", "reference",
        "service", "services", "department", "dept",
    ]

    private static func specificShort(_ a: Analysis, _ i: Int) -> Bool { a.tokens[i].length > 2 || a.tokens[i].shape == .upper }

    /// From the head leftwards over the name, then rightwards over `of X`.
    private static func grow(_ a: Analysis, _ head: Int, head kind: Cue) -> (Int, Int)? {
        var from = head
        // A head phrase of several words begins where its words begin.
        while from > 0, a.tokens[from - 1].isWord, a.tokens[from - 1].gap != .line || true, a.tokens[from].gap != .line,
            a.tokens[from - 1].cue.contains(.phraseStart) || isHeadWord(a, from - 1, kind), head - from < 4, !a.taken[from - 1]
        { from -= 1 }
        let headStart = from
        var named = false
        var k = from - 1
        while k >= 0, headStart - k <= 7 {
            if a.tokens[k + 1].gap == .line { break }
            let t = a.tokens[k]
            if t.kind == .mark {
                let m = a.text.mark(k)
                guard m == 46 || m == 38 || m == 45 || m == 39, k > 0, a.tokens[k - 1].isWord else { break }
                if m == 46 && a.tokens[k - 1].length > 2 { break }
                k -= 1
                continue
            }
            guard t.isWord, !a.taken[k] else { break }
            let s = a.text.text(t)
            if s == "s", a.text.mark(k - 1) == 39 {
                k -= 1
                continue
            }
            if ["of", "and", "the", "for"].contains(s), k > 0, a.tokens[k - 1].isWord, a.tokens[k - 1].isCapital, t.shape == .lower, named,
                a.tokens[k - 1].shape == .title
            {
                k -= 1
                continue
            }
            let isGeneric = generic.contains(s)
            if t.cue.contains(.stop) && !t.word.has(WordClass.place) && s != "st" && s != "mt" { break }
            if t.cue.contains(.title) && s != "sister" || t.cue.contains(.month) && !t.isCapital { break }
            if a.isAllLower {
                guard !isGeneric, !t.cue.contains(.site), t.word.word < 3 || t.word.isName || t.word.has(WordClass.place), !t.word.isTerm else {
                    break
                }
            } else if a.isAllCaps {
                guard !t.word.has(WordClass.technical) || t.word.has(WordClass.place) else { break }
            } else {
                guard t.isCapital else { break }
                if t.shape == .upper && t.length <= 3 && t.word.has(WordClass.technical) { break }
            }
            if !isGeneric && !(t.word.isTerm && !t.word.isName) { named = true }
            from = k
            k -= 1
        }
        // Trim generic words that lead: `outside`, `Follow`.
        guard from < headStart || kind == .hospitalHead else { return nil }
        while from < headStart,
            a.tokens[from].kind == .mark
                || (a.tokens[from].isWord
                    && ["outside", "the", "from", "local", "at", "ct", "mr", "prior", "outside"].contains(a.text.text(a.tokens[from])))
        { from += 1 }
        var end = head + 1
        if kind == .hospitalHead, let last = headFirst(a, head) {
            end = last
            named = true
        }
        // `Hospital of Saint Anne`
        if end > head + 1 {
        } else if end + 1 < a.tokens.count, a.tokens[end].isWord, ["of", "de", "du", "at", "for"].contains(a.text.text(a.tokens[end])),
            a.tokens[end + 1].shape == .title, !a.isAllCaps, !a.tokens[end + 1].word.isTerm,
            kind == .hospitalHead || a.text.text(a.tokens[end]) == "of"
        {
            end += 2
            while end < a.tokens.count, a.tokens[end].isWord, a.tokens[end].shape == .title, a.tokens[end].gap == .space { end += 1 }
            named = true
        } else {
            while end < a.tokens.count, a.tokens[end].isWord, a.tokens[end].gap == .space, a.tokens[end].isCapital, !a.isAllCaps,
                a.tokens[end].cue.contains(kind), named
            { end += 1 }
        }
        return named ? (from, end) : nil
    }

    private static let leading: Set<UInt64> = Set(
        [
            "klinikum", "krankenhaus", "kreiskrankenhaus", "universitatsklinikum", "hopital", "clinique", "chu", "chr", "chru", "hospital", "clinica",
            "hospitalier", "salud", "ospedale", "klinik", "polyclinique", "cabinet", "praxis",
        ].map { TextHash.of($0) })

    /// `Klinikum Großhadern`, `Hôpital Saint-Antoine`, `Clinique des Cèdres`: the end of what follows the head.
    private static func headFirst(_ a: Analysis, _ head: Int) -> Int? {
        guard leading.contains(a.tokens[head].hash), !a.isAllCaps, !a.isAllLower else { return nil }
        var end = head + 1
        var k = end
        while k < a.tokens.count, k - head < 8, a.tokens[k].gap != .line, !a.taken[k] {
            let t = a.tokens[k]
            if t.isWord, t.shape == .title, !t.cue.contains(.stop) || t.cue.contains(.particle), !t.cue.contains(.month),
                !t.word.isTerm || t.word.isName || t.word.has(WordClass.place)
            {
                k += 1
                end = k
            } else if t.isWord,
                t.cue.contains(.particle) || t.length <= 3 && t.shape == .lower && ["des", "d", "l", "los", "las", "of"].contains(a.text.text(t))
            {
                k += 1
            } else if [45, 39, 46].contains(a.text.mark(k)), a.isGlued(k) {
                k += 1
            } else {
                break
            }
        }
        return end > head + 1 ? end : nil
    }

    private static let leads: Set<UInt64> = Set(
        [
            "general", "memorial", "regional", "baptist", "lutheran", "methodist", "presbyterian", "adventist", "infirmary", "childrens", "womens",
            "royal",
        ].map { TextHash.of($0) })

    private static func isHeadWord(_ a: Analysis, _ i: Int, _ kind: Cue) -> Bool {
        let t = a.tokens[i]
        guard t.isCapital || a.isAllLower else { return false }
        return [
            "memorial", "general", "community", "regional", "university", "medical", "county", "district", "childrens", "veterans", "health",
            "central", "teaching", "municipal", "city", "state", "national", "royal", "cancer", "heart", "eye", "diagnostic", "imaging", "radiology",
            "rehabilitation", "psychiatric", "maternity",
        ].contains(a.text.text(t))
    }

    private static func score(_ a: Analysis, _ from: Int, _ head: Int) -> Double {
        let s = a.text.text(a.tokens[head])
        let weak = [
            "health", "imaging", "surgery", "radiology", "diagnostics", "medical", "pediatrics", "physicians", "pharmacy", "maternity", "dialysis",
            "orthopedics", "orthopaedics", "rehab",
        ].contains(s)
        if !weak { return 0.85 }
        if a.isAllCaps || a.isAllLower {
            let first = a.tokens[from]
            return first.word.isName || first.word.isUnknown || first.word.has(WordClass.place) ? 0.5 : 0.2
        }
        return (from..<head).contains { a.tokens[$0].shape == .title && !a.tokens[$0].word.isTerm } ? 0.6 : 0.25
    }

    /// `transferred from Fort Wayne Lutheran`, `seen in Marshfield ER`, `prior at St. Hedwig's`, `employed at Granger`.
    private static func afterCue(_ a: inout Analysis) {
        guard !a.isAllCaps else { return }
        for i in a.tokens.indices where a.tokens[i].isWord && a.tokens[i].shape == .title && !a.taken[i] {
            let (c, k) = a.cue(before: i, marks: 1)
            guard k >= 0, k == i - 1 || a.text.mark(i - 1) == 58 else { continue }
            guard c.contains(.site) || c.contains(.employer) else { continue }
            let t = a.tokens[i]
            if t.length == 1 || a.inTermPhrase[i] { continue }
            if t.cue.contains(.stop) || t.cue.contains(.month) || t.cue.contains(.weekday) || t.cue.contains(.title) || t.word.has(WordClass.country)
            {
                continue
            }
            if t.word.isTerm && !t.word.isName && !t.word.has(WordClass.place) { continue }
            var e = i + 1
            var count = 1
            while e < a.tokens.count, e - i < 9 {
                let n = a.tokens[e]
                if n.gap == .line { break }
                if n.isWord, n.isCapital, !n.cue.contains(.stop) || n.word.has(WordClass.place), !n.cue.contains(.month),
                    n.shape == .title || n.shape == .mixed
                {
                    count += 1
                    e += 1
                } else if [46, 39, 38, 45].contains(a.text.mark(e)), e + 1 < a.tokens.count, a.tokens[e + 1].isWord,
                    a.isGlued(e) || a.text.mark(e) == 38,
                    a.tokens[e + 1].isCapital || (a.text.mark(e) == 39 && a.tokens[e + 1].length == 1),
                    a.text.mark(e) != 46 || a.tokens[e - 1].length <= 2
                {
                    e += 2
                } else {
                    break
                }
            }
            let unit =
                e < a.tokens.count && a.tokens[e].isWord
                && ["er", "ed", "icu", "ccu", "nicu", "ward", "ob", "or", "clinic", "campus"].contains(a.text.text(a.tokens[e]))
            let lead = a.text.text(t) == "st" || a.text.text(t) == "saint" || a.text.text(t) == "mount" || a.text.text(t) == "fort"
            let strong = a.tokens[k].cue.contains(.stop) || c.contains(.employer) || unit || lead  // a phrase cue
            let common = (t.word.word == 3 || t.word.has(WordClass.foreign)) && !t.word.has(WordClass.place) && count == 1
            if common && !lead { continue }
            a.hit(i, e, .institutionCue, type: c.contains(.employer) ? .organization : .hospital, weight: strong ? 0.6 : count > 1 ? 0.3 : 0.25)
        }
    }

    /// `St. Hedwig's` alone; `SUNNYBANK GENERAL` at the start of a label.
    private static func lead(_ a: inout Analysis) {
        for i in a.tokens.indices where a.tokens[i].isWord && !a.taken[i] {
            let s = a.tokens[i].length <= 5 && a.scalar(i) == 115 ? a.text.text(a.tokens[i]) : ""
            if s == "st" || s == "saint", a.tokens[i].isCapital {
                var k = i + 1
                if a.text.mark(k) == 46 { k += 1 }
                if k < a.tokens.count, a.tokens[k].isWord, a.tokens[k].isCapital, a.text.mark(k + 1) == 39, k + 2 < a.tokens.count,
                    a.text.text(a.tokens[k + 2]) == "s"
                {
                    a.hit(i, k + 3, .hospitalSaint)
                }
            }
            if leads.contains(a.tokens[i].hash), i > 0, a.tokens[i].isCapital, a.tokens[i - 1].isWord, a.tokens[i - 1].isCapital,
                a.tokens[i].gap == .space
            {
                let p = a.tokens[i - 1]
                let known = p.word.has(WordClass.place) || p.word.last > 0 || p.word.isUnknown
                if known && !p.word.isTerm && !p.cue.contains(.stop) && p.word.word < 3 {
                    a.hit(i - 1, i + 1, .hospitalLead)
                }
            }
        }
    }
}
