#!/usr/bin/env python3
"""Writes dicom-words.txt and dicom-phrases.txt: the standard's own names, from pydicom (MIT).  dicom-lists.py LISTS_DIR"""

import re, sys, unicodedata
from pydicom._dicom_dict import DicomDictionary, RepeatersDictionary
from pydicom._uid_dict import UID_dictionary
from pydicom.sr._cid_dict import name_for_cid

out = sys.argv[1]
fold = lambda s: "".join(c for c in unicodedata.normalize("NFD", s.lower()) if not unicodedata.combining(c))
ranked = lambda n: {l.rsplit(" ", 1)[0]: int(l.rsplit(" ", 1)[1]) for l in open(f"{out}/{n}", encoding="utf-8") if " " in l}
first, last = ranked("first.txt"), ranked("last.txt")
names = {k: max(first.get(k, 0), last.get(k, 0)) for k in {**first, **last}}
phrases = (
    {v[2] for v in list(DicomDictionary.values()) + list(RepeatersDictionary.values())}
    | {u[0] for u in UID_dictionary.values()}
    | set(name_for_cid.values())
)
keys = {v[4] for v in DicomDictionary.values()} | {u[4] for u in UID_dictionary.values()} | {re.sub(r"\W", "", n) for n in name_for_cid.values()}
phrases = {re.sub(r"\s+", " ", p.replace("(Retired)", "")).strip() for p in phrases if p}
words = set()
for p in phrases:
    for w in re.findall(r"[A-Za-zÀ-ÿ]+", p):
        w = fold(w)
        # A common name stays a name.
        if len(w) > 2 and names.get(w, 0) < 3 and w.isascii():
            words.add(w)
open(f"{out}/dicom-words.txt", "w").write("".join(w + "\n" for w in sorted(words)))
p = sorted(x for x in phrases if x.isascii() and 3 < len(x) < 90)
open(f"{out}/dicom-phrases.txt", "w").write("".join(x + "\n" for x in p + sorted(k for k in keys if k and k.isascii() and len(k) < 40)[::4]))
print(len(words), len(p))
