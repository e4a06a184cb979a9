// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Testing

@Suite struct UIDRegistryTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let uid: String
        let kind: UIDRegistry.Kind?
        let name: String?
        var testDescription: String { uid }
    }

    @Test(
        "A registered UID has its published kind and name",
        arguments: [
            Row(uid: "1.2.840.10008.1.2.1", kind: .transferSyntax, name: "Explicit VR Little Endian"),
            Row(uid: "1.2.840.10008.5.1.4.1.1.481.1", kind: .sopClass, name: "RT Image Storage"),
            Row(uid: "1.2.840.10008.1.4.1.1", kind: .wellKnownFrameOfReference, name: "Talairach Brain Atlas Frame of Reference"),
            Row(uid: "1.2.840.10008.1.5.1", kind: .wellKnownSOPInstance, name: "Hot Iron Color Palette SOP Instance"),
            Row(uid: "1.2.840.10008.15.1.1", kind: .synchronizationFrameOfReference, name: "Universal Coordinated Time"),
            Row(uid: "2.16.840.1.113883.6.1", kind: .externalCodingScheme, name: "Coding scheme LN"),
        ])
    func registered(_ row: Row) {
        #expect(UIDRegistry.isRegistered(row.uid))
        #expect(UIDRegistry.kind(of: row.uid) == row.kind)
        #expect(UIDRegistry.name(of: row.uid) == row.name)
    }

    @Test(
        "Whatever lies under the root of the standard counts as registered, by rule",
        arguments: [
            Row(uid: "1.2.840.10008.6.1.9999", kind: .contextGroup, name: nil),
            Row(uid: "1.2.840.10008.9.77", kind: .template, name: nil),
            Row(uid: "1.2.840.10008.77.1", kind: nil, name: nil),
        ])
    func prefixRule(_ row: Row) {
        registered(row)
    }

    @Test(
        "A UID of somebody's own, or text that only starts like the root, is not registered",
        arguments: [
            "1.2.840.113619.2.55.3.604688119", "2.25.329800735698586629295641978511506172918", "1.2.840.100081.5",
            "1.2.840.10008", "1.2.840.10008.", "1.2.840.10008.1.DOE^JANE", "1.2.840.10008.1.2 ",
            "1.2.840.10008.1.4.1.1.22222222222222222222222222222222222222222222", "2.16.840.1.113883.6.1.5", "",
        ])
    func notRegistered(_ uid: String) {
        #expect(!UIDRegistry.isRegistered(uid))
        #expect(UIDRegistry.kind(of: uid) == nil)
    }

    @Test("All 535 entries and the three prefix rules are there, each of a known kind")
    func whole() {
        #expect(UIDRegistry.all.count == 535)
        #expect(UIDRegistry.all.allSatisfy { UIDRegistry.kind(of: $0) != nil })
        let classes = UIDRegistry.all.filter { UIDRegistry.kind(of: $0) == .sopClass }
        #expect(classes.count == 314)
        #expect(UIDRegistry.all.filter { UIDRegistry.kind(of: $0) == .transferSyntax }.count == 63)
        #expect(UIDRegistry.all.filter { UIDRegistry.kind(of: $0) == .wellKnownFrameOfReference }.count == 28)
    }
}
