# SPDX-License-Identifier: Apache-2.0
"""usage: scripts/interop/modify.py ORTHANC PROGRAM FILE

Has Orthanc modify and anonymize FILE by requests, and PROGRAM scrub it by the profiles that it makes of them. Whatever Orthanc removes or replaces
must not be in the release either.
"""
import io
import json
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

try:
    import pydicom
except ImportError:
    print("SKIPPED: needs pydicom")
    sys.exit(0)

REQUESTS = {
    "modify": [
        {"Remove": ["InstitutionName", "0008-1030", "(0008,1010)", "00181030"], "RemovePrivateTags": True,
         "Replace": {"SeriesDescription": "", "Manufacturer": "ACME", "Modality": "MR", "KVP": "1"}},
        {"Remove": ["RequestAttributesSequence[0].RequestedProcedureID", "RequestAttributesSequence[*].ScheduledProcedureStepDescription"]},
        {"Replace": {"PatientName": "hello", "0010-0020": "world", "StudyDate": "20000101"}, "Remove": ["PatientBirthDate"],
         "Keep": ["InstitutionName"], "Force": True},
    ],
    "anonymize": [{}, {"Keep": ["StudyDescription"], "Replace": {"PatientName": "A", "StationName": "B"}, "KeepPrivateTags": True}],
}


def values(dataset, path=""):
    """Of each element at every depth, but for sequences and pixels, what stands in it."""
    found = {}
    for element in dataset:
        name = path + str(element.tag)
        if element.VR == "SQ":
            for number, item in enumerate(element.value):
                found |= values(item, f"{name}[{number}].")
        elif element.tag != 0x7FE00010 and not element.is_empty:
            found[name] = str(element.value)
    return found


def scrubbed(program, file, request, scratch):
    (scratch / "request.json").write_text(json.dumps(request))
    profile = subprocess.run([program, "profile", "import", scratch / "request.json"], check=True, capture_output=True).stdout
    (scratch / "profile.yaml").write_bytes(profile)
    subprocess.run(
        [program, "scrub", file, "--profile", scratch / "profile.yaml", "--output", scratch / "out", "--state", scratch / "state", "--quiet"],
        check=True, capture_output=True)
    return values(pydicom.dcmread(next(scratch.glob("out/images/*/*/*/*.dcm"))))


def main(orthanc, program, file):
    with open(file, "rb") as content:
        held = json.load(urllib.request.urlopen(urllib.request.Request(f"{orthanc}/instances", data=content.read())))["ID"]
    before, compared, faults = values(pydicom.dcmread(file)), 0, 0
    for action, requests in REQUESTS.items():
        for request in requests:
            answer = urllib.request.urlopen(urllib.request.Request(f"{orthanc}/instances/{held}/{action}", data=json.dumps(request).encode()))
            theirs = values(pydicom.dcmread(io.BytesIO(answer.read())))
            with tempfile.TemporaryDirectory() as scratch:
                ours = scrubbed(program, file, request, Path(scratch))
            for name, value in before.items():
                if theirs.get(name) == value:
                    continue
                compared += 1
                if ours.get(name) == value:
                    faults += 1
                    print(f"{json.dumps(request)}: Orthanc changes {name}, and the imported profile leaves it", file=sys.stderr)
    print(f"{compared} values that Orthanc removes or replaces, {faults} of them left by the imported profiles")
    return 1 if faults or not compared else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
