// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

/// One line for each way of writing an identifier that detectors missed in lines they had not been written for.
@Suite struct UnseenFormTests {
    @Test(
        "Names without a header",
        arguments: [
            ("ax_dwi_b1500_Oduya_opt", "Oduya"), ("MRI HATHAWAY W/WO - ANESTHESIA", "HATHAWAY"), ("Young, 34F, RLQ pain", "Young"),
            ("Ngozi (aunt) stayed in room", "Ngozi"), ("MPR COR SIDHU_GURLEEN", "SIDHU_GURLEEN"), ("operator dvn", "dvn"),
            ("妻子姓粟，单位", "粟"), ("骨科薄、麻两位主任要看", "薄"), ("跟令狐主任电话确认", "令狐"), ("双乳钼靶 佘*芝", "佘*芝"), ("付工换球管后首例", "付"), ("白雪，女，保暖毯下", "白雪"),
            ("未见明显异常。——向阳", "向阳"), ("臧 丽 君 增强1", "臧 丽 君"),
            ("冠状MPR HuiminZhuang", "HuiminZhuang"), ("Sima_Qy_心脏", "Sima_Qy"), ("乳癌術後 大河内 れい子 48F です", "大河内 れい子"), ("胸部単純CT 榎並", "榎並"),
            ("腹部エコー ツルオカ ノブ", "ツルオカ ノブ"), ("左右逆です Nagahori Emi", "Nagahori Emi"),
        ])
    func names(_ text: String, _ value: String) {
        #expect(covered(text, detector.spans(in: text)).contains { $0.contains(value) }, "\(value.count)")
    }

    @Test(
        "Dates, numbers, places",
        arguments: [
            ("read 2019-Nov-08 08:31", "2019-Nov-08"), ("Amended 22.XI.2017", "22.XI.2017"), ("fell off ladder at work 28/11", "28/11"),
            ("比較109.07.14片", "109.07.14"), ("1938年腊月十七生", "1938年腊月十七"), ("車禍傷8.30，清创", "8.30"), ("令和3.10.2転倒", "令和3.10.2"),
            ("aged ninety-six, very deaf", "ninety-six"), ("病理TR-55610B2", "TR-55610B2"), ("短信已发送至136****2207", "136****2207"),
            ("Flat 2, 9 Priory Mews, Kendal LA9 4XX", "Flat 2, 9 Priory Mews, Kendal LA9 4XX"), ("call (352)875-5828x23574", "(352)875-5828x23574"),
            ("sent to 54990 Erdogan Inlet Suite 475, South Birsan, VT 23585", "54990 Erdogan Inlet Suite 475, South Birsan, VT 23585"),
            ("lives on Old Mill Rd near the school", "Old Mill Rd"),
        ])
    func others(_ text: String, _ value: String) {
        #expect(covered(text, detector.spans(in: text)).contains { $0.contains(value) }, "\(value.count)")
    }

    @Test(
        "What looks alike stays",
        arguments: [
            "didn't tolerate, wasn't repeated", "1024x1024", "R/O Wegener, sinus", "Chiari I malformation", "CTSPINE", "石样硬结节", "霍夫曼征双侧阳性", "肌力4/5级",
            "Schatzker VI", "M. Crohn, stabil", "转诊单已收", "1/2椎体压缩",
        ])
    func keeps(_ text: String) { #expect(covered(text, detector.spans(in: text)).isEmpty) }
}
