// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Names that stand apart: a lone surname in a label, a pet name, a word that a form's label says is a name.
extension HanNameDetector {
    /// Characters that are surnames and, alone in a label, say where, when or how.
    private static let labelCharacters: Set<UInt32> = Set(
        """
        左右上下前后正侧斜轴冠矢内外中高低单双全平增大小轻重年月日时周米车白黄红黑金石水明支柱常满温冷强党步边方管段项向阳阴相盘关开计密空别从同能有来易应干松脱国家头手足骨牙眼耳口心肺肝脾胆胃肠肾脑颈胸腹腰尾\
        皮毛肉血管针药门床区号位层幅期型级度男女老少孕产儿母父子孙公婆爷奶兄弟姐妹是否无不可已未见示查原新旧长短宽厚深浅快慢多少早晚东西南北一二三四五六七八九十百千万元甲乙丙丁对等与和及或在于由以为之者的了过\
        到去出入回再又也很太最更还就都只把被让给向由但因故若如即则所其此该本各每某何谁那这哪怎么备注片图像重复补加减改换停始终完毕略同另
        """
        .unicodeScalars.map(\.value)
    )
    /// Characters that are said twice in ordinary words: 常常, 等等, 看看, 妈妈.
    private static let saidTwice: Set<UInt32> = Set(
        """
        常往渐稍隐微略刚仅层片点处种个天年次明偏悄慢缓阵时每人多少高大小深浅刺阵轻重早晚白黑红黄青蓝绿条丝块粒滴行列步声句字家户村日夜月周秒斑团簇堆阵断频屡连白隆嗡默匆紧牢满节段层圈纷累区非均恰好远近足久频等\
        谢看想试说好走听问坐查找尝歇躺动摸捏敲拍笑哭写读数算聊谈讲吃喝玩练改补换瞧闻品评议论观察思考研究商量讨论休息比比吧嘛呢啊哦嗯哈呵嘿爸妈爷奶哥姐弟妹叔伯姑婶舅姨公婆
        """
        .unicodeScalars.map(\.value))

    /// A run of Chinese characters from edge to edge that begins at token `i`: its end.
    private static func runEnd(_ a: Analysis, _ i: Int) -> Int {
        var end = i + 1
        while end < a.tokens.count, a.tokens[end].isHan, a.isGlued(end) { end += 1 }
        return end
    }

    private static func isHit(_ a: Analysis, _ from: Int, _ to: Int) -> Bool {
        let (s, e) = (Int(a.tokens[from].start), Int(a.tokens[to - 1].end))
        return a.hits.contains { $0.start < e && s < $0.end && $0.score > 0.35 }
    }

    static func labels(_ a: inout Analysis) {
        var i = 0
        while i < a.tokens.count {
            guard a.tokens[i].isHan, !a.taken[i] else {
                i += 1
                continue
            }
            let end = runEnd(a, i)
            if isEdge(before: i, a), !(i..<end).contains(where: { a.taken[$0] }), !a.isJapanese {
                lettered(&a, i, end)
                if end - i == 1 { loneSurname(&a, i) } else { twin(&a, i, end); acting(&a, i, end); opening(&a, i, end) }
            }
            if !a.isJapanese { listed(&a, i, end); little(&a, i, end); beforeKin(&a, i, end) }
            i = end
        }
        answers(&a)
    }

    /// `靶扫右上肺 巩`, `R 惠 07/16`, `注意：宗，碘过敏史`: a surname alone between spaces or marks.
    private static func loneSurname(_ a: inout Analysis, _ i: Int) {
        let s = scalar(a, i)
        let cost = a.lexicon.hanName(s).surname
        guard cost < 54, !labelCharacters.contains(s),
            a.hanCueStarting[i] < 0 || a.hanCue(at: i).isDisjoint(with: [.unit, .counter, .titleAfter, .personVerb]), !isHit(a, i, i + 1)
        else { return }
        func parts(_ k: Int) -> Bool {
            [44, 0xff0c, 0x3001, 40, 41, 58, 59, 47, 45, 0x3002, 46, 0x2014, 0x2192, 0x25c7, 91, 93, 0x3010, 0x3011].contains(a.text.mark(k))
        }
        guard i == 0 || a.tokens[i].gap != .glued || parts(i - 1), i + 1 >= a.tokens.count || a.tokens[i + 1].gap != .glued || parts(i + 1) else {
            return
        }
        // 1。阮 2015: not between two numbers, and not the unit of one.
        guard a.tokens.count <= 30, i == 0 || !a.tokens[i - 1].isNumber || a.tokens[i].gap == .space && !labelCharacters.contains(s) else { return }
        a.hit(i, i + 1, .hanSurnameAlone, weight: cost < 46 ? 0.5 : 0.42)
    }

    /// 朵朵, 毛毛髋关节正位, 奇奇，发热: one character said twice at the start of a run.
    private static func twin(_ a: inout Analysis, _ i: Int, _ end: Int) {
        let s = scalar(a, i)
        guard s == scalar(a, i + 1), a.hanCueStarting[i] < 0, !saidTwice.contains(s), !isHit(a, i, i + 2) else { return }
        let cost = a.lexicon.hanName(s)
        guard min(cost.given1, cost.given2) < 46, end == i + 2 || i == 0, end == i + 2 || scalar(a, i + 2) != s else { return }
        if end < i + 4, end > i + 2, a.hanWord(i, end) != nil { return }
        a.hit(i, i + 2, .hanTwin)
    }

    /// 邱P 主刀, 明早戴VS看片: a surname and the letters of a rank.
    private static func lettered(_ a: inout Analysis, _ i: Int, _ end: Int) {
        guard end < a.tokens.count, a.isGlued(end), a.tokens[end].isWord, a.tokens[end].shape == .upper || a.tokens[end].length == 1,
            staffLetters.contains(a.tokens[end].hash), a.lexicon.hanName(scalar(a, end - 1)).surname < 50,
            !labelCharacters.contains(scalar(a, end - 1)), end - i == 1 || a.hanWord(end - 2, end) == nil, !isHit(a, end - 1, end)
        else { return }
        a.hit(end - 1, end, .hanSurnameAlone)
    }

    /// 姓名不详, 姓名：未填, 姓名性别: what stands there instead of a name.
    private static let noAnswer: Set<UInt32> = Set("不未无缺空待已性年拼有误同核与及或的为是见如请另各本该此其".unicodeScalars.map(\.value))
    private static let personEnds: Set<UInt32> = Set("师生者员人士名长授".unicodeScalars.map(\.value))
    private static let staffLetters: Set<UInt64> = Set(["p", "vs", "r", "cr", "np", "dr", "sir"].map { TextHash.of($0) })
    private static let openers: Set<UInt32> = Set("给由请让叫找跟随陪抱哄替帮属名是与和向对等归经做".unicodeScalars.map(\.value))

    /// 由文静陪护, （文静）, 海燕自述: a listed given name between an opening and a verb or an edge.
    private static func listed(_ a: inout Analysis, _ i: Int, _ end: Int) {
        guard a.field.fieldClass != .descriptor || a.hasComma else { return }
        for k in i..<max(i, end - 1) where a.lexicon.givenName(scalar(a, k), scalar(a, k + 1)) < 63 {
            let next = k + 2
            guard !isHit(a, k, next), !(k..<next).contains(where: { a.taken[$0] }), a.hanCueStarting[k] < 0 || a.hanCueWidth(at: k) == 1,
                !a.isInsideHanCue(k + 1) || a.hanCueStarting[k + 1] >= 0 && a.hanCueWidth(at: k + 1) == 1
            else { continue }
            let w = a.hanWord(k, next)
            if let w, w.isClinical || w.isPlace || w.frequency > 14 { continue }
            let opened = k > i && openers.contains(scalar(a, k - 1)) && a.hanWord(k - 1, k + 1) == nil
            let after = a.hanCue(at: next)
            let acts = next < end && a.hanCueWidth(at: next) > 1 && !after.isDisjoint(with: [.personVerb, .kin])
            let closed = next == end
            let brackets = k == i && closed && a.text.mark(k - 1) == 40 && a.text.mark(next) == 41
            guard
                opened && (acts || closed) || k == i && acts || brackets
                    || a.hanCueWidth(before: k) > 1 && !a.hanCue(before: k).isDisjoint(with: [.role, .kin, .patient]) && (acts || closed)
            else { continue }
            a.hit(k, next, .hanListed)
        }
        // 孩子叫果果
        for k in i + 1..<max(i + 1, end - 1)
        where scalar(a, k) == scalar(a, k + 1) && openers.contains(scalar(a, k - 1)) && !saidTwice.contains(scalar(a, k)) && a.hanCueStarting[k] < 0
            && !isHit(a, k, k + 2)
        {
            let cost = a.lexicon.hanName(scalar(a, k))
            if min(cost.given1, cost.given2) < 46, k + 2 == end || a.hanCue(at: k + 2).contains(.personVerb) {
                a.hit(k, k + 2, .hanTwin)
            }
        }
    }

    /// 由黎明（邻居）提供: a short run and a relative in brackets.
    private static func beforeKin(_ a: inout Analysis, _ i: Int, _ end: Int) {
        guard a.text.mark(end) == 40, a.hanCue(at: end + 1).contains(.kin), a.hanCueWidth(at: end + 1) > 1,
            a.text.mark(end + 1 + a.hanCueWidth(at: end + 1)) == 41
        else { return }
        let from = (i..<end).last { $0 == i || a.hanCueEnding[$0] >= 0 || openers.contains(scalar(a, $0 - 1)) } ?? i
        guard (2...3).contains(end - from), a.hanCueStarting[from] < 0, a.lexicon.hanName(scalar(a, from)).surname < 60, !isHit(a, from, end) else {
            return
        }
        a.hit(from, end, .hanBeforeKin)
    }

    /// 孫女小恩: 小 and one more behind a relative or a child.
    private static func little(_ a: inout Analysis, _ i: Int, _ end: Int) {
        for k in i..<max(i, end - 1)
        where scalar(a, k) == 0x5c0f && !a.hanCue(before: k).isDisjoint(with: [.kin, .patient]) && a.hanCueWidth(before: k) > 1
            && a.hanCueStarting[k] < 0
        {
            let cost = a.lexicon.hanName(scalar(a, k + 1))
            guard min(cost.given1, cost.given2) < 44, a.hanWord(k, k + 2) == nil, k + 3 > end || a.hanWord(k + 1, k + 3) == nil, !isHit(a, k, k + 2)
            else { continue }
            a.hit(k, k + 2, .hanLittle)
        }
    }

    /// 敬改, 郦要求, 甘注射: a surname and what it did, and no more.
    private static func acting(_ a: inout Analysis, _ i: Int, _ end: Int) {
        let s = scalar(a, i)
        // 苗族，龙姓
        if end == i + 2, scalar(a, i + 1) == 0x59d3, a.lexicon.hanName(s).surname < 63 {
            a.hit(i, i + 1, .hanSurname)
            return
        }
        guard end - i <= 4, a.hanCueStarting[i] < 0, !labelCharacters.contains(s), a.hanCue(at: i + 1).contains(.personVerb),
            a.hanCueWidth(at: i + 1) == end - i - 1, a.lexicon.hanName(s).surname < 50, a.hanWord(i, i + 2) == nil, a.hanWord(i, end) == nil,
            !isHit(a, i, i + 1)
        else { return }
        a.hit(i, i + 1, .hanSurnameActs)
    }

    /// 盛夏不配合, 冬梅复查，: a word built like a name at the very start, and what patients do.
    private static func opening(_ a: inout Analysis, _ i: Int, _ end: Int) {
        guard i == 0 || a.text.mark(i - 1) == 44 || a.text.mark(i - 1) == 59, a.field.fieldClass != .descriptor || i > 0 else { return }
        for length in [3, 2] where end - i >= length {
            let next = i + length
            guard !isHit(a, i, next), !(i..<next).contains(where: { a.hanCueStarting[$0] >= 0 && a.hanCueWidth(at: $0) > 1 }) else { continue }
            let alone = i == 0 && next == end && [44, 0xff0c].contains(a.text.mark(end)) && a.lexicon.hanName(scalar(a, i)).surname < 50
            // 安静，检查中保持安静; 张开，张口困难: the word comes back, so the first must be something else.
            let again =
                alone && length == 2
                && (scalar(a, end + 1) == scalar(a, i)
                    || (next..<a.tokens.count - 1).contains { scalar(a, $0) == scalar(a, i) && scalar(a, $0 + 1) == scalar(a, i + 1) })
            if let w = a.hanWord(i, next), w.isClinical && !again || w.isPlace && !alone || w.isOrganization { continue }
            let given = a.lexicon.hanName(scalar(a, next - 1))
            if functionWords.contains(scalar(a, i)) { continue }
            let built =
                length == 2
                ? a.lexicon.hanName(scalar(a, i)).surname + min(given.given1, given.given2)
                : a.lexicon.hanName(scalar(a, i)).surname + a.lexicon.hanName(scalar(a, i + 1)).given1 + given.given2
            let isGiven = length == 2 && a.lexicon.hanName(scalar(a, i)).given1 + given.given2 < 42
            let acts = next < end && a.hanCue(at: next).contains(.personVerb) && a.hanCueWidth(at: next) > 1
            guard again || built < (length == 2 ? (alone ? 96 : acts ? 62 : 48) : 70) || isGiven else { continue }
            let clinical =
                i == 0 && next < end && length == 2 && built < 44
                && (2...3).contains { l in next + l <= end && a.hanWord(next, next + l)?.isClinical ?? false }
                && !(scalar(a, next) == 0x624b && scalar(a, next + 1) == 0x672f)
            let comma = i == 0 && next == end && [44, 0xff0c].contains(a.text.mark(end)) && a.tokens.count > end + 1
            guard acts || clinical || comma && (again || a.hanWord(i, next).map({ $0.frequency < (alone ? 20 : 13) }) ?? true) else { continue }
            a.hit(i, next, .hanOpening)
            return
        }
    }

    /// 姓名：成功, 报告医师：游泳, 联系人（夫）苗圃: what a form's label asks for, up to the next mark.
    private static func answers(_ a: inout Analysis) {
        for c in a.hanCues where !c.cue.isDisjoint(with: [.patient, .role, .kin, .naming]) && c.to - c.from > 1 {
            var k = c.to
            while k < a.tokens.count,
                [58, 0xff1a, 40, 41, 0xff08, 0xff09].contains(a.text.mark(k))
                    || k > c.to && a.hanCueStarting[k] >= 0 && a.hanCueWidth(at: k) == 1 && a.hanCue(at: k).contains(.kin)
                        && [41, 0xff09].contains(a.text.mark(k + 1))
            { k += 1 }
            guard k < a.tokens.count, a.tokens[k].isHan, !a.taken[k], a.tokens[k].gap != .line else { continue }
            let labelled = k > c.to || a.tokens[k].gap == .space
            let naming = c.cue.contains(.naming)
            var end = runEnd(a, k)
            if let e = (k + 1..<end).first(where: {
                a.hanCueStarting[$0] >= 0 && a.hanCueWidth(at: $0) > 1 && !a.hanCue(at: $0).isDisjoint(with: [.personVerb, .titleAfter, .role])
            }) {
                end = e
            }
            guard end - k <= 3, end - k >= (labelled ? 1 : 2), a.hanCueStarting[k] < 0 || a.hanCueWidth(at: k) == 1, !isHit(a, k, end) else {
                continue
            }
            // 报告医师：游泳: a form asks for a person, whatever the word.
            let asks = k > c.to && [58, 0xff1a].contains(a.text.mark(c.to)) && personEnds.contains(scalar(a, c.to - 1))
            if noAnswer.contains(scalar(a, k)) { continue }
            if end - k > 1, naming && !(a.hanWord(k, end)?.isClinical ?? false) || asks && a.lexicon.hanName(scalar(a, k)).surname < 63 {
                a.hit(k, end, .hanAnswer)
                continue
            }
            // 患者黄河，
            let closed = end == runEnd(a, k) && [44, 0x3002].contains(a.text.mark(end)) && c.cue.contains(.patient)
            if let w = a.hanWord(k, end), w.isClinical || w.isPlace && !(closed && end - k == 2 && a.lexicon.hanName(scalar(a, k)).surname < 34) {
                continue
            }
            let first = a.lexicon.hanName(scalar(a, k))
            let last = a.lexicon.hanName(scalar(a, end - 1))
            if end - k == 1 {
                guard first.surname < 58, !labelCharacters.contains(scalar(a, k)), a.text.mark(c.to) == 58 || a.text.mark(c.to) == 0xff1a else {
                    continue
                }
            } else {
                let given = min(last.given1, last.given2)
                guard
                    first.surname < 58 && given < (labelled ? 62 : 44) && first.surname + given < (labelled ? 90 : 66)
                        || !labelled && first.given1 + last.given2 < 40
                else { continue }
                // 转诊单已收
                if !labelled, scalar(a, c.to - 1) == 0x662f || functionWords.contains(scalar(a, k)) { continue }
                if !labelled, scalar(a, k) == 0x5355 || a.hanWord(k, end).map({ $0.frequency > 12 }) ?? false { continue }
            }
            a.hit(k, end, .hanAnswer, weight: labelled ? 0.55 : 0.45)
        }
    }
}
