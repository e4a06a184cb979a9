// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// The smallest document of a MIME type that a reader opens, in place of one that may name people.
enum DummyDocument {
    static func bytes(mimeType: String) -> [UInt8] {
        let text: String =
            switch mimeType.lowercased() {
            case "application/pdf": pdf
            case "text/xml", "application/xml": xml
            case "model/stl", "application/sla", "model/x.stl-binary": binarySTL
            case "model/obj": "# removed\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"
            case "model/mtl": "# removed\nnewmtl removed\n"
            default: "removed\n"
            }
        return Array(text.utf8)
    }

    /// One empty page.
    private static let pdf: String = {
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        ]
        var body = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(body.utf8.count)
            body += "\(index + 1) 0 obj\(object)endobj\n"
        }
        let start = body.utf8.count
        body += "xref\n0 4\n0000000000 65535 f \n" + offsets.map { padded($0, 10) + " 00000 n \n" }.joined()
        return body + "trailer<</Size 4/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
    }()

    private static let xml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ClinicalDocument xmlns="urn:hl7-org:v3"><title>Removed</title></ClinicalDocument>

        """

    /// 80 bytes of header and no triangle.
    private static let binarySTL = "removed" + String(repeating: " ", count: 73) + "\0\0\0\0"
}
