// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import Testing

/// Names that stand alone in labels and forms, and what is written like them.
@Suite struct LabelFormTests {
    @Test(
        "A Chinese name without a sentence around it is found",
        arguments: [
            ("靶扫左下肺 娄", "娄"), ("审核医师：乔木", "乔木"), ("奇奇，发热抽搐", "奇奇"), ("患儿乳名石榴，腕骨骨折", "石榴"), ("上次由文静陪护", "文静"), ("急诊科端木老师加做", "端木"),
            ("阮氏秋恒，越南籍", "阮氏秋恒"),
            ("李建国胸部CT", "李建国"), ("注意：宗，碘过敏史", "宗"), ("苗族，龙姓", "龙"), ("敬改 小儿低剂量", "敬"), ("明早戴VS看片", "戴"), ("骨盆三维-钱孙怡-左后斜", "钱孙怡"),
            ("孙女小恩昨晚误吞电池", "小恩"), ("7病区23床禹长河，推床", "禹长河"),
        ])
    func chinese(_ text: String, _ value: String) { expect(text, value) }

    @Test(
        "Latin letters among Chinese, and initials of staff",
        arguments: [
            ("与Hu Bo博士讨论", "Hu Bo"), ("教学病例 Chen J.H. 肺癌", "Chen J.H"), ("報告覆核（Fok KL）", "Fok KL"), ("marker placed by tsk, side confirmed", "tsk"),
            ("pt moved on ax t2, rpt x1 - SB", "SB"), ("No acute fracture. Degenerative change. /vdb", "vdb"),
            ("booked 18 Sept (Hargrove)", "Hargrove"), ("CT SINUS DE SOUZA C0448812", "DE SOUZA"),
        ])
    func latin(_ text: String, _ value: String) { expect(text, value) }

    @Test(
        "Dates without a year",
        arguments: [
            ("尉迟恭良，较4-11片减少", "4-11"), ("由麦工上传，7/12", "7/12"), ("R 惠 07/16", "07/16"), ("自诉九月廿三起腰痛", "九月廿三"), ("详见3月份21号报告", "3月份21号"),
            ("下腹痛 LMP 3.28", "3.28"), ("Tumor board 03/02: follow up", "03/02"), ("reschedule from 10/4 to 10/11", "10/11"),
        ])
    func dates(_ text: String, _ value: String) { expect(text, value) }

    @Test(
        "Numbers of plates, cases and specimens",
        arguments: [
            ("车牌鲁F6K207，无主", "鲁F6K207"), ("军官证军字第0218847号", "0218847"), ("病理回报（2021-H03387）", "2021-H03387"),
            ("Report for Ms Cheung (G482917(3))", "G482917(3)"), ("medical aid no DSC 0048812271", "DSC 0048812271"),
        ])
    func numbers(_ text: String, _ value: String) { expect(text, value) }

    @Test(
        "Places, institutions and addresses",
        arguments: [
            ("1月自黄冈返乡，发热", "黄冈"), ("车祸伤，宿州", "宿州"), ("海来阿呷，彝族，昭觉县，结核", "昭觉县"), ("肝移植术后6年，天津一中心随访", "天津一中心"), ("有案底，石河子监狱押解", "石河子监狱"),
            ("体检 海澜集团", "海澜集团"),
            ("invoice to 1180 NW Larkspur Blvd, Bend, OR 97703", "1180 NW Larkspur Blvd, Bend, OR 97703"), ("地址：梧州市长洲区新兴三路9号", "长洲区新兴三路9号"),
            ("家住南岗区和兴路55号3单元402", "和兴路55号3单元402"),
        ])
    func places(_ text: String, _ value: String) { expect(text, value) }

    @Test(
        "Terms that look like names stay",
        arguments: [
            "许氏位", "马松瘤", "尼森胃底折叠术", "比尔罗特Ⅱ式", "利斯弗朗损伤", "全脊柱DR拼接 Cobb角18°", "等等再做", "Look-Locker", "Herbert screw",
            "Monophasic waveform distal to the occlusion", "胸部DR PA+LAT", "Murphy +ve", "Cherry angiomas of the trunk", "流速增快，阻力增高", "姓名不详", "姓名：未填",
            "姓名性别男", "姓名缺失，性别男",
        ])
    func keeps(_ text: String) { #expect(covered(text, detector.spans(in: text)).isEmpty) }

    private func expect(_ text: String, _ value: String) {
        #expect(covered(text, detector.spans(in: text)).contains { $0.contains(value) }, "\(text)")
    }
}
