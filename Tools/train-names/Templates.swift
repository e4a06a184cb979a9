// SPDX-License-Identifier: Apache-2.0

/// Sentence patterns. Names, places and findings are filled in by the generator.
enum Templates {
    static let roles = [
        "tech", "technologist", "radiologist", "attending", "resident", "nurse", "RN", "surgeon", "fellow", "referring", "ref", "ordering", "PCP",
        "cardiologist", "sonographer", "interpreter", "signed by", "read by",
        "reported by", "dictated by", "performed by", "ordered by", "reviewed with", "discussed with", "scanned by", "assistant", "cc", "attn",
        "copy to", "transcribed by", "verified by", "author", "reader", "operator",
    ]
    static let kin = [
        "wife", "husband", "mother", "father", "son", "daughter", "brother", "sister", "aunt", "uncle", "cousin", "friend", "neighbor", "guardian",
        "caregiver", "next of kin", "baby", "grandson", "partner",
    ]

    static let complaints = [
        "chest pain", "shortness of breath", "cough", "fever", "headache", "abdominal pain", "back pain", "neck pain", "knee pain", "fall", "trauma",
        "mva", "rule out fracture", "r/o pe", "follow up nodule", "lung ca", "staging",
        "weakness", "numbness", "dizziness", "syncope", "seizure", "stroke", "tia", "nausea and vomiting", "constipation", "hematuria", "flank pain",
        "kidney stone", "jaundice", "weight loss", "swelling", "dvt", "infection",
        "osteomyelitis", "postop", "s/p surgery", "tumor", "metastatic disease", "breast lump", "screening", "pregnancy", "vaginal bleeding",
        "pelvic pain", "scrotal pain", "foreign body", "line placement", "tube placement", "ett placement",
        "pneumonia", "pneumothorax", "effusion", "copd", "asthma", "chf", "afib", "htn", "dm", "ckd", "cirrhosis", "hepatitis", "pancreatitis",
        "appendicitis", "diverticulitis", "sbo", "hernia", "gallstones", "cholecystitis",
    ]

    static let positive = [
        // descriptors
        "{X} {LU}", "{X} - {LU}", "{X} ({FL})", "{X} - {L}", "{X} for {T} {L}", "{X} {L}", "{S} {L}", "{S} ({FL})", "{L} {S}", "{S} - {FL}",
        "{X} ** {LU} **", "{X} {L}/{D}", "{X} {LF}", "{S} {LU}", "{LU} {S}", "{L}_{S}", "{S}_{L}",
        "{X}^{L}", "{L}^{F} {S}", "{X} {P}", "{X} per {P}", "{X} PER {T} {LU}", "{X} req {L}", "{X}, {F} {L}", "{X} {D} {LU}", "{LU} {N} {D}",
        "{LU} {D} {N}", "{LF} {N}", "{LU} {N}", "{L} {D}", "{F} {L} {D}", "{L} {F} {X}", "{FL} {X}",
        "{LF} {X}", "{X} [{L}]", "{X} pt {L}", "{L} protocol {S}", "{B} {L} protocol", "{S} for {L}", "{F} {S}", "{S} {F}", "{B} {F}", "{X} {F}",
        "{F}'s {B}", "{L}'s {B}", "{L} {B}", "{LU} {B}", "{S} {I} {D}", "{X} {LU} {N}", "{S} {LU} {D}",
        // cue-less names in notes
        "{FL} {n}F {K}", "{FL} {n} yo M with {K}", "{L} {n}M {K}", "{FL}, {K}", "{LF}, {K}", "{LU} ADMITTED {D} {K}", "{LC} asked to stop the exam",
        "{LC} moved during scan", "{FL} was late", "{LC} refused contrast", "{LC} called about results",
        "{FL} and {FL} assisted", "{FL} {N}", "{FL} {D}", "{FL} (born {D}) attended {H} for {X}.", "{FL} was seen at {H}",
        "{F} helped position the patient", "{F} will call back", "waiting on {F}", "gave disc to {F}", "given to {FL}",
        "sent to {FL} at {H}", "images pushed to {F}", "ask {F} about this", "see {F} before scanning", "{F} said ok", "ok per {F}",
        "per {I}, stable", "per {L}", "per {T} {L}", "{T} {L} aware", "{T} {L} notified", "{T} {FL} reviewed the images",
        "{T} {L}", "{T} {FL}", "{T} {LC} called", "{T} {L} wants {X}", "{T} {L}: {K}", "{T} {L}, {K}", "{K}, {T} {L}", "{K} - {T} {FL}",
        "{K}; {T} {L}", "{n} yo f, {T} {L}, {K}", "{K} seen by {T} {L}", "{K}, followed by {L}", "{K} by {L}",
        "Patient {L} {K}", "Pt {LU} w/ {K}", "pt {LC} {K}", "Patient: {P}", "Name: {P}", "Patient name {FL}",
        "name on request {FL}, on wristband {FL}", "wristband read {LF} / {N}", "wrong patient {FL}", "scanned as {FL}, actually {FL}",
        "{Q} {F}", "{Q} {F} drove patient home", "{Q} {F} gives history", "{Q} {FL} present", "{Q}: {FL} {N}", "{Q} {FL} called",
        "{K}, {Q} {F} interpreted", "goes by {F}, surname spelt {L}", "maiden name {L}", "formerly {FL}", "aka {F} {L}",
        "{R} {P}", "{R}: {P}", "{R} {FL}", "{R} {L}", "{R} {F}", "{R} {I}", "{R}: {I}", "{R} {L} {K}", "{K}. {R} {FL}", "{K} {R} {L}",
        "{R}: {FL}, MD", "{FL}, MD", "{FL} MD", "{FL}, RN called", "{FL} RT(R)", "{R} {T} {L}", "{R} {T} {FL}, {K}",
        "Dictated by {FL} on {D}", "Signed {FL}, MD", "Resident {FL} / Attending {FL}", "Reported to {FL} by phone, {D}.",
        "Reader: {L}. Date read: {D}.", "Thank you for referring {FL}.", "Thank you {T} {L} for this referral.",
        "Referring: {L}, {F}; copy {L}", "Referring: {LF}", "cc {LF}", "cc: {FL}, {FL}", "please phone {F} on {N} when done", "call {F} at {N}",
        "call {FL} with results", "page {L} with results", "results called to {FL} at 10:30", "Called to RN {F} 4 East.",
        "Findings discussed with {FL} at 14:20.", "{T} {FL} was informed of the findings.", "These results were communicated to {FL}.",
        "The study was reviewed by {FL}.", "Critical result called to {L} on {D}.", "{T} {L} agrees with the interpretation.",
        "I, {FL}, have reviewed the images.", "Electronically signed by {LF} {D}", "Interpreted by: {FL}", "{D} {L} {K}", "{D} {FL}: {K}",
        "REPORT\nName {FL}\nNumber {N}\nExam {X} on {D}\nAuthor {FL}", "Name {FL} DOB {D}", "{LF} DOB {D} MRN {N}",
        "roi by {LC}", "roi {L}", "annotated {I} {D}", "measured by {L}", "contours {L}", "from {L}^{F}", "user {LC}", "{I}/{I}", "{FL}/{I}",
        "clinic {D} with {L}", "appt with {L} {D}", "with {L} in clinic", "{K} to see {T} {L}", "f/u with {L}",
        "patient of {T} {L} ext {n}", "patient of {L}", "under the care of {L}", "{n}yo, {K}, under the care of {L}", "copy of report to {L}",
        "old films with {L}", "interpreter {F} present", "Interpreter: {F}", "consent by {L}", "IV by {F}", "injected by {F} {L}",
        "{F} is claustrophobic", "{L} is allergic to {G}", "{FL} has {K}", "{F} has {K}", "{F} {L} - {K}", "{L}/{F} {K}", "{K} {LU}", "{K} ({L})",
        "baby girl {LU} {n} days", "baby {L}", "infant of {FL}", "twin of {F}",
        "{V} {FL}", "{V}: {FL}", "{V} {L}", "{FL} {V}", "{V} {L} {V}", "{V} {LU}", "{V} {FL}, {D}", "{V} {F} {V}",
        // general prose
        "My name is {FL} and I live in {C}.", "{FL} works at {O}.", "{FL} from {O} called yesterday.", "Hi {F}, please send the report to {FL}.",
        "Dear {FL},", "Dear {T} {L},", "Regards, {FL}", "Thanks,\n{F}", "Best regards,\n{FL}", "I met {F} in {C} last week.",
        "{FL} was born in {C} on {D}.", "{F} and {F} went to {C}.", "Please contact {FL} at {N}.", "Contact: {FL}, {O}", "{FL} ({N})",
        "Is {F} there?", "Can you ask {F} to call me?", "{F} said that {F} would come.", "{FL}, who lives in {C}, was there.",
        "The meeting with {FL} was moved.", "{FL}'s account number is {N}.", "{F}'s phone is {N}", "According to {FL}, the results were fine.",
        "{FL} told {FL} about it.", "She is married to {FL}.", "He is the son of {FL}.", "The card belongs to {FL}.",
        "{FL}, {C}", "{FL}\n{O}\n{C}", "mr {LC} coughed on sequence {n}", "mrs {LC} will be late", "ref {LC} np", "{LC} {D} {K}",
        "{O} hired {FL} as a driver.", "{FL} moved from {C} to {C}.", "{FL} plays for {C}.", "{FL} said on Monday that {W} {W}.",
    ]

    static let place = [
        "transferred from {H}", "prior at {H} on {D}", "outside CT {H}", "outside {X} {H}", "seen in {H}", "seen at {H} {D}", "{H} {S}", "{X} {H}",
        "images from {H}, {C}.", "from {C}", "lives in {C}", "{K}, from {C}", "resident of {C}", "moved from {C}",
        "employed at {O}", "works at {O}", "{K} at {O}", "fell at {O}", "student at {O}", "sent over from {H} last night", "admitted to {H} {D}",
        "{K}; prior surgery {D} at {H}", "Comparison from {H} {D}", "{H} {D}", "{H} ER {D}", "copy to {H}", "{H}", "{H} {N}",
        "flew from {C} to {C}", "visiting from {C}", "I work for {O} in {C}.", "{O} is based in {C}.", "The {O} office in {C} is closed.",
        "{C} to {C} on {D}", "delivered at {H}", "property of {H}", "records from {H}", "born in {C}", "lives near {C}", "travel to {C}",
    ]

    static let negative = [
        "{n} yo F with {K}", "{n}M {K}", "{n} year old male {K}", "{K} {n} days", "{K} x {n} weeks", "No evidence of {K}.",
        "Findings consistent with {K}.", "There is {K}.", "Mild {K} noted.", "Stable {K}.", "{K}, unchanged", "History of {K}.", "Hx {K}", "s/p {K}",
        "Follow up in {n} months.", "The {B} is normal.", "The {B} is unremarkable.", "Normal {B}.", "{B} pain", "{B} pain after fall", "r/o {K}",
        "rule out {E}", "{K} vs {K}", "Impression: {K}", "Indication: {K}", "Technique: {X}", "Comparison: {D}", "Comparison: None",
        "Findings: {K}", "Clinical history: {K}", "CONCLUSION: {K}", "Patient tolerated the procedure well.", "Patient unable to hold breath.",
        "Patient moved during scan.", "Patient refused contrast.", "Pt claustrophobic", "Pt cooperative", "Patient unable to lie flat",
        "Consent was obtained and the skin was marked.", "The catheter was placed without complication.", "Motion degraded study",
        "Limited by body habitus", "Contrast reaction", "IV infiltrated", "No priors", "No comparison available.", "Please call with results",
        "will call", "May be artifact", "May repeat in {n} weeks", "will follow", "white count {n}", "brown fat", "long axis", "short axis",
        "young adult", "grant access", "rich flow", "frank blood", "major vessel", "art phase", "hand supine", "head first", "feet first",
        "bill patient", "mark bb", "grace period", "hope to rescan", "faith based care", "rose colored lesion", "bishop score {n}", "page {n} of {n}",
        "{E} on the left", "There is a {E}.", "Tip of the {E} is in the right atrium.", "{E} status post {K}", "Known {E}.",
        "Suspected {E} of the {B}", "{E} vs {E}", "{G} given", "on {G}", "allergic to {G}", "{G} {n} mg", "{S} {n}", "{S} +C", "{X} {n}/{n}",
        "{X} WO/W", "Image {n}/{n}", "Series {n}", "Series {n} {S}", "dose report", "patient protocol", "Summary {n}", "{S} RECON", "{S} MPR",
        "from outside hospital", "transferred from outside hospital", "seen in clinic", "seen in the emergency department",
        "discussed with the referring physician", "results called to the floor", "called to the ordering provider", "per protocol", "per radiologist",
        "per request",
        "see report", "see prior exam", "compare with prior", "with contrast", "by mouth", "on monday", "next Tuesday", "Dr", "Tech",
        "Referring physician", "Attending", "patient name", "wife present", "mother present", "daughter will call", "son at bedside",
        "family at bedside",
        "interpreter used", "nurse aware", "tech aware", "RN aware", "physician notified", "The patient was referred by the clinic.",
        "The patient lives alone.", "Retired {W}", "works as a {W}", "The {W} {W} is {W}.", "{W} the {W} of {W}", "{U} {W}", "the {U} {W}",
        "{U} origin", "speaks {U}", "Ring enhancing lesion in the {B}.", "The {W} was {W} and {W}.", "Please {W} the {W} before {D}.",
        "Your appointment is on {D}.", "The office is closed on Monday.", "Thank you for your order.", "We will {W} you soon.", "I {W} it was {W}.",
        "CHEST {S}", "HEAD {S}", "{B}^{B}", "{B}^{S}", "{S}^{S}", "ABDOMEN^{S}", "{S} Siemens", "GE {S}", "Philips {S}", "{n}.0 {S}", "{S} {n}mm",
        "AX {S}", "SAG {S}", "COR {S}", "{S} POST", "{S} PRE", "{X}, {B} and {B}", "{X} Guidance for biopsy", "Views {B} {n}",
        "{B} AP and lateral", "{X} W IV contrast", "{B} {n} views", "{X} multiphase", "Bone scan whole body", "Loopogram",
        "Guidance for drainage of {B}", "{K} left", "{K} right", "Right {K}", "LEFT {K}", "{K}, bilateral", "{K} and {K}", "{K}/{K}",
        "{K}. {K}. {K}.",
    ]
}
