// SPDX-License-Identifier: Apache-2.0

internal import FreeTextCore

/// Finds Chinese and Korean names in Latin letters by their syllables: `Fu Zhiyuan`, `DENGYULAN`, `Min-jun`.
struct PinyinNameDetector {
    private static func hashes(_ s: StaticString) -> Set<UInt64> {
        Set(s.description.split(separator: " ").map { TextHash.of(String($0)) })
    }

    private static let surnames = hashes(
        """
        wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie tang song deng han feng cao zeng peng \
        xiao cai pan tian dong yuan yu ye cheng wei su lv lyu lu ding ren shen yao jiang cui zhong tan fan jin shi liao jia xia fu fang bai zou \
        meng xiong qin qiu hou ouyang zhuge situ sima shangguan murong xiahou huangfu linghu du gu mao hao gong shao wan qian yan qi qiao tao \
        shang kang wen niu ge xing an yi lei long duan yin dai mo kong xiang chang lai ou ning nie zhuang zhai ruan ke ji mei tong ling bi shan \
        pei huo tu miao sheng qu weng ran luo kuang ao gan ying zhan geng guan lan jiao zuo bao xin shu chai bian jian yue min zong dou ben mu sha \
        chan wong lam cheung leung kwok ho ng tsang tse chow yeung lau kwan fung tsui chiu hsu tsai hsieh chang chuang kuo liao teng hsiao chiang \
        chung chow tsao yeh
        """)
    private static let korean = hashes(
        """
        min jun soo yeon ji woo hyun seung ho eun dong wook yu na jae hee kyung mi sang young seo hye jin su bin ye won tae yong jung hwan joon ha \
        neul kyu sun ah hyo chul byung in sung chan hyuk gyu mina yun woong rim kyo do yoon wan chae gun
        """)
    private static let given = hashes(
        "ling ting hua ming yi ping wen mei jun fang ying hui xin yu chun hsin chi hao wei han chia jung lin fen ju shan hsuan en")

    /// Every syllable that some Chinese character has.
    private static let syllables = hashes(
        """
        a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng cha chai chan chang chao \
        che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de den deng \
        di dian diao die ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng fiao fo fou fu ga gai gan gang gao ge gei \
        gen geng gong gou gu gua guai guan guang gui gun guo ha hai han hang hao he hei hen heng hm hong hou hu hua huai huan huang hui hun huo ji \
        jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke ken keng kong kou ku kua kuai kuan kuang kui kun kuo la \
        lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve m ma mai man mang mao me mei men \
        meng mi mian miao mie min ming miu mo mou mu n na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan \
        nun nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu \
        quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she \
        shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te teng ti tian tiao \
        tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya \
        yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhen zheng zhi \
        zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
        """)

    static func scan(_ a: inout Analysis) {
        guard a.hasLatin else { return }
        var i = 0
        while i < a.tokens.count {
            guard a.tokens[i].isWord, !a.taken[i], !a.inTermPhrase[i], a.tokens[i].length <= 18 else {
                i += 1
                continue
            }
            if let end = abbreviated(&a, i) ?? pair(&a, i) ?? joined(&a, i) ?? camel(&a, i) ?? hyphened(&a, i) { i = end } else { i += 1 }
        }
    }

    /// The least and most syllables a token can be cut into, or nothing.
    private static func cut(_ a: Analysis, _ from: Int, _ to: Int) -> ClosedRange<Int>? {
        let n = to - from
        guard n > 0, n <= 14 else { return nil }
        var least = [Int](repeating: 99, count: n + 1)
        var most = [Int](repeating: -1, count: n + 1)
        least[0] = 0
        most[0] = 0
        for k in 0..<n where most[k] >= 0 {
            var h = TextHash.seed
            for l in 1...min(6, n - k) {
                h = TextHash.add(h, a.text.scalars[from + k + l - 1])
                guard syllables.contains(TextHash.finish(h)) else { continue }
                least[k + l] = min(least[k + l], least[k] + 1)
                most[k + l] = max(most[k + l], most[k] + 1)
            }
        }
        return most[n] > 0 ? least[n]...most[n] : nil
    }

    private static func isPlain(_ w: WordClass) -> Bool { w.word < 1 && !w.isTerm && !w.has(WordClass.eponym | WordClass.foreign) }

    /// `Fu Zhiyuan`, `XU^LI`, `Lin Yu-ting`: a surname and a given name of one or two syllables, also the other way round.
    private static func pair(_ a: inout Analysis, _ i: Int) -> Int? {
        let s = a.tokens[i]
        var k = i + 1
        if a.text.mark(k) == 94 || a.text.mark(k) == 44 || a.text.mark(k) == 45 && a.expectsPinyin && a.isGlued(k) { k += 1 }
        guard k < a.tokens.count, a.tokens[k].isWord, !a.taken[k], !a.inTermPhrase[k], a.tokens[k].gap != .line, !a.isGlued(k) || k > i + 1 else {
            return nil
        }
        let g = a.tokens[k]
        guard s.shape == g.shape || g.shape == .lower && s.isCapital && false || s.shape == .upper else { return nil }
        let forward = surnames.contains(s.hash)
        guard forward || surnames.contains(g.hash) && a.expectsPinyin else { return nil }
        let name = forward ? g : s
        // Hu Bo博士, Xiang Li主任
        if s.shape == .title, g.shape == .title, k + 1 < a.tokens.count, a.tokens[k + 1].isHan, a.hanCue(at: k + 1).contains(.titleAfter),
            cut(a, Int(name.from), Int(name.to)) != nil
        {
            a.hit(i, k + 1, .personPinyin)
            return k + 1
        }
        guard name.length >= 2, !name.cue.contains(.stop) || a.expectsPinyin && s.shape == .title && g.shape == .title,
            !name.cue.contains(.month) || a.expectsPinyin && s.shape == .title && g.shape == .title,
            !s.cue.contains(.stop) || s.isCapital && a.expectsPinyin, let count = cut(a, Int(name.from), Int(name.to)), count.lowerBound <= 2
        else { return nil }
        var end = k + 1
        // Wong Ka Fai, Yu-ting
        if forward, count.lowerBound == 1 {
            var next = end
            if a.text.mark(next) == 45, a.isGlued(next) { next += 1 }
            if next < a.tokens.count, a.tokens[next].isWord, a.tokens[next].gap == .space || next > end && a.isGlued(next),
                a.tokens[next].length <= 5, !a.tokens[next].cue.contains(.stop),
                next > end || a.tokens[next].shape == g.shape && (isPlain(a.tokens[next].word) || a.expectsPinyin && !a.tokens[next].word.isTerm),
                let c = cut(a, Int(a.tokens[next].from), Int(a.tokens[next].to)), c.lowerBound == 1
            {
                end = next + 1
            }
        }
        let two = count.lowerBound == 2 || end > k + 1
        let plain = isPlain(name.word)
        guard plain || a.expectsPinyin && !name.word.isTerm && (two || name.isCapital) else { return nil }
        let clean = isPlain(forward ? s.word : g.word)
        var score = 0.0
        if a.expectsPinyin {
            score = two ? 0.65 : clean ? 0.5 : 0.3; if !plain, s.shape == .title, g.shape == .title, clean { score = 0.45 }
        } else if two {
            score = clean ? 0.5 : s.shape == .title ? 0.45 : 0.25
        } else {
            score = clean && name.word.isName ? 0.4 : 0.2
        }
        if s.shape == .lower { score -= a.expectsPinyin ? 0.1 : 0.15 }
        // FANG HUI 19/06/2020: nothing else in the text
        let whole = a.tokens.indices.allSatisfy { $0 == i || $0 == k || !(a.tokens[$0].isWord && a.tokens[$0].length > 1) && !a.tokens[$0].isHan }
        if a.expectsPinyin, a.field.fieldClass == .identifier || whole { score += 0.15 }
        guard score > 0.3 else { return nil }
        a.hit(i, end, .personPinyin, weight: score)
        return end
    }

    /// `DENGYULAN`, `wangxiaoming`: a surname and a given name written as one.
    private static func joined(_ a: inout Analysis, _ i: Int) -> Int? {
        let t = a.tokens[i]
        guard t.length >= (a.expectsPinyin ? 4 : 5), isPlain(t.word),
            !t.word.has(WordClass.truncated | WordClass.place | WordClass.country | WordClass.proper), t.cue.isEmpty
        else { return nil }
        if i + 1 < a.tokens.count, a.isGlued(i + 1), a.tokens[i + 1].isNumber, !a.expectsPinyin { return nil }
        let from = Int(t.from)
        var best = 0
        var h = TextHash.seed
        for l in 1...min(8, t.length - 1) {
            h = TextHash.add(h, a.text.scalars[from + l - 1])
            guard l >= 2, surnames.contains(TextHash.finish(h)), let rest = cut(a, from + l, Int(t.to)), rest.lowerBound <= 2 else { continue }
            best = max(best, rest.upperBound >= 2 && t.length - l >= 4 ? 2 : 1)
        }
        guard best > 0, best > 1 || t.length >= 5 || a.expectsPinyin && !t.word.isName else { return nil }
        let score = a.expectsPinyin ? (best > 1 ? 0.65 : 0.5) : best > 1 ? 0.5 : t.shape == .upper ? 0.43 : 0.3
        a.hit(i, i + 1, .personPinyinJoined, weight: score)
        return i + 1
    }

    private static let notInitials: Set<UInt64> = hashes(
        "ct mr dr us cr dx mg pa ap lat iv po po nm pt xa rf cta mra cpr mip vr mpr c t l r hr bh fs tr te")

    /// `Mai ZC`, `Sima_Qy`, `guanhl`, `LIUX`: a surname and the first letters of the given name, where Chinese is about.
    private static func abbreviated(_ a: inout Analysis, _ i: Int) -> Int? {
        guard a.expectsPinyin else { return nil }
        let t = a.tokens[i]
        if surnames.contains(t.hash), t.isCapital, t.length > 2, !t.word.isTerm, i + 1 < a.tokens.count {
            let n = a.tokens[i + 1]
            if n.isWord, n.isCapital, n.length <= 2, n.gap == .space || n.gap == .underscore, !notInitials.contains(n.hash),
                n.length == 2 || t.word.word == 0, !n.word.isTerm || n.length == 2 && !a.isAllCaps,
                !(i + 2 < a.tokens.count && a.isGlued(i + 2) && a.tokens[i + 2].isNumber)
            {
                a.hit(i, i + 2, .personPinyinInitials)
                return i + 2
            }
        }
        guard t.length >= 4, t.length <= 9, t.word.isUnknown || t.word.bits & ~15 == 0 && t.word.first + t.word.last < 2, t.cue.isEmpty,
            t.shape != .mixed, !(i + 1 < a.tokens.count && a.isGlued(i + 1) && a.tokens[i + 1].isNumber && a.tokens[i + 1].length > 2)
        else { return nil }
        let from = Int(t.from)
        for tail in 1...2 where t.length - tail >= 3 {
            let initials = a.text.scalars[Int(t.to) - tail..<Int(t.to)]
            guard initials.allSatisfy({ ![97, 101, 105, 111, 117, 118].contains($0) }),
                surnames.contains(TextHash.of(a.text.scalars[from..<Int(t.to) - tail])), tail == 2 || t.length > 3
            else { continue }
            // A whole surname may end in n or g.
            if surnames.contains(t.hash) || cut(a, from, Int(t.to)) != nil { continue }
            a.hit(i, i + 1, .personPinyinInitials, weight: tail == 2 ? 0.5 : 0.42)
            return i + 1
        }
        return nil
    }

    /// `HuiminZhuang`, `RLTang`: given name first, each part with a capital.
    private static func camel(_ a: inout Analysis, _ i: Int) -> Int? {
        let t = a.tokens[i]
        guard a.expectsPinyin, t.shape == .mixed, t.length >= 5, t.length <= 18, !t.word.isVocabulary, t.cue.isEmpty else { return nil }
        let from = Int(t.from)
        let to = Int(t.to)
        guard let split = (from + 1..<to).last(where: { a.text.upper[$0] }), split - from >= 2, to - split >= 2 else { return nil }
        let initials = (from..<split).allSatisfy { a.text.upper[$0] } && split - from <= 2
        guard surnames.contains(TextHash.of(a.text.scalars[split..<to])),
            initials || (cut(a, from, split)?.lowerBound ?? 9) <= 2
                || surnames.contains(TextHash.of(a.text.scalars[from..<split])) && cut(a, split, to) != nil
        else { return nil }
        a.hit(i, i + 1, .personPinyinJoined)
        return i + 1
    }

    /// `Min-jun`, `Wei-Ling`: two syllables with a hyphen, the first with a capital.
    private static func hyphened(_ a: inout Analysis, _ i: Int) -> Int? {
        guard a.text.mark(i + 1) == 45, a.isGlued(i + 1), i + 2 < a.tokens.count, a.isGlued(i + 2), a.tokens[i + 2].isWord, !a.isJoined(i) else {
            return nil
        }
        let (f, g) = (a.tokens[i], a.tokens[i + 2])
        guard f.shape == .title, g.shape == .lower || g.shape == .title, !g.cue.contains(.stop), a.text.mark(i + 3) != 45, f.length >= 2,
            g.length >= 2
        else { return nil }
        let isKorean = korean.contains(f.hash) && korean.contains(g.hash)
        let isChinese = given.contains(g.hash) && cut(a, Int(f.from), Int(f.to))?.lowerBound == 1
        guard isKorean || isChinese, !(f.word.isTerm && g.word.isTerm) else { return nil }
        a.hit(i, i + 3, .personHyphen)
        return i + 3
    }
}
