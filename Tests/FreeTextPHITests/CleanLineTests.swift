// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

/// Kinds of clean lines that were changed, each with lines that look alike and hold a name.
@Suite struct CleanLineTests {
    @Test(
        "A phrase of the clinic stays",
        arguments: [
            // An adjective that is a surname as well, and what it qualifies
            "Blue dye was injected around the areola.", "Black eschar overlies the wound.", "Bright T2 signal in the left frontal lobe.",
            "Gray-white matter differentiation is preserved.",
            "Smart mA", "Dark band on fat-saturated images.", "Sharp costophrenic angles.", "Glass fragment in the plantar foot.",
            "Ax T2 Bright Fluid", "Sheath was upsized to 7 French.",
            // Makers and devices
            "St. Jude valve in the mitral position.", "A St Jude pacemaker overlies the left chest.",
            "Amplatzer occluder projects over the interatrial septum.", "Boston Scientific ICD generator",
            "CT Lower Extremity MAKO", "SpaceOAR hydrogel.", "Bard PowerPort tip at the cavoatrial junction.",
            "Abbott Proclaim stimulator leads at T8.",
            // An eponym and its noun, a word between them or not
            "Alfieri stitch repair.", "Studer neobladder.", "Guglielmi coils.", "Jefferson burst fracture of C1.", "Swanson silastic implant.",
            "Ortolani and Barlow maneuvers are negative.",
            "Mullins sheath.", "Fogarty balloon.",
            // What a classification is named for
            "Siewert type II.", "Forrest class Ib.", "Hamada grade.", "Watanabe type 2 discoid meniscus",
            // Trades
            "Miner's lung.", "Farmer's lung.", "Butcher's injury.", "Skier thumb.", "Dancer's tendinitis.",
            // Terms
            "Drainage of pleural empyema", "IR Sclerotherapy", "Concha bullosa on the right.", "Renin Sampling", "Internal Auditory Canals",
            // Protocols
            "localizer_haste_ipat@center", "trufi loc multi iPAT@c", "t2_qtse", "gre_fq_quick3d_dixon_tra_bh", "t2_spc_da-fl_irprep_sag_p2_iso",
            "MRS PRESS TE 35", "IRNCAC", "tofsp", "UTE MRAC", "Gridless", "Reframed Cine", "epiRT", "LOLA_T2",
            "Volumetrix MI", "ARIA RadOnc Plans",
            // Repetition, echo and inversion times
            "4000/102", "TR/TE 4000/102", "5000/90/2500", "9000/125/2500 FLAIR", "2000/30", "3500/90.5",
            // A range of a quantity
            "Newborn small for gestational age, 1500-1749 grams",
        ])
    func keeps(_ text: String) {
        for field in [FieldContext.none, FieldContext(keyword: "SeriesDescription", vr: "LO"), FieldContext(keyword: "TextValue", vr: "UT")] {
            #expect(covered(text, detector.spans(in: text, field: field)).isEmpty, "\(field.fieldClass)")
        }
    }

    @Test(
        "A name in the same place goes",
        arguments: [
            "«Blue, Harriet»", "Dr. «Gray» was informed", "Mr. «Black» refused",
            "transferred from «St. Jude Hospital»", "«Smart, Alan» MD",
            "Dr. «Alfieri» informed", "Mr «Guglielmi» arrived", "«Siewert, Horst»",
            "Dr. «Miner» called back", "Mrs «Farmer» asked for a copy",
            "MRN «4000102»", "Holter «1500-1749», to file", "MRN «4000/102»",
            "«2021/102» is his case", "«0412/3388»", "tel «9000 125 2500»",
            "«dcrane@hartsmoor»", "«localizer@center.org»", "MRS «PRESSLEY» REFUSED",
            "«Mayo 2, 2021»", "ax_dwi_b1500_«Oduya»_opt",
        ])
    func hides(_ text: String) { #expect(marked(unmarked(text)) == text) }

    @Test(
        "A common surname is a name, though an eponym, a code or a dictionary has it too",
        arguments: [
            "CT HEAD «SMITH»", "T2 AX FS for patient «Smith»", "T1 AX POST «SMITH, JOHN» «1955-03-02»",
            "CT HEAD «HOWELL»", "Knee MRI - «Willis»",
            "ABD PELVIS «EDWARDS» «09/08/1986»", "ABD PELVIS «JOHANSSON» «11/01/1993»",
            "MRI L SPINE W WO «ANDERSSON ANNA»", "BRAIN «WEEKS,MORGAN»",
            "«Wilson» family notified", "«Castro» family at bedside",
        ])
    func surnames(_ text: String) { #expect(marked(unmarked(text)) == text) }

    @Test(
        "The eponyms among them stay beside their noun",
        arguments: [
            "Smith fracture", "Wilson disease", "Howell-Jolly bodies", "Edwards valve", "circle of Willis", "Immediate family notified",
            "Sinding-Larsen-Johansson", "XR Skull Towne", "Hip Dunn 45",
        ])
    func eponyms(_ text: String) { #expect(covered(text, detector.spans(in: text)).isEmpty) }

    @Test(
        "A house is found behind the word for living there, whatever its street is called",
        arguments: [
            "lives at «8279 Angela Tunnel»", "lives at «5839 Sabrina Locks Apt. 194»",
            "resides at «683 Brandon Lake», frail",
        ])
    func streets(_ text: String) { #expect(marked(unmarked(text)) == text) }

    @Test(
        "A level or a count behind such a word is no house", arguments: ["located at 12 o'clock", "located at L4 level", "lives at home with 2 cats"])
    func noStreets(_ text: String) { #expect(covered(text, detector.spans(in: text)).isEmpty) }
}
