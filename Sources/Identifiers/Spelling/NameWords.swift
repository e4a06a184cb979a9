// SPDX-License-Identifier: Apache-2.0

/// Words that say what the words beside them are.
enum NameWords {
    typealias Words = Set<[Symbol]>

    private static func words(_ text: String) -> Words {
        Set(text.split { $0 == " " || $0 == "\n" }.map { CompactText(String($0)).symbols })
    }

    /// Placeholders in the place of a name.
    static let nobody = words(
        """
        anonymous anonymized anonymised anon unknown unnamed none null test testing patient phantom demo sample example name subject volunteer \
        research deidentified
        removed not available the and for self staff hospital clinic doctor physician user admin operator mr mrs ms dr na no qa qc dummy jr sr ii \
        iii iv md ct us xa
        cr dx mrn dob
        """)

    /// What a test file or a careless clerk puts where a name or number belongs, and what every text has.
    static let common = nobody.union(
        words(
            """
            institution university department radiology medical nurse technologist original derived primary secondary other axial localizer head \
            brain chest abdomen
            pelvis spine neck knee hand foot hip shoulder breast heart liver lung left right bilateral male female
            """))

    /// Before a name.
    static let titles = words(
        """
        mr mrs ms miss mx dr prof professor doctor sir herr frau mme mlle monsieur madame sr sra señor señora signor signora sister nurse tech rad \
        md hr fr pan pani
        mevrouw dhr mevr г-н г-жа dott dottssa dra doña
        """)

    /// Before a name that is no part of the body.
    static let cues = words(
        "pt patient name surname family pat vorname nachname nom prenom nombre apellido imie nazwisko имя фамилия пациент patientname")

    /// Titles that are no other word, glued to a name: DRMEYER, MRSLEE.
    static let gluedTitles = words("mrs herr frau prof mme miss")

    /// What software glues to a name: CTMEYER, MEYERCT.
    static let affixes = words(
        "ct mr mri pet us dr mrs ms prof herr frau mme pat pt patient name xr cr dx nm mg xa rf scan img image study head chest test")

    /// Before a number of few characters.
    static let numberCues = words(
        "id mrn pid pat patient patientid acc accession acession no nr num number hn episode fall fallnr case visit order ref an medrec mr cpf "
            + "dni nhs nhsno patid pat-id chart record"
    )

    /// Between the words of a family name; nobody is called so.
    static let particles = words(
        "van von der den dem des del della dello de di da do dos das du la le les el al ul bin ibn ben bint abu abd te ten ter zu zum zur af "
            + "av och y e the st san santa mac mc o d l"
    )

    static let titlesBehind = [
        "先生", "女士", "小姐", "太太", "夫人", "医生", "醫生", "医师", "大夫", "护士", "教授", "主任", "老师", "同志", "某", "某某", "さん", "様", "さま", "先生様", "殿", "くん", "ちゃん", "君",
        "医師", "看護師", "技師", "씨", "님", "선생님", "환자", "교수", "의사",
    ].map { CompactText($0).symbols }

    /// Before a number or a name in Chinese, Japanese and Korean.
    static let hanCues = [
        "病历号", "住院号", "门诊号", "患者番号", "患者ID", "检查号", "编号", "登记号", "卡号", "号", "番号", "번호", "등록번호", "환자번호",
    ].map { CompactText($0).symbols }

    static let compoundSurnames: Set<[Symbol]> = Set(
        "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 轩辕 夏侯 端木 独孤 南宫 西门 长孙 宇文 百里 东郭 呼延 闻人 濮阳 淳于 单于 太史 申屠 公冶 澹台 宗政 钟离 闾丘 拓跋 完颜"
            .split(separator: " ").map { CompactText(String($0)).symbols })
}
