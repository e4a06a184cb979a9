#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes Tools/train-names/Lists/zh-words.txt; replaces the part of reduce-lists.py that writes it.

python3 Tools/reduce-zh-words.py SITE_PACKAGES      (needs jieba, Faker, Babel)"""

import collections, math, os, re, sys

site = sys.argv[1]
sys.path.insert(0, site)
from babel import Locale

out = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'train-names', 'Lists') + '/'
han = re.compile('[\u4e00-\u9fff]+')
zh = Locale('zh')
sw = dict((l.split()[0], int(l.split()[1])) for l in open(out + 'zh-surnames.txt'))
comm = set(c for c, w in sw.items() if w >= 50)
places = set(w for l in open(out + 'own-zh-places.txt') if not l.startswith('#') for w in l.split())
places |= {w for w in zh.territories.values() if han.fullmatch(w)}
places |= {v['city'] for v in zh.time_zones.values() if isinstance(v, dict) and 'city' in v and han.fullmatch(v['city'])}
L = [(w, int(f), t) for w, f, t in (l.split() for l in open(site + '/jieba/dict.txt', encoding='utf8'))]
D = {w: f for w, f, t in L}
famous = [w for l in open(out + 'own-zh-famous.txt') if not l.startswith('#') for w in l.split()]
bad3 = re.compile(
    '.*([人族语县乡镇村区市省公爷爸妈叔伯哥弟姐妹奶婆娘师祖王帝后妃侯爵社会队馆站路街桥牌奖厂司证兵赛们家军寺院庄岭港岗]|先生|女士|小姐)$'
)
rows = []
cnt = collections.Counter()
bad = re.compile(
    '.*([人族语州山河江湖角邦市岛党峰湾海洲国县乡镇村省区城港岭寺院校厂司义牌奖队团军社会学馆站路街桥关宫门年节氏家店号派型式书传法王帝后妃公侯爵爷爸妈'
    '叔伯哥弟姐妹奶婆娘师祖塔部场庄证兵赛性币分下里岗泊杯们树堂]|先生|女士|小姐|夫人|大爷|大妈|大侠|公公|同志|主席|将军|大人|大哥|公司|集团)$'
)


def likely(w):
    return len(w) == 3 and w[0] in comm and sw[w[0]] >= 80 and D.get(w[:2], 0) < 20 and D.get(w[1:], 0) < 20 and not bad.match(w)


for w, f, t in L:
    if not han.fullmatch(w) or w in places or w in famous:
        continue
    b = round(math.log(max(f, 1)) * 2)
    n = len(w)
    if t.startswith('nr'):
        if n == 2 and f >= 10:
            rows.append(f"{w} {max(1,b-(6 if sw.get(w[0],0)>=100 and t=='nr' else 3))} w")
        elif n == 3 and f >= 20 and w[0] in comm and not bad3.match(w):
            rows.append(f"{w} {b} r")
            cnt['3r'] += 1
        elif n == 3 and f >= 300:
            rows.append(f"{w} {b} r" if not bad.match(w) else f"{w} {b} w")
        elif n == 4 and f >= 300:
            rows.append(f"{w} {b} w")
        elif t == 'nrt' and n >= 3 and f >= 5 and not bad.match(w):
            rows.append(f"{w} {b} r")
            cnt['f'] += 1
        elif n >= 3 and f >= 5 and bad.match(w):
            rows.append(f"{w} {b} w")
            cnt['b'] += 1
    elif t == 'ns' and f >= 2 and n <= 7:
        rows.append(f"{w} {b} p")
    elif t == 'nt' and n <= 8:
        rows.append(f"{w} {b} o")
    elif n == 3 and t in ('n', 'nz', 't', 'i', 'l', 'x', 'ng', 'v', 'm', 'd', 'a') and f >= 14 and likely(w) and t in ('t', 'n', 'nz') and f < 5000:
        rows.append(f"{w} {b} r")
        cnt['odd'] += 1
    elif n == 1 or (f >= 3 and n <= 4):
        rows.append(f"{w} {b} w")
for w in famous:
    rows.append(f"{w} 14 r")
for w in sorted(places):
    rows.append(f"{w} {max(8,round(math.log(max(D.get(w,1),1))*2))} p")
open(out + 'zh-words.txt', 'w').write("".join(r + "\n" for r in sorted(set(rows))))
print(len(rows), cnt)
