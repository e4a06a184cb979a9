// SPDX-License-Identifier: Apache-2.0

extension PageContext {
    /// What needs a second look, kind by kind.
    var findings: Values {
        [
            "private": document.privateBlocks.map { block in
                [
                    "group": block.group, "creator": block.creator ?? "", "isUnlisted": block.creator == nil, "files": Figures.count(block.files),
                    "elements": Figures.count(block.elements), "safe": Figures.count(block.safeElements), "bytes": Figures.bytes(block.bytes),
                    "rawBytes": String(block.bytes),
                ] as Values
            },
            "hasPrivate": !document.privateBlocks.isEmpty,
            "unknown": document.unknown.map { element in
                [
                    "path": element.path, "vr": element.vr, "files": Figures.count(element.files), "bytes": Figures.bytes(element.bytes),
                    "rawBytes": String(element.bytes),
                    "action": words.word("action", element.action), "family": Self.family(element.action),
                ] as Values
            },
            "hasUnknown": !document.unknown.isEmpty,
            "freeText": document.freeText.map(freeText),
            "hasFreeText": !document.freeText.isEmpty,
            "uids": bars([
                count("uidsMapped", document.uids.mapped), count("uidsRegistered", document.uids.registered), count("uidsKept", document.uids.kept),
            ]) { words[$0] },
            "dates": bars([
                count("datesShifted", document.dates.shifted), count("datesRemoved", document.dates.removed), count("datesKept", document.dates.kept),
            ]) { words[$0] },
            "years": years,
            "pixels": document.pixels.map(pixels),
            "hasPixels": !document.pixels.isEmpty,
            "pixelText": document.pixelText.map(pixelText),
            "hasPixelText": !document.pixelText.isEmpty,
            "equipment": document.equipment.map {
                [
                    "maker": maker($0.manufacturer), "model": $0.model.isEmpty ? "–" : $0.model, "files": Figures.count($0.files),
                    "patients": Figures.count($0.patients),
                ] as Values
            },
            "hasEquipment": !document.equipment.isEmpty,
            "broken": bars(document.broken) { words.word("broken", $0) },
            "hasBroken": !document.broken.isEmpty,
        ]
    }

    private func maker(_ name: String) -> String {
        switch name {
        case "": words["makerNone"]
        case "other": words["makerOther"]
        default: name
        }
    }

    private func count(_ name: String, _ count: Int) -> ReportDocument.Count { ReportDocument.Count(name: name, count: count) }

    private var years: [String] {
        guard let first = document.dates.firstYear, let last = document.dates.lastYear else { return [] }
        return [words.sentence(first == last ? "yearOne" : "yearRange", ["first": String(first), "last": String(last)])]
    }

    private func freeText(_ field: ReportDocument.FreeTextField) -> Values {
        [
            "path": field.path, "keyword": field.keyword, "values": Figures.count(field.values), "withHits": Figures.count(field.valuesWithHits),
            "share": Figures.share(field.valuesWithHits, of: field.values),
            "hits": field.hits.map { ["kind": words.word("kind", $0.kind), "detector": $0.detector, "count": Figures.count($0.count)] as Values },
        ]
    }

    private func pixels(_ risk: ReportDocument.PixelRisk) -> Values {
        [
            "risk": words.word("risk", risk.risk), "files": Figures.count(risk.files), "outcome": words.word("pixelOutcome", risk.outcome),
            "style": "o-\(risk.outcome == "quarantined" || risk.outcome == "flagged" ? risk.outcome : "released")",
            "modalities": risk.modalities.map { "\($0.name) \(Figures.count($0.count))" }.joined(separator: ", "),
        ]
    }

    private func pixelText(_ row: ReportDocument.PixelText) -> Values {
        [
            "modality": row.modality, "maker": maker(row.manufacturer), "lookedAt": Figures.count(row.lookedAt),
            "changed": Figures.count(row.changed),
            "reviewed": Figures.count(row.reviewed), "waiting": Figures.count(row.waiting), "held": Figures.count(row.refused + row.notBlanked),
            "unreadable": Figures.count(row.unreadable), "share": Figures.share(row.blankedPixels, of: row.pixels),
        ]
    }
}
