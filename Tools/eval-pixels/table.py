# SPDX-License-Identifier: Apache-2.0
"""Adds verdicts up to the figures that are required."""

from collections import defaultdict

ROWS = [
    # key, what it says, required, aim, whether larger is better
    ("gone", "legible identifying texts gone or held back", 0.99, 0.997, True),
    ("held", "files with text held back", 0.10, 0.10, False),
    ("leaking", "files that leak at least one", 0.02, 0.005, False),
    ("clean_changed", "real clean CT, MR, CR, NM images changed", 0.03, 0.005, False),
    ("changed_outside", "pixels changed outside text, mean of the image", 0.01, 0.001, False),
    ("unreadable_released", "unreadable files released", 0, 0, False),
    ("says_clean", "files that say NO with a text left", 0.02, 0.005, False),
    ("lies", "header lies", 0, 0, False),
    ("other_boxes", "images whose boxes differ between lossless syntaxes", 0, 0, False),
    ("outside_boxes", "files with pixels changed outside the manifest's boxes", 0, 0, False),
    ("look_ms", "milliseconds to look at an image of 512 x 512", 40, 12, False),
]
COLUMNS = [("gone", 10), ("held", 9), ("leaking", 9), ("changed_outside", 9), ("lies", 6)]


def share(part, whole):
    return part / whole if whole else None


def figures(verdicts):
    """The figures of generated files, over all and by family and syntax."""
    # Lines that run upwards are not promised, and counted apart.
    result = {"ALL": group([verdict for verdict in verdicts if verdict.family != "turned"])}
    for kind in ("family", "syntax"):
        parts = defaultdict(list)
        for verdict in verdicts:
            parts[getattr(verdict, kind)].append(verdict)
        result[kind] = {name: group(part) for name, part in sorted(parts.items())}
    return result


def group(verdicts):
    texts = sum(verdict.legible for verdict in verdicts)
    released = [verdict for verdict in verdicts if verdict.held is None]
    return {
        "files": len(verdicts),
        "texts": texts,
        "gone": share(texts - sum(len(verdict.left) for verdict in verdicts), texts),
        "held": share(len(verdicts) - len(released), len(verdicts)),
        "leaking": share(sum(1 for verdict in verdicts if verdict.left), len(verdicts)),
        "changed_outside": share(sum(verdict.changed_outside for verdict in verdicts), len(verdicts)),
        "says_clean": share(sum(1 for verdict in verdicts if verdict.says_clean), len(verdicts)),
        "lies": sum(1 for verdict in released if verdict.lies),
        "not_decodable": sum(1 for verdict in verdicts if verdict.unreadable),
    }


def shown(value, key):
    if value is None:
        return "-"
    if key in ("gone", "held", "leaking", "clean_changed", "changed_outside", "says_clean"):
        return f"{100 * value:.2f} %"
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def row_of(name, part):
    return f"{name:<26}{part['files']:>6}{part['texts']:>7}" + "".join(f"{shown(part[key], key):>{width}}" for key, width in COLUMNS)


def text_of(result):
    lines = [f"{'':<58}{'got':>10}{'required':>10}{'aim':>10}"]
    for key, words, required, aim, larger in ROWS:
        value = result["summary"].get(key)
        if value is None:
            lines.append(f"{words:<58}{'-':>10}")
            continue
        misses = value < required if larger else value > required
        lines.append(f"{words:<58}{shown(value, key):>10}{shown(required, key):>10}{shown(aim, key):>10}{'  MISSED' if misses else ''}")
    for kind in ("family", "syntax"):
        lines += ["", f"{kind:<26}{'files':>6}{'texts':>7}{'gone':>10}{'held':>9}{'leaking':>9}{'outside':>9}{'lies':>6}"]
        lines += [row_of(name, part) for name, part in result[kind].items()]
    if "shipped" in result:
        lines += ["", f"{'with ai-labeling as it is':<26}{'files':>6}{'texts':>7}{'gone':>10}{'held':>9}{'leaking':>9}{'outside':>9}{'lies':>6}"]
        lines += [row_of(name, part) for name, part in (("all", result["shipped"]["ALL"]), *result["shipped"]["family"].items())]
    lines.append("")
    for name, part in result.get("clean", {}).items():
        lines.append(f"clean {name:<20}{part['files']:>6} files, {part['changed']} changed, {part['held']} held back")
    for name, part in result.get("public", {}).items():
        lines.append(f"public {name:<25}{part}")
    return "\n".join(lines)


def below_floors(result, floors):
    """What misses a committed floor, in words."""
    missed = []
    for key, floor in floors.items():
        value = result["summary"].get(key)
        larger = next(row[4] for row in ROWS if row[0] == key)
        if value is None or (value < floor if larger else value > floor):
            missed.append(f"{key} is {shown(value, key)}, and {'at least' if larger else 'at most'} {shown(floor, key)} is asked")
    return missed
