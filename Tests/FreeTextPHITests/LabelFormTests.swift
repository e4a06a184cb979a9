// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

/// Names that stand alone in labels and forms, and what is written like them.
@Suite struct LabelFormTests {
    @Test(
        "A Chinese name without a sentence around it is found",
        arguments: [
            "靶扫左下肺 «娄»", "审核医师：«乔木»", "«奇奇»，发热抽搐", "患儿乳名«石榴»，腕骨骨折", "上次由«文静»陪护", "急诊科«端木»老师加做",
            "«阮氏秋恒»，越南籍",
            "«李建国»胸部CT", "注意：«宗»，碘过敏史", "苗族，«龙»姓", "«敬改» 小儿低剂量", "明早«戴»VS看片", "骨盆三维-«钱孙怡»-左后斜",
            "孙女«小恩»昨晚误吞电池", "7病区23床«禹长河»，推床",
        ])
    func chinese(_ text: String) { #expect(marked(unmarked(text)) == text) }

    @Test(
        "Latin letters among Chinese, and initials of staff",
        arguments: [
            "与«Hu Bo»博士讨论", "教学病例 «Chen J.H». 肺癌", "報告覆核（«Fok KL»）", "marker placed by «tsk, side» confirmed",
            "pt moved on ax t2, rpt x1 - «SB»", "No acute fracture. Degenerative change. /«vdb»",
            "booked «18 Sept» («Hargrove»)", "CT SINUS «DE SOUZA» «C0448812»",
        ])
    func latin(_ text: String) { #expect(marked(unmarked(text)) == text) }

    @Test(
        "Dates without a year",
        arguments: [
            "«尉迟恭良»，较«4-11»片减少", "由«麦工»上传，«7/12»", "R «惠» «07/16»", "自诉«九月廿三»起腰痛", "详见«3月份21号»报告",
            "下腹痛 LMP «3.28»", "Tumor board «03/02»: follow up", "reschedule from «10/4» to «10/11»",
        ])
    func dates(_ text: String) { #expect(marked(unmarked(text)) == text) }

    @Test(
        "Numbers of plates, cases and specimens",
        arguments: [
            "车牌«鲁F6K207»，无主", "军官证«军字第0218847号»", "病理回报（«2021-H03387»）",
            "Report for Ms «Cheung» («G482917(3)»)", "medical aid no «DSC 0048812271»",
        ])
    func numbers(_ text: String) { #expect(marked(unmarked(text)) == text) }

    @Test(
        "Places, institutions and addresses",
        arguments: [
            "1«月自黄冈返乡»，发热", "车祸伤，«宿州»", "«海来阿呷»，彝族，«昭觉县»，结核", "肝移植术后6年，«天津一中心»随访", "有案底，«石河子监狱»押解",
            "体检 «海澜集团»",
            "invoice to «1180 NW Larkspur Blvd, Bend, OR 97703»", "地址：«梧州»市«长洲区新兴三路9号»",
            "家住«南岗区和兴路55号3单元402»",
        ])
    func places(_ text: String) { #expect(marked(unmarked(text)) == text) }

    @Test(
        "Terms that look like names stay",
        arguments: [
            "许氏位", "马松瘤", "尼森胃底折叠术", "比尔罗特Ⅱ式", "利斯弗朗损伤", "全脊柱DR拼接 Cobb角18°", "等等再做", "Look-Locker", "Herbert screw",
            "Monophasic waveform distal to the occlusion", "胸部DR PA+LAT", "Murphy +ve", "Cherry angiomas of the trunk", "流速增快，阻力增高", "姓名不详", "姓名：未填",
            "姓名性别男", "姓名缺失，性别男",
        ])
    func keeps(_ text: String) { #expect(covered(text, detector.spans(in: text)).isEmpty) }
}
