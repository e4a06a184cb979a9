# SPDX-License-Identifier: Apache-2.0
"""Scores a release against the key of a challenge.

  python3 scripts/challenge/score.py CHALLENGE RELEASE [--failures N]

Files are matched by Instance Number, which a release keeps. A row passes when no part that has to go is left (letters and digits
only, whole words), every word that has to stay is there, UIDs and dates are other ones and the same mapping holds everywhere."""

import collections, glob, hashlib, json, re, sys
import pydicom


def words(s):
    return re.findall(r"\w+", s.lower())


def holds(text, part):
    """A part of several words counts as left when a word of it that is no everyday one is."""
    have = words(text)
    want = words(part)
    return any(have[i : i + len(want)] == want for i in range(len(have) - len(want) + 1)) or any(
        len(w) > 3 and not w.isdigit() and w in have for w in want if w.isalpha() and w not in COMMON
    )


COMMON = set(
    (
        "street road drive lane court avenue main oak maple medical center hospital clinic imaging radiology associates university community "
        "general regional memorial cancer http org saint"
    ).split()
)


def value(ds, element):
    if element.startswith("("):
        group, creator, byte = element.strip("()").split(",")
        try:
            e = ds.private_block(int(group, 16), creator)[int(byte, 16)]
        except KeyError:
            return None
        return e.value
    here = ds
    for step in element.split("."):
        name, _, index = step.partition("[")
        if name not in here:
            return None
        here = here[name].value
        if index:
            here = here[int(index.rstrip("]"))]
    return here


def text(v):
    return "" if v is None else "\\".join(map(str, v)) if isinstance(v, (list, pydicom.multival.MultiValue)) else str(v)


def main(challenge, release, *options):
    limit = int(options[1]) if options[:1] == ("--failures",) else 0
    out = {}
    for path in glob.glob(f"{release}/images/**/*.dcm", recursive=True):
        ds = pydicom.dcmread(path)
        out[int(ds.InstanceNumber)] = ds
    passed, total, failures, maps, missing = collections.Counter(), collections.Counter(), [], {}, set()
    sources = {int(p[-9:-4]): pydicom.dcmread(p) for p in glob.glob(f"{challenge}/images/*.dcm")}
    for line in open(f"{challenge}/key.jsonl", encoding="utf-8"):
        row = json.loads(line)
        action = row["action"]
        total[action] += 1
        if row["file"] not in out:
            missing.add(row["file"])
            continue
        ds, source = out[row["file"]], sources[row["file"]]
        old, new = value(source, row["element"]), value(ds, row["element"])
        left = [p for p in row["go"] if holds(text(new), p)]
        lost = [w for w in row["stay"] if not all(x in words(text(new)) for x in words(w))]
        ok = not left and not lost
        if action == "pixels":
            ok = hashlib.sha256(old).digest() == hashlib.sha256(new or b"").digest()
        elif action in ("uid", "pseudonym"):
            mapped = maps.setdefault((row["element"] if action == "pseudonym" else "uid", text(old)), text(new))
            ok = ok and text(new) not in ("", text(old)) and mapped == text(new)
        elif action == "date":
            ok = text(new) != text(old)
        passed[action] += ok
        if not ok:
            failures.append(
                (
                    row["file"],
                    row["element"],
                    action,
                    "left " + "|".join(left) if left else "lost " + "|".join(lost),
                    text(old)[:200] if action != "pixels" else "",
                    text(new)[:200] if action != "pixels" else "",
                )
            )
    for action in sorted(total):
        print(f"{action:10} {passed[action]:6} of {total[action]:6}  {100 * passed[action] / total[action]:.2f} %")
    everything = sum(total.values())
    leaks = sum(1 for f in failures if f[3].startswith("left"))
    print(
        f"{'all':10} {sum(passed.values()):6} of {everything:6}  {100 * sum(passed.values()) / everything:.2f} %  {leaks} leaks, {len(missing)} "
        f"files not released"
    )
    for f in failures[:limit]:
        print(*f, sep="\n    ")


if __name__ == "__main__":
    main(*sys.argv[1:])
