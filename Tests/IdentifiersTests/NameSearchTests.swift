// SPDX-License-Identifier: Apache-2.0

import CharacterSets
import DICOMModel
import Testing

@testable import Identifiers

@Suite struct NameSearchTests {
    @Test(
        "A Latin name is found in every form that people write",
        arguments: [
            Planted("PatientName", "Zybrowski^Anna", "CT Zybrowski Abdomen", "CT # Abdomen"),
            Planted("PatientName", "Zybrowski^Anna", "CTZYBROWSKI", "CT#"),
            Planted("PatientName", "Zybrowski^Anna", "DrZybrowski", "Dr#"),
            Planted("PatientName", "Zybrowski^Anna", "Z Y B R O W S K I", "#"),
            Planted("PatientName", "Zybrowski^Anna", "Z.Y.B.R.O.W.S.K.I", "#"),
            Planted("PatientName", "Zybrowski^Anna", "ZYBROWSKI2", "#2"),
            Planted("PatientName", "Zybrowski^Anna", "zybrowski_anna", "#"),
            Planted("PatientName", "Zybrowski^Anna", "scan of annazybrowski.", "scan of #."),
            Planted("PatientName", "Zybrowski^Anna", "A. Zybrowski", "#"),
            Planted("PatientName", "Zybrowski^Anna", "Zybrowski, A.", "#."),
            Planted("PatientName", "Zybrowski^Anna", "azybrowski", "#"),
            Planted("PatientName", "Zybrowski^Anna", "Zybrow-\nski", "#"),
            Planted("PatientName", "Zybrowski^Anna", "Z\u{AD}yb\u{200D}row\u{FE0F}ski\u{FEFF}", "#"),
            Planted("PatientName", "Zybrowski^Anna", "Zyb\0rowski", "#"),
            Planted("PatientName", "Zybrowski^Anna", "Zybr\u{43E}wski", "#"),
            Planted("PatientName", "Zybrowski^Anna", "\u{FF3A}\u{FF59}\u{FF42}\u{FF52}\u{FF4F}\u{FF57}\u{FF53}\u{FF4B}\u{FF49}", "#"),
            Planted("PatientName", "Müller^Jürgen", "Mueller", "#"),
            Planted("PatientName", "Müller^Jürgen", "MULLER", "#"),
            Planted("PatientName", "Müller^Jürgen", "Mu\u{308}ller", "#"),
            Planted("PatientName", "Mueller^Jurgen", "Müller", "#"),
            Planted("PatientName", "Muller^Jurgen", "Mueller", "#"),
            Planted("PatientName", "Sørensen^Åse", "Soerensen", "#"),
            Planted("PatientName", "Sorensen^Ase", "Sørensen", "#"),
            Planted("PatientName", "Soerensen^Aase", "Sorensen", "#"),
            Planted("PatientName", "Strauß^Heß", "STRAUSS", "#"),
            Planted("PatientName", "Strauss^H", "STRAUẞ", "#"),
            Planted("PatientName", "Đorđević^Mila", "Djordjevic", "#"),
            Planted("PatientName", "Djordjevic^Mila", "Đorđević", "#"),
            Planted("PatientName", "Łukasiewicz^Jan", "LUKASIEWICZ", "#"),
            Planted("PatientName", "Yıldız^Işıl", "YILDIZ", "#"),
            Planted("PatientName", "İnönü^Can", "inonu", "#"),
            Planted("PatientName", "O'Connor^Sinead", "OCONNOR and O’Connor and O Connor", "# and # and #"),
            Planted("PatientName", "van der Meulen^Kees", "vandermeulen, Meulen", "#, #"),
            Planted("PatientName", "Smith-Taylor^Jo", "Smith Taylor / smithtaylor", "# / #"),
            Planted("PatientName", "Zybrowski^Ada", "Z Y B R O W S K I 2, Z.Y.B.R.O.W.S.K.I2", "# 2, #2"),
            Planted("PatientName", "Zybrowski^Ada", "Zyb\u{115F}rowski Zyb\u{1160}rowski Zyb\u{2800}rowski Zyb\u{3164}rowski", "# # # #"),
            Planted("PatientName", "Zybrowski^Ada", "Zyb\u{FFA0}rowski Zyb\u{17B4}rowski Zyb\u{13441}rowski Zyb\u{1D159}rowski", "# # # #"),
            Planted("PatientName", "Meyer^Ute", "CTMEYER", "CT#"),
            Planted("PatientName", "Meyer^Ute", "MRSMEYER", "MRS#"),
            Planted("PatientName", "Lee^Bo", "Mrs Lee", "Mrs #"),
            Planted("PatientName", "Li^Na", "Dr. Li saw", "Dr. # saw"),
            Planted("PatientName", "Li^Na", "Na Li", "#"),
            Planted("PatientName", "Stella^Ruth", "Stella", "#"),
            Planted("PatientName", "Baker^Tom", "Mrs Baker", "Mrs #"),
            Planted("PatientName", "Baker^Tom", "Tom Baker", "#"),
            Planted("PatientName", "Baker^Tom", "Baker cyst", "? cyst"),
            Planted("OperatorsName", "Quisling^Berta", "by B Quisling", "by #"),
        ])
    func findsLatin(_ row: Planted) {
        #expect(masked(row.text, [row.keyword: row.value]) == row.left)
    }

    @Test(
        "A name in another script is found in its script and in Latin letters",
        arguments: [
            Planted("PatientName", "Παπαδόπουλος^Γιώργος", "Ασθενής ΠΑΠΑΔΟΠΟΥΛΟΣ", "Ασθενής #"),
            Planted("PatientName", "Παπαδόπουλος^Γιώργος", "Papadopoulos", "#"),
            Planted("PatientName", "Papadopoulos^Giorgos", "Παπαδόπουλος", "#"),
            Planted("PatientName", "Жуковский^Сергей", "ЖУКОВСКИЙ", "#"),
            Planted("PatientName", "Жуковский^Сергей", "Жуковского", "Жуковского"),
            Planted("PatientName", "Жуковский^Сергей", "Zhukovskiy", "#"),
            Planted("PatientName", "Жуковский^Сергей", "Schukowski", "#"),
            Planted("PatientName", "Жуковский^Сергей", "Žukovskij", "#"),
            Planted("PatientName", "Жуковский^Сергей", "Joukovski", "#"),
            Planted("PatientName", "Zhukovsky^Sergey", "Жуковский", "#"),
            Planted("PatientName", "Schukowski^Sergej", "жуковский", "#"),
            Planted("PatientName", "Соловьёв^Пётр", "Соловьев", "#"),
            Planted("PatientName", "Соловьёв^Пётр", "Solovyov", "#"),
            Planted("PatientName", "Їжакевич^Ганна", "їжакевич", "#"),
            Planted("PatientName", "أحمد^محمد", "احمد", "#"),
            Planted("PatientName", "احمد^محمد", "أَحْمَد", "#"),
            Planted("PatientName", "فاطمة^علي", "فاطمه", "#"),
            Planted("PatientName", "كريم^علي", "كـــريم", "#"),
            Planted("PatientName", "שלום^כהן", "כֹּהֵן", "#"),
            Planted("PatientName", "שלום^כהן", "שלומ", "#"),
            Planted("PatientName", "渡邊^太郎", "渡辺太郎", "#"),
            Planted("PatientName", "渡辺^太郎", "渡部太郎", "#"),
            Planted("PatientName", "斉藤^花子", "齋藤", "#"),
            Planted("PatientName", "髙橋^一", "高橋", "#"),
            Planted("PatientName", "佐々木^希", "佐佐木希", "#"),
            Planted("PatientName", "Zhang^San=張^三豐", "患者张三丰复查", "患者#复查"),
            Planted("PatientName", "张^三丰", "張 三豐", "#"),
            Planted("PatientName", "张^三丰", "ZHANG SAN FENG, Sanfeng Zhang", "#, #"),
            Planted("PatientName", "吕^海燕", "Lv Haiyan; or Lu Haiyan; or Lyu Haiyan", "#; or #; or #"),
            Planted("PatientName", "单^小龙", "Shan Xiaolong", "#"),
            Planted("PatientName", "诸葛^亮明", "诸葛先生", "#"),
            Planted("PatientName", "慕^容", "慕先生", "#"),
            Planted("PatientName", "Yamada^Taro=山田^太郎=ﾔﾏﾀﾞ^ﾀﾛｳ", "ヤマダタロウ", "#"),
            Planted("PatientName", "ヤマダ^タロウ", "やまだ", "#"),
            Planted("PatientName", "ヤマダ^ショウタ", "Yamada Shota", "#"),
            Planted("PatientName", "Yamashita^Shota", "ヤマシタ", "#"),
            Planted("PatientName", "홍^길동", "홍길동 환자", "# 환자"),
            Planted("PatientName", "홍^길동", "Hong Gildong", "#"),
            Planted("PatientName", "김^철수", "\u{1100}\u{1175}\u{11B7}\u{110E}\u{1165}\u{11AF}\u{1109}\u{116E}", "#"),
            Planted("PatientName", "高^峰", "信号高峰 姓名：高峰", "信号? 姓名：#"),
        ])
    func findsOtherScripts(_ row: Planted) {
        let found = masked(row.text, [row.keyword: row.value])
        #expect(found == row.left || row.text == row.left && found != row.text)
    }

    @Test(
        "What is no name stays",
        arguments: [
            Planted("PatientName", "Stella^Ruth", "constellation", "constellation"),
            Planted("PatientName", "Li^Na", "LI RADS 3, Na 140", "LI RADS 3, Na 140"),
            Planted("PatientName", "Lee^Ann", "sleep, Leeds, Annex", "sleep, Leeds, Annex"),
            Planted("PatientName", "Head^Ann", "a head CT", "a head CT"),
            Planted("PatientName", "Test^Patient", "test patient", "test patient"),
            Planted("PatientName", "Иван^Петров", "диван", "диван"),
            Planted("PatientName", "Anderson^Th", "the hand er son", "the hand er son"),
            Planted("PatientName", "マリ^エリ", "マリファナ", "マリファナ"),
            Planted("PatientName", "Anonymous", "anonymous", "anonymous"),
            Planted("PatientName", "王^伟", "王氏征阳性", "王氏征阳性"),
            Planted("PatientName", "CHEST^PHANTOM", "chest phantom", "chest phantom"),
        ])
    func leavesOthers(_ row: Planted) {
        #expect(masked(row.text, [row.keyword: row.value]) == row.left)
    }

    @Test("A short name counts as a whole value only")
    func findsWholeValues() {
        #expect(masked("Ng", ["PatientName": "Ng^Ivo"], as: .value) == "#")
        #expect(masked(" ng ", ["PatientName": "Ng^Ivo"], as: .value) == " # ")
        #expect(masked("NG tube", ["PatientName": "Ng^Ivo"], as: .value) == "NG tube")
        #expect(masked("Ng", ["PatientName": "Ng^Ivo"]) == "Ng")
        #expect(masked("BAKER", ["PatientName": "Baker^Tom"], as: .value) == "#")
    }

    @Test("A code loses whole values and long forms only")
    func searchesCodes() {
        let known = index(["PatientName": "Meyer^Ute", "PatientID": "AB12345"])
        #expect(masked("MEYER", known, as: .code) == "#")
        #expect(masked("T2 MEYER", known, as: .code) == "T2 MEYER")
        #expect(masked("T2_AB12345", known, as: .code) == "T2_#")
    }

    @Test("UTF-8 that was read as another set leaves nothing of a name", arguments: ["ISO_IR 100", "ISO_IR 144", "GB18030"])
    func findsMojibake(_ term: String) {
        let set = SpecificCharacterSet(terms: [term])
        let text = set.decodeLeniently(Array("CT Schädel Jürgen Müller".utf8), as: .LO)
        let found = masked(text, ["PatientName": "Müller^Jürgen"], encodings: [[term]])
        #expect(!found.contains("J"))
        #expect(!found.contains("M"))
    }
}
