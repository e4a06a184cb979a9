// SPDX-License-Identifier: Apache-2.0

extension PageContext {
    var risk: Values {
        let risk = document.risk
        let most = risk.quasiIdentifiers.map(\.patientsFreed).max() ?? 0
        return [
            "risk": [
                "sentence": sentence,
                "isAlone": risk.alone > 0,
                "hasPatients": risk.patients > 0,
                "isApproximate": risk.isApproximate,
                "figures": [
                    figure("smallestClass", Figures.count(risk.smallestClass)),
                    figure("alone", "\(Figures.count(risk.alone)) (\(Figures.share(risk.alone, of: risk.patients)))"),
                    figure("classes", Figures.count(risk.classes)),
                    figure("highestRisk", Figures.risk(risk.highestRisk)),
                    figure("averageRisk", Figures.risk(risk.averageRisk)),
                ],
                "sizes": zip(risk.patientsByClassSize, bars(risk.patientsByClassSize) { $0.split(separator: "-").joined(separator: "–") }).map {
                    size, bar in
                    bar.merging(["style": size.name == "1" ? "g-bad" : "g-plain"]) { first, _ in first }
                },
                "attributes": risk.quasiIdentifiers.map { attribute in
                    [
                        "name": attribute.name, "distinct": Figures.count(attribute.distinctValues), "freed": Figures.count(attribute.patientsFreed),
                        "width": Figures.length(attribute.patientsFreed, of: most),
                        "remedy": attribute.remedy.map { words.phrase("remedy", $0) } ?? words["noRemedy"], "hasRemedy": attribute.remedy != nil,
                    ] as Values
                },
                "kinds": document.classes.map { kind in
                    [
                        "name": words.word("informationClass", kind.name), "rule": words.phrase("why", kind.rule),
                        "before": Figures.count(kind.attributesBefore), "after": Figures.count(kind.attributesAfter),
                        "levelBefore": kind.levelBefore == 0 ? "–" : "\(kind.levelBefore)",
                        "levelAfter": kind.levelAfter == 0 ? "–" : "\(kind.levelAfter)",
                    ] as Values
                },
            ] as Values
        ]
    }

    private var sentence: String {
        let risk = document.risk
        let counts = ["patients": Figures.count(risk.patients), "alone": Figures.count(risk.alone), "others": Figures.count(risk.smallestClass - 1)]
        let key =
            switch (risk.patients, risk.alone, risk.smallestClass) {
            case (...0, _, _): "riskNone"
            case (_, 1, _): "riskOneAlone"
            case (_, 2..., _): "riskSomeAlone"
            case (_, _, 2): "riskNoneAloneOne"
            default: "riskNoneAlone"
            }
        return words.sentence(key, counts)
    }
}
