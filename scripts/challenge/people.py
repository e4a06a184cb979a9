# SPDX-License-Identifier: Apache-2.0
"""Invented people, places and numbers, and sentences to hide them in."""

FAMILY = (
    "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson "
    "Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill "
    "Flores Green "
    "Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes "
    "Stewart Morris "
    "Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks "
    "Chavez Wood "
    "Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Okafor Trevithick Vandermeer Zielinski "
    "Abernathy Dziedzic "
    "Szymanski Kowalczyk Papadopoulos Oyelaran Hallowell Featherstone Lindqvist Bhattacharya Nakamura Castellanos"
).split()
GIVEN = (
    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen "
    "Christopher Lisa Daniel Nancy Matthew Betty Anthony Sandra Mark Margaret Donald Ashley Steven Kimberly Andrew Emily Paul Donna Joshua Michelle "
    "Kenneth Carol Kevin Amanda Brian Melissa George Deborah Timothy Stephanie Ronald Rebecca Priyanka Oluwaseun Katarzyna Giancarlo Bronwyn "
    "Aoife Dmitri"
).split()
SITES = [
    "Harbor Point Medical Center",
    "Alder Creek Clinic",
    "Mercy Regional Hospital",
    "Northgate Community Hospital",
    "Blue Ridge Imaging Center",
    "Lakeview University Hospital",
    "Saint Brendan Memorial Hospital",
    "Cedar Hollow Cancer Center",
    "Kingsway General Hospital",
    "Pinehurst Radiology Associates",
]
STREETS = [
    "Oak Street",
    "Maple Avenue",
    "Tanglewood Drive",
    "Mill Road",
    "Cedar Lane",
    "Willow Court",
    "Main Street",
    "Birch Boulevard",
    "Elm Way",
    "Hawthorn Crescent",
]
TOWNS = [
    ("Springfield", "IL", "62704"),
    ("Dayton", "OH", "45402"),
    ("Fresno", "CA", "93721"),
    ("Spokane", "WA", "99201"),
    ("Tampa", "FL", "33602"),
    ("Macon", "GA", "31201"),
]

# {kind} is an identifier that must go; every other word must stay.
DESCRIPTIONS = {
    "CT": [
        "CT CHEST W CONTRAST",
        "CT ABDOMEN PELVIS WO",
        "CT HEAD WITHOUT CONTRAST",
        "THORAX ROUTINE 5.0 B70f",
        "CTA RUNOFF",
        "LUNG 1.25MM",
        "HIGH RES CHEST",
        "PE PROTOCOL",
        "CT NECK SOFT TISSUE",
    ],
    "MR": [
        "MRI BRAIN W WO",
        "T1 AX POST",
        "AX T2 FLAIR",
        "SAG T1 SE",
        "ep2d_diff_3scan_trace_p2",
        "COR T2 STIR",
        "Ax LAVA Flex +C",
        "t1_mprage_sag_p2_iso",
        "MR PROSTATE",
        "AX DWI b1000",
    ],
    "CR": ["CHEST PA LATERAL", "XR KNEE 3 VIEWS", "PORTABLE CHEST AP", "ABDOMEN SUPINE"],
    "DX": ["CHEST 2 VIEWS", "HAND PA OBL LAT", "PELVIS AP", "C SPINE FLEXION"],
    "MG": ["R MLO", "L CC", "SCREENING MAMMO BILATERAL", "R CC TOMO"],
    "PT": ["PET CT SKULL TO THIGH", "PET WB CTAC", "BRAIN FDG", "WB NAC"],
}
DESCRIPTION_FORMS = [
    "{base}",
    "{base}",
    "{base}",
    "{base} for patient {family}",
    "{base} {date}",
    "{base} - {upper}",
    "{base} for Dr. {doctor}",
    "{base} MRN {mrn}",
    "{base} {phone}",
    "{base} {family}, {given}",
    "{base} per Dr {doctor}",
    "{upper}^{uppergiven} {base}",
    "{base} at {site}",
    "{base} {ssn}",
    "{base} done {date}",
    "{base} acc {accession}",
]
COMMENTS = [
    "Patient {given} {family} was scanned supine without complication.",
    "Comparison made with the prior study dated {date}.",
    "Please call {phone} with critical results.",
    "Images reviewed by Dr. {doctor}.",
    "Patient lives at {address}.",
    "SSN {ssn} verified at check in.",
    "Contact {email} for follow up.",
    "Motion artifact on the delayed series.",
    "MRN {mrn} merged with duplicate record.",
    "Transferred from {site}.",
    "History of hypertension and type 2 diabetes.",
    "No known drug allergies. Creatinine 0.9 mg/dL.",
    "Contrast: 100 mL Omnipaque 350, no reaction.",
    "{given} {family} is a {age} year old with chest pain.",
    "Interpreter {other} assisted.",
    "Technologist {other}, RT(R).",
    "Mother {othergiven} {family} present for consent.",
    "See http://pacs.hartsmoor-hospital.org/study/{mrn} for priors.",
    "Breath hold was suboptimal; lung bases repeated.",
    "Ref physician: {doctor}, {doctorgiven} MD, fax {phone}.",
    "DOB {birth} confirmed.",
    "Right knee pain after a fall three days ago.",
    "Implant serial number {serial} recorded.",
    "Reported by {doctorgiven} {doctor} on {date}.",
]
