// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// Names of people after whom makers, products, methods and tests are called, where a technical attribute has them, and invented names that look
/// like one.
package enum TechnicalNames {
    package static func contains(_ name: String) -> Bool { all.contains(name.lowercased()) }

    private static let all = Set(text.split { $0 == "\n" || $0 == "|" }.map { trimmed(String($0)).lowercased() })

    private static let text = """
        Agfa-Gevaert | Agfa | Gevaert | Bausch | Bausch + Lomb | Bausch & Lomb | Bruker | BioSpin | Carl Zeiss | Zeiss | Carl Zeiss Meditec | \
        Eckert & Ziegler | Eckert | Ziegler
        Smith & Nephew | Smith and Nephew | Johnson & Johnson | Beckman Coulter | Becton Dickinson | Baxter | Fresenius | Stryker | Zimmer | \
        Zimmer Biomet | Medtronic
        Hewlett Packard | Hewlett-Packard | Eastman Kodak | Konica Minolta | Vidar | Nucletron | Theragenics | Amersham | Bracco | Guerbet | \
        Lantheus | Alcon | Hoya | Nidek | Optos
        Siemens | Siemens Healthineers | Philips | Hitachi | Toshiba | Canon | Fujifilm | Hologic | Lorad | Fischer | Fischer Imaging | Trex | \
        Bennett | Planmeca | Sirona | Gendex
        Instrumentarium | Kubtec | Faxitron | Lumisys | Howtek | Swissray | Villa | Stephanix | Trophy | Schick | Dexis | Durr | Vatech | Morita | \
        Acteon | Esaote | Medison | Mindray
        Neusoft | Wandong | Lanwon | Shimadzu | Samsung | Accuray | Elekta | Varian | BrainLAB | RaySearch | Mallinckrodt | Medrad | Nemoto | \
        Ulrich | Swissray | Noras | Neocoil
        Heidelberg Engineering | Topcon | Tomey | Haag-Streit | Oculus | Humphrey | Goldmann | Octopus | Snellen | Landolt | Sloan | Leica | \
        Hamamatsu | Olympus | Nikon | Aperio
        Ventana | Roche | Mortara | Schiller | Marquette | Spacelabs | Draeger | Dräger | Nihon Kohden | Fukuda Denshi | Omega | Artida | Excelart \
        | Vantage | Amira | Vario | Verio
        Hounsfield | Fletcher | Fletcher-Suit | Syed-Neblett | Manchester | Henschke | Rotte | Vienna | Utrecht | Holladay | Hoffer | Haigis | \
        Barrett | Olsen | Binkhorst | Kane
        Gullstrand | Bruce | Naughton | Balke | Ellestad | Cornell | Bazett | Fridericia | Framingham | Hodges | Simpson | Teichholz | Patlak | \
        Tofts | Look-Locker | Dixon | Hahn
        Gauss | Gaussian | Butterworth | Hann | Hamming | Hanning | Metz | Wiener | Chang | Shepp | Shepp-Logan | Ram-Lak | Feldkamp | Parzen | \
        Bartlett | Blackman | Welch | Chebyshev
        Towne | Waters | Caldwell | Merchant | Judet | Ferguson | Zanca | Grashey | Rosenberg | Danelius-Miller | Cleopatra | Stenver | Law | \
        Schuller | Rhese | Lauenstein
        Barten | Munsell | Helvetica | Arial | Verdana | Times New Roman | Times Roman | Courier | Calibri | Tahoma | Garamond | Georgia | \
        Trebuchet | Segoe | Roboto
        Cornelius | Mayo | Nyquist | Fourier | Cartesian | Larmor | Ernst | Bloch | Sobel | Canny | Otsu | Gabor | Laplace | Laplacian | Hessian | \
        Frangi | Jaccard | Dice | Hausdorff
        Hilbert | Kaiser | Bessel | Poisson | Voronoi | Euler | Delaunay | Karhunen | Romhilt | Minnesota | Glasgow | Louvain | Frank | Wilson | \
        Einthoven | Goldberger | Nehb
        Cerrobend | Lipowitz | Lucite | Perspex | Plexiglas | Bucky | Potter-Bucky | Hazemeyer | Kodak | Lanex | Trimax | Sel Drum | Giemsa | \
        Masson | Papanicolaou | Ziehl-Neelsen
        Kratos | Valsalva | Trendelenburg | Fowler | Sims | coreload | SCPECG | Numaris | Mensa | Bliss | Quantec | Harder | Hrbrain | efgre | \
        RadOnc | DICOM | Osirix | Horos | Weasis
        Orthanc | Pydicom | Mirada | Monaco | Pinnacle | Oncentra | Eclipse | Velocity | Slicer | MeVis | Mevislab | Aidoc | Lunit | Riverain | \
        Annalise | Gleamer | Arterys
        明峰 | 明峰医疗 | 东软 | 联影 | 迈瑞 | 万东 | 安科 | 朗润 | 开立 | 汕超 | 西门子 | 飞利浦 | 通用电气 | 东芝 | 佳能 | 富士 | 日立 | 柯达 | 爱克发 | 岛津 | 奥林巴斯 | 康众 | 奕瑞
        """
}
