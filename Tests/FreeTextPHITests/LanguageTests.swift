// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

@Suite struct LanguageTests {
    @Test(
        "Identifiers in other languages",
        arguments: [
            "CT Thorax Herr «Müller»", "Überweiser: Dr. «Weidmann»", "Patientennummer «4482910»",
            "«verlegt aus Klinikum Braunschweig»", "Scanner thoracique Mme «Lefebvre»",
            "IPP «80023451»", "Médecin traitant : Dr «Garnier»", "Médico solicitante: Dr. «Peña»",
            "DNI «12345678Z»", "NHC «556712»", "«田中»先生より依頼", "読影医：«高橋誠»", "患者ID «00482911»",
        ])
    func finds(_ text: String) { #expect(marked(unmarked(text)) == text) }

    @Test(
        "Clinical sentences in other languages stay",
        arguments: [
            "Kontrolle nach Sturz", "Zustand nach Operation rechts", "Absence de lésion focale", "Suspicion de fracture du poignet",
            "Sin hallazgos relevantes", "Descartar fractura de cadera", "異常所見なし", "右肺に結節影を認めます",
        ])
    func keeps(_ text: String) { #expect(covered(text, detector.spans(in: text)).isEmpty) }
}
