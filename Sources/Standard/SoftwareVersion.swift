// SPDX-License-Identifier: Apache-2.0

/// Software Versions (0018,1020): numbers, with the words that makers put around them.
enum SoftwareVersion {
    static func isLike(_ value: String) -> Bool {
        guard value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return false }
        let tokens = value.lowercased().split { !($0.isLetter || $0.isNumber) }
        let isKnown = { (token: Substring) in words.contains(String(token)) }
        guard tokens.contains(where: { $0.contains(where: \.isNumber) }) else { return tokens.allSatisfy(isKnown) }
        return tokens.allSatisfy { $0.count <= 2 || $0.contains(where: \.isNumber) || isKnown($0) }
    }

    private static let words: Set<String> = Set(
        """
        adw agfa alpha ct hd lx mr pt us xa apps beta build canon carestream client console dcm dcmtk dicom driver drivers efilm firmware fuji hitachi
        hologic image lightspeed linux main maintenance mri numaris pack patch pet philips printers prod product release revision
        scanner sda server service siemens signa software somaris station syngo syngovia system toshiba ultrasound update varian
        ver vers version via viewer win windows workstation xvision
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
