// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

/// One line for each way of writing an identifier that detectors missed in lines they had not been written for.
@Suite struct UnseenFormTests {
    @Test(
        "Names without a header",
        arguments: [
            "ax_dwi_b1500_«Oduya»_opt", "MRI «HATHAWAY» W/WO - ANESTHESIA", "«Young», 34F, RLQ pain",
            "«Ngozi» (aunt) stayed in room", "MPR COR «SIDHU_GURLEEN»", "operator «dvn»",
            "妻子姓«粟»，单位", "骨科«薄»、«麻»两位主任要看", "跟«令狐»主任电话确认", "双乳钼靶 «佘*芝»", "«付»工换球管后首例", "«白雪»，女，保暖毯下",
            "未见明显异常。——«向阳»", "«臧 丽 君» 增强1",
            "冠状MPR «HuiminZhuang»", "«Sima_Qy»_心脏", "乳癌術後 «大河内 れい子» 48F です", "胸部単純CT «榎並»",
            "腹部エコー «ツルオカ ノブ»", "左右逆です «Nagahori Emi»",
        ])
    func names(_ text: String) { #expect(marked(unmarked(text)) == text) }

    @Test(
        "Dates, numbers, places",
        arguments: [
            "read «2019-Nov-08» 08:31", "Amended «22.XI.2017»", "fell off ladder at work «28/11»",
            "比較«109.07.14»片", "«1938年腊月十七»生", "車禍傷«8.30»，清创", "«令和3.10.2»転倒",
            "aged «ninety-six», very deaf", "病理«TR-55610B2»", "短信已发送至«136****2207»",
            "«Flat 2, 9 Priory Mews, Kendal LA9 4XX»", "call «(352)875-5828x23574»",
            "sent to «54990 Erdogan Inlet Suite 475, South Birsan, VT 23585»",
            "lives on «Old Mill Rd» near the school",
        ])
    func others(_ text: String) { #expect(marked(unmarked(text)) == text) }

    @Test(
        "What looks alike stays",
        arguments: [
            "didn't tolerate, wasn't repeated", "1024x1024", "R/O Wegener, sinus", "Chiari I malformation", "CTSPINE", "石样硬结节", "霍夫曼征双侧阳性", "肌力4/5级",
            "Schatzker VI", "M. Crohn, stabil", "转诊单已收", "1/2椎体压缩",
        ])
    func keeps(_ text: String) { #expect(covered(text, detector.spans(in: text)).isEmpty) }
}
