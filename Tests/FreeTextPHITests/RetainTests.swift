// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

@Suite struct RetainTests {
    @Test(
        "Clinical words stay",
        arguments: [
            "CT Chest W IV contrast", "XR Knee 3 views", "MR Brain WO/W contrast", "t1_mprage_sag_p2_iso_1.0", "Baker cyst", "Henoch-Schönlein",
            "Swan-Ganz catheter", "C3/4", "5/5 strength", "image 23/88", "Thins BONE 0.6", "HeadNeck 20",
            "syngo X VB20", "E. coli", "NM Bone scan 3 phase", "38 yo F with dysuria", "No suspicious osseous lesion.", "胸部CT薄层", "肌张力增高", "王氏征",
            "张口度减小", "高敏C反应蛋白", "阿尔波特综合征", "男，40岁，血尿", "3/5节段", "白塞综合征",
        ])
    func keepsClinicalText(_ text: String) {
        #expect(covered(text, detector.spans(in: text)).isEmpty)
    }

    @Test("Allowed terms stay, denied terms go")
    func userTerms() {
        let own = PHIDetector(allow: ["Trevithick"], deny: ["Oakfield Two"])
        #expect(own.spans(in: "CT ABDOMEN - TREVITHICK").isEmpty)
        #expect(covered("moved to oakfield two", own.spans(in: "moved to oakfield two")) == ["oakfield two"])
    }
}
