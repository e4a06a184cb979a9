// SPDX-License-Identifier: Apache-2.0

import FreeTextPHI
import FreeTextRules
import Testing

@Suite struct FormatTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let found: String
        let type: PHIType
        var testDescription: String { "\(type) \(text.unicodeScalars.count)" }
    }

    @Test(
        "Formats are found whole",
        arguments: [
            Row(text: "born 1949-02-28", found: "1949-02-28", type: .date), Row(text: "born 02FEB1960", found: "02FEB1960", type: .date),
            Row(text: "on 9/17", found: "9/17", type: .date), Row(text: "二〇一五年四月手术", found: "二〇一五年四月", type: .date),
            Row(text: "民國108年3月4日", found: "民國108年3月4日", type: .date), Row(text: "le 3 mai 2019", found: "3 mai 2019", type: .date),
            Row(text: "vom 3. März 2019", found: "3. März 2019", type: .date),
            Row(text: "3 de mayo de 2019", found: "3 de mayo de 2019", type: .date),
            Row(text: "social 433-21-9087", found: "433-21-9087", type: .id), Row(text: "NHS 401 023 2137", found: "401 023 2137", type: .id),
            Row(text: "身份证号 320102198001011234", found: "320102198001011234", type: .id),
            Row(text: "fax (555) 010-4477", found: "(555) 010-4477", type: .phone),
            Row(text: "手机18600001234", found: "18600001234", type: .phone), Row(text: "+49 171 2345678", found: "+49 171 2345678", type: .phone),
            Row(text: "at a.b@c.example", found: "a.b@c.example", type: .email),
            Row(text: "see http://v.example/s/8.", found: "http://v.example/s/8", type: .url),
            Row(text: "node 172.16.9.31", found: "172.16.9.31", type: .ip),
            Row(text: "uid 1.3.46.670589.11.0.4.2", found: "1.3.46.670589.11.0.4.2", type: .id),
            Row(text: "mac 00:1B:44:11:3A:B7", found: "00:1B:44:11:3A:B7", type: .id), Row(text: "104 year old veteran", found: "104", type: .age),
            Row(text: "MRN00123456", found: "MRN00123456", type: .id), Row(text: "95岁", found: "95", type: .age),
        ])
    func findsFormat(_ row: Row) {
        let spans = detector.spans(in: row.text)
        #expect(spans.count == 1 && covered(row.text, spans).first == row.found && spans.first?.type == row.type)
    }

    @Test(
        "Versions, standard UIDs and measures are no identifiers",
        arguments: ["syngo 2.6.3.4", "1.2.840.10008.1.2.1", "6 x 4 mm", "15:05", "T10-12", "120 mL Omnipaque 350", "1/2 dose"])
    func leavesNumbers(_ text: String) { #expect(detector.spans(in: text).isEmpty) }

    @Test("Check digits")
    func validators() {
        #expect(Validators.isLuhn("4539578763621486") && !Validators.isLuhn("4539578763621487"))
        #expect(Validators.isNHS("4010232137") && !Validators.isNHS("4010232138"))
        #expect(Validators.isSSN("433219087") && !Validators.isSSN("666219087") && !Validators.isSSN("933219087"))
        #expect(Validators.isChineseID("11010519491231002X") && !Validators.isChineseID("320102198001011234"))
        #expect(Validators.isNIR("255081416802538"))
        #expect(Validators.isNPI("1234567893") && Validators.isMyNumber("123456789018"))
    }
}
