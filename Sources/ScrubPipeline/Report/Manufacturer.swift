// SPDX-License-Identifier: Apache-2.0

/// Makers of equipment, in our own words: what a header says of its maker can be anything.
enum Manufacturer {
    /// - Returns: A name of ``names``, `other`, or nothing for nothing.
    static func name(_ manufacturer: String) -> String {
        let words = manufacturer.lowercased().split { !$0.isLetter && !$0.isNumber }
        guard !words.isEmpty else { return "" }
        let text = words.joined(separator: " ")
        return makers.first { maker in maker.signs.contains { sign in " \(text) ".contains(" \(sign) ") || sign.count > 5 && text.contains(sign) } }?
            .name ?? "other"
    }

    static var names: [String] { makers.map(\.name) + ["other"] }

    private static let makers: [(name: String, signs: [String])] = [
        ("GE", ["ge", "gems", "general electric", "gehc"]), ("Siemens", ["siemens", "siemens healthineers"]), ("Philips", ["philips"]),
        ("Canon/Toshiba", ["toshiba", "canon"]), ("Fujifilm", ["fuji", "fujifilm"]), ("Hitachi", ["hitachi"]),
        ("United Imaging", ["uih", "united imaging", "unitedimaging"]), ("Agfa", ["agfa"]), ("Carestream/Kodak", ["carestream", "kodak", "eastman"]),
        ("Hologic", ["hologic", "lorad"]), ("Varian", ["varian"]), ("Elekta", ["elekta"]), ("Accuray", ["accuray"]), ("Mindray", ["mindray"]),
        ("Neusoft", ["neusoft"]), ("Samsung", ["samsung", "medison"]), ("Konica Minolta", ["konica", "minolta"]), ("Shimadzu", ["shimadzu"]),
        ("Esaote", ["esaote"]), ("Bruker", ["bruker"]), ("Planmeca", ["planmeca"]), ("Sirona", ["sirona"]), ("Carl Zeiss", ["zeiss"]),
        ("Heidelberg Engineering", ["heidelberg engineering"]), ("Topcon", ["topcon"]), ("Leica", ["leica"]), ("Hamamatsu", ["hamamatsu"]),
        ("Hangzhou Lanwon", ["lanwon"]), ("Wandong", ["wandong"]), ("Mortara", ["mortara"]), ("Schiller", ["schiller"]), ("Sectra", ["sectra"]),
        ("Vital Images", ["vital images"]), ("RaySearch", ["raysearch"]), ("Brainlab", ["brainlab"]),
    ]
}
