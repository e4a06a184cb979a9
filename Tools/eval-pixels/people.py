# SPDX-License-Identifier: Apache-2.0
"""Made-up people, numbers and dates, as devices burn them in. None of these strings is used to train anything."""

FAMILY = ("Quillfeather Obermann Tjandra Vasquez-Ruiz Yarborough Kettleburn Lindqvist Adeyemi Fitzwilliam Przybylski Duquesne Hartnell "
          "Mbeki").split()
GIVEN = "Rosalind Ezekiel Maud Ignatius Petra Cornelius Winifred Olaf Beatrix Jun Tobias Yvette Zoltan".split()
CLINIC = ["ST BRENDAN HOSPITAL", "Riverside Imaging Ctr", "GENERAL HOSPITAL WARD 7", "Dept. of Radiology, Elmstead", "KLINIKUM NORDSEE"]
STAFF = ["Ref: Dr. H. Osgood", "PHYS: MARCHETTI L", "Tech: KJB", "Operator: p.novak", "Dr Sundaram"]
SETTINGS = ["FR 31Hz", "MI 1.1", "TIS 0.6", "C5-2", "Gn 58", "DR 62", "Depth 14 cm", "2D 52%", "THI", "PRF 3.2k",
            "WF 120Hz", "P Med", "Zoom 1.4x"]
SCRIPTS = {
    "chinese": ["姓名：欧阳慧敏", "病人编号 8830217", "诸葛建国 男 58岁",
                "出生日期 1966年4月9日", "第三人民医院 超声科", "检查号：US20240611"],
    "japanese": ["患者名 長谷川 さくら", "氏名：五十嵐 健太", "生年月日 昭和41年9月2日", "東都総合病院", "ID 0047716 ハセガワ"],
    "korean": ["환자명 남궁민수", "등록번호 30571829", "생년월일 1972-03-18", "한빛대학교병원", "성별 여 나이 51"],
    "cyrillic": ["Пациент: Воробьёва Н.К.", "ГКБ № 15 им. Филатова", "Дата рожд. 07.11.1958", "Иванченко Семён", "№ истории 44817/20"],
}


class Person:
    def __init__(self, random):
        self.family, self.given = random.choice(FAMILY), random.choice(GIVEN)
        self.number = "".join(str(digit) for digit in random.integers(0, 10, size=int(random.integers(7, 10))))
        self.sex = "MF"[random.integers(2)]
        self.birth = (int(random.integers(1931, 2012)), int(random.integers(1, 13)), int(random.integers(1, 28)))
        self.study = (int(random.integers(2012, 2025)), int(random.integers(1, 13)), int(random.integers(1, 28)))
        self.accession = "A" + "".join(str(digit) for digit in random.integers(0, 10, size=8))
        self.clinic, self.staff = str(random.choice(CLINIC)), str(random.choice(STAFF))

    @property
    def dicom_name(self):
        return f"{self.family}^{self.given}"

    def name(self, random):
        forms = [f"{self.family.upper()}, {self.given.upper()}", f"{self.family}, {self.given}", f"{self.given} {self.family}",
                 f"{self.family.upper()} {self.given[0]}.", f"{self.family}^{self.given}", f"Name: {self.family} {self.given}"]
        return forms[random.integers(len(forms))]

    def id(self, random):
        forms = [self.number, f"ID: {self.number}", f"MRN {self.number}", f"Pat.-Nr. {self.number}", f"{self.number[:3]}-{self.number[3:]}",
                 f"Acc {self.accession}"]
        return forms[random.integers(len(forms))]

    @staticmethod
    def date(day, random):
        year, month, date = day
        names = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
        forms = [f"{year}-{month:02}-{date:02}", f"{date:02}.{month:02}.{year}", f"{month:02}/{date:02}/{year}",
                 f"{date:02}-{names[month - 1]}-{year}", f"{year}{month:02}{date:02}"]
        return forms[random.integers(len(forms))]

    def born(self, random):
        return ["DOB ", "*", "Born: ", "Birth date "][random.integers(4)] + self.date(self.birth, random)

    def lines(self, random):
        """What identifies, in the order in which a device would show it."""
        hour, minute = int(random.integers(7, 20)), int(random.integers(60))
        return [self.name(random), self.id(random), self.born(random), f"{self.date(self.study, random)} {hour:02}:{minute:02}", self.clinic,
                self.staff]
