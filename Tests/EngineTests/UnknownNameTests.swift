// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Standard
import Testing

@testable import Engine

/// The name of somebody whom the file does not know, in every attribute of the dictionary that holds text.
@Suite struct UnknownNameTests {
    static let texts: Set<ValueRepresentation> = [.LO, .SH, .ST, .LT, .UT, .UC, .UR, .AE, .PN, .CS]

    /// Every attribute with text, those of repeating groups at their lowest tag; none of the groups that never leave.
    static let attributes: [DictionaryEntry] =
        (DataDictionary.all + DataDictionary.repeating.map(\.entry)).filter { texts.contains($0.vr) && $0.tag.group >= 0x0008 }.sorted {
            $0.tag < $1.tag
        }

    @Test("Every attribute with text has a row in Table E.1-1 or in the supplementary table, or holds coded strings")
    func everyTextIsClassified() {
        let left = Self.attributes.filter { entry in
            entry.vr != .CS && ConfidentialityTable.row(for: entry.tag) == nil && SupplementaryTable.row(for: entry.tag) == nil
                && !Self.needsNoRow.contains(entry.tag)
        }
        #expect(left.map(\.tag.description) == [])
    }

    /// A marker that is written anew, and Coefficient Coding (0028,04x2), whose lowest tag is another attribute's; it is searched like every text
    /// without a row.
    private static let needsNoRow: Set<AttributeTag> = [.deidentificationMethod, AttributeTag(0x0028, 0x0402)]

    /// A way to write a name. Each attribute gets a name of its own, so that none is known from another.
    struct Style: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let write: @Sendable (Int) -> (text: String, secret: String)
    }

    private static let beginnings = ["Zybr", "Quill", "Trev", "Kowal", "Hallo", "Vand", "Szcz", "Thorn", "Brzo", "Mackl", "Oster", "Pfeff"]
    private static let middles = ["ow", "ith", "en", "ick", "am", "or", "elb", "und", "ast", "ev"]
    private static let endings = ["ski", "well", "czyk", "sen", "berg", "ovic", "ham", "mann", "escu", "son"]
    private static let given = ["Anne", "Piotr", "Elena", "Karl", "Maria", "Hugo", "Ingrid", "Paul"]

    static func surname(_ number: Int) -> String {
        beginnings[number % 12] + middles[number / 12 % 10] + endings[number / 120 % 10]
    }

    private static let hanSurnames = Array("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗").map(String.init)
    private static let hanFirst = Array("建国志文晓海明秀丽俊").map(String.init)
    private static let hanSecond = Array("强伟军芳霞红梅勇峰华").map(String.init)
    private static let pinyinSurnames = ["Zhang", "Zhou", "Huang", "Zhao", "Xu", "Guo", "Zheng", "Xie", "Tang", "Feng"]
    private static let pinyinGiven = ["Xiaoming", "Jianguo", "Meiling", "Zhiqiang", "Yuhong", "Guoqing", "Lihua", "Haiyan", "Wenjie", "Shufen"]
    private static let japaneseSurnames = ["山田", "佐藤", "鈴木", "高橋", "渡辺", "伊藤", "中村", "小林", "加藤", "吉田"]
    private static let japaneseGiven = ["太郎", "花子", "健一", "美咲", "一郎", "裕子", "直樹", "恵子", "拓也", "陽子"]

    static func han(_ number: Int) -> String { hanSurnames[number % 20] + hanFirst[number / 20 % 10] + hanSecond[number / 200 % 10] }

    static let styles: [Style] = [
        Style(testDescription: "LAST^FIRST") { (surname($0).uppercased() + "^" + given[$0 % 8].uppercased(), surname($0)) },
        Style(testDescription: "Last^First") { (surname($0) + "^" + given[$0 % 8], surname($0)) },
        Style(testDescription: "Last, First") { (surname($0) + ", " + given[$0 % 8], surname($0)) },
        Style(testDescription: "First Last") { (given[$0 % 8] + " " + surname($0), surname($0)) },
        Style(testDescription: "Dr. Last") { ("Dr. " + surname($0), surname($0)) },
        Style(testDescription: "Chinese characters") { (han($0), han($0)) },
        Style(testDescription: "Chinese characters with a title") { (han($0) + "医生", han($0)) },
        Style(testDescription: "pinyin") {
            let name = pinyinSurnames[$0 % 10] + " " + pinyinGiven[$0 / 10 % 10]
            return (name, name)
        },
        Style(testDescription: "Japanese") {
            let name = japaneseSurnames[$0 % 10] + japaneseGiven[$0 / 10 % 10]
            return (name, name)
        },
    ]

    /// The attributes that keep a name in this style, each with its number as its own.
    static func leaks(_ style: Style, _ profile: String) throws -> [String] {
        var builder = DataSetBuilder()
        builder.add(.specificCharacterSet, .CS, "ISO_IR 192")
        builder.add(.sopClassUID, .UI, Sample.ctImageStorage)
        let planted = attributes.enumerated().filter { $0.element.tag != .specificCharacterSet }
        for (number, entry) in planted { builder.add(entry.tag, entry.vr, style.write(number).text) }
        let dataSet = builder.build()
        let plan = BasicProfileTests.plan(dataSet, try ConfidentialityProfile.load(nameOrPath: profile))
        return planted.compactMap { number, entry in
            let secret = style.write(number).secret.lowercased()
            guard let index = dataSet.nodes.indices.first(where: { dataSet.nodes[$0].tag == entry.tag }) else { return nil }
            let left: [UInt8] =
                switch plan.decisions[index].change {
                case .none: Array(dataSet.value(of: index))
                case .value(let bytes, _): bytes
                default: []
                }
            return String(decoding: left, as: UTF8.self).lowercased().contains(secret)
                ? "\(entry.vr) \(entry.tag) \(entry.keyword): \(style.write(number).text)" : nil
        }
    }

    static let profiles = ["basic", "ai-labeling", "hipaa-safe-harbor", "research-longitudinal", "ai-labeling-minimal"]

    @Test("No attribute that a person types into keeps the name of somebody whom nobody knows", arguments: styles, profiles)
    func noUnknownNameStays(_ style: Style, _ profile: String) throws {
        let leaks = try Self.leaks(style, profile)
        #expect(leaks == [], "\(leaks.count)")
    }
}
