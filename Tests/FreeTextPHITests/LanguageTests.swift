// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

@Suite struct LanguageTests {
    @Test(
        "Identifiers in other languages",
        arguments: [
            ("CT Thorax Herr Müller", "Müller"), ("Überweiser: Dr. Weidmann", "Weidmann"), ("Patientennummer 4482910", "4482910"),
            ("verlegt aus Klinikum Braunschweig", "Klinikum Braunschweig"), ("Scanner thoracique Mme Lefebvre", "Lefebvre"),
            ("IPP 80023451", "80023451"), ("Médecin traitant : Dr Garnier", "Garnier"), ("Médico solicitante: Dr. Peña", "Peña"),
            ("DNI 12345678Z", "12345678Z"), ("NHC 556712", "556712"), ("田中先生より依頼", "田中"), ("読影医：高橋誠", "高橋誠"), ("患者ID 00482911", "00482911"),
        ])
    func finds(_ text: String, _ value: String) {
        #expect(covered(text, detector.spans(in: text)).contains { $0.contains(value) || value.contains($0) })
    }

    @Test(
        "Clinical sentences in other languages stay",
        arguments: [
            "Kontrolle nach Sturz", "Zustand nach Operation rechts", "Absence de lésion focale", "Suspicion de fracture du poignet",
            "Sin hallazgos relevantes", "Descartar fractura de cadera", "異常所見なし", "右肺に結節影を認めます",
        ])
    func keeps(_ text: String) { #expect(covered(text, detector.spans(in: text)).isEmpty) }
}
