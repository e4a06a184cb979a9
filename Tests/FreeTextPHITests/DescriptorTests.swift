// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

/// Descriptors into which somebody typed what the header holds: the identifier goes, every other word stays.
@Suite struct DescriptorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let name: String
        let expected: String
        var testDescription: String { expected }
    }

    @Test(
        "What is left of a descriptor",
        arguments: [
            // A letter behind a name that belongs to what follows
            Row(text: "MILLER^MARY R MLO", name: "MILLER^MARY", expected: "R MLO"),
            Row(text: "HILL^KATARZYNA C SPINE FLEXION", name: "HILL^KATARZYNA", expected: "C SPINE FLEXION"),
            Row(text: "VANDERMEER^PATRICIA T1 AX POST", name: "VANDERMEER^PATRICIA", expected: "T1 AX POST"),
            Row(text: "REYES^PATRICIA t1_mprage_sag_p2_iso", name: "REYES^PATRICIA", expected: "t1_mprage_sag_p2_iso"),
            // and one that is an initial
            Row(text: "CHEST PA MILLER MARY R", name: "MILLER^MARY^R", expected: "CHEST PA"),
            // A surname that is a word, standing apart
            Row(text: "CT CHEST W CONTRAST - FOSTER", name: "FOSTER^STEVEN", expected: "CT CHEST W CONTRAST"),
            Row(text: "WB NAC - WARD", name: "WARD^ANN", expected: "WB NAC"),
            Row(text: "PET CT SKULL TO THIGH - GRAY", name: "GRAY^ANN", expected: "PET CT SKULL TO THIGH"),
            Row(text: "FOSTER CHEST PA", name: "FOSTER^STEVEN", expected: "CHEST PA"),
            // and one inside a phrase
            Row(text: "GRAY MATTER MAP", name: "GRAY^ANN", expected: "GRAY MATTER MAP"),
            Row(text: "T2 LONG AXIS", name: "LONG^ANN", expected: "T2 LONG AXIS"), Row(text: "CT HEAD", name: "HEAD^ANN", expected: "CT HEAD"),
            Row(text: "CTA RUNOFF - HARRIS", name: "HARRIS^ANN", expected: "CTA RUNOFF"),
            Row(text: "XR HARRIS VIEW CALCANEUS", name: "HARRIS^ANN", expected: "XR HARRIS VIEW CALCANEUS"),
            // Initials that are a small word
            Row(text: "MRI BRAIN W WO", name: "WALKER^OLUWASEUN", expected: "MRI BRAIN W WO"),
            // A projection is no copy
            Row(text: "L CC Oct 13, 2017", name: "MILLER^MARY", expected: "L CC"),
            Row(text: "L CC at Northgate Community Hospital", name: "MILLER^MARY", expected: "L CC"),
            // A number that is fused with letters is no part of the one behind it
            Row(text: "AX DWI b1000 755-92-3330", name: "MILLER^MARY", expected: "AX DWI b1000"),
            Row(text: "ep2d_diff_3scan_trace_p2 417-36-9420", name: "MILLER^MARY", expected: "ep2d_diff_3scan_trace_p2"),
            // A sentence that has ended keeps its last word
            Row(
                text: "SSN 891-94-8252 verified at check in. Katarzyna Gray is well.", name: "GRAY^KATARZYNA",
                expected: "SSN verified at check in. is well."),
            Row(
                text: "Images reviewed by Dr. Kim. No known drug allergies.", name: "GRAY^KATARZYNA",
                expected: "Images reviewed . No known drug allergies."),
            Row(text: "Images reviewed by Dr. Gray", name: "GRAY^KATARZYNA", expected: "Images reviewed"),
        ])
    func leaves(_ row: Row) {
        let known = KnownIdentifiers(header: ["PatientName": row.name])
        let field = FieldContext(keyword: "SeriesDescription", vr: "LO")
        #expect(detector.clean(row.text, field: field, known: known, policy: .removal).text == row.expected)
    }
}
