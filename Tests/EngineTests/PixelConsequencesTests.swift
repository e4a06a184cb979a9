// SPDX-License-Identifier: Apache-2.0

import DICOMModel
import Profiles
import ScrubTestSupport
import Testing

@testable import Engine

@Suite struct PixelConsequencesTests {
    private static let smallest = AttributeTag(0x0028, 0x0106), largest = AttributeTag(0x0028, 0x0107), ofSeries = AttributeTag(0x0028, 0x0108)
    private static let histogram = AttributeTag(0x0060, 0x3000), window = AttributeTag(0x0028, 0x1050), lossy = AttributeTag(0x0028, 0x2110)
    private static let pictures = AttributeTag(0x2020, 0x0110), referenced = AttributeTag(0x0008, 0x1140)

    static func conclusion(
        _ evidence: PixelFinding.Evidence?, needsReview: Bool = false, range: ClosedRange<Int>? = nil, thumbnail: PixelThumbnail? = nil
    ) -> PixelConclusion {
        let findings = evidence.map { [PixelFinding(box: PixelBox(left: 0, top: 0, right: 10, bottom: 10), evidence: $0)] } ?? []
        return PixelConclusion(
            findings: findings, frames: 1, blankedArea: evidence == nil || evidence == .listed ? 0 : 100, needsReview: needsReview,
            isReviewed: false, range: range, thumbnail: thumbnail)
    }

    static func image(annotation: String = "") -> DataSet {
        PixelLookTests.image([
            .modality: (.CS, "US"), .burnedInAnnotation: (.CS, annotation), smallest: (.US, "3"), largest: (.US, "4000"), ofSeries: (.US, "1"),
            window: (.DS, "40"), lossy: (.CS, "01"), .extendedOffsetTable: (.OV, "12345678"),
        ]) { builder in
            builder.addSequence(histogram, items: [{ $0.add(AttributeTag(0x0060, 0x3002), .US, [1, 0]) }])
            builder.addSequence(.iconImageSequence, items: [{ $0.add(.pixelData, .OB, "old picture ") }])
            builder.addSequence(
                referenced, items: [{ item in item.addSequence(.iconImageSequence, items: [{ $0.add(.pixelData, .OB, "other picture ") }]) }])
            builder.addSequence(pictures, items: [{ $0.add(.pixelData, .OB, "a film ") }])
        }
    }

    private static let keeps = """
        rules:
          - {tag: IconImageSequence, action: keep}
          - {tag: ReferencedImageSequence, action: keep}
          - {tag: HistogramSequence, action: keep}

        """

    static func concluded(_ dataSet: DataSet, _ conclusion: PixelConclusion, more: String = keeps) throws -> ActionPlan {
        var plan = try PixelLookTests.plan(dataSet, more: more)
        #expect(plan.look != nil)
        plan.conclude(conclusion)
        return plan
    }

    private static func change(_ tag: AttributeTag, _ plan: ActionPlan) -> Change? { plan.dataSet.find(tag).map { plan.decisions[$0].change } }

    private static func codes(_ plan: ActionPlan) -> [String] {
        guard case .items(let items)? = plan.insertions.first(where: { $0.tag == .deidentificationMethodCodeSequence })?.content else { return [] }
        return items.compactMap { item in
            guard case .value(let bytes)? = item.first(where: { $0.tag == .codeValue })?.content else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private static let yes = Change.value(Array("YES".utf8), .CS), no = Change.value(Array("NO".utf8), .CS)

    struct Row: Sendable, CustomTestStringConvertible {
        let evidence: PixelFinding.Evidence?
        let needsReview: Bool
        let annotation: String
        /// Of the element; `nil` where there is none.
        let expected: Change?
        var testDescription: String { "\(evidence.map { "\($0)" } ?? "nothing"), review \(needsReview), header '\(annotation)'" }
    }

    @Test(
        "Burned In Annotation says NO, and 113101 is claimed, only where nothing is left to decide",
        arguments: [
            Row(evidence: nil, needsReview: false, annotation: "YES ", expected: no),
            Row(evidence: .text, needsReview: false, annotation: "YES ", expected: no),
            Row(evidence: .known, needsReview: false, annotation: "NO", expected: Change.none),
            Row(evidence: .listed, needsReview: false, annotation: "PERHAPS ", expected: no),
            Row(evidence: .text, needsReview: false, annotation: "", expected: nil),
            Row(evidence: .weak, needsReview: true, annotation: "YES ", expected: Change.none),
            Row(evidence: .weak, needsReview: true, annotation: "NO", expected: yes),
            Row(evidence: .weak, needsReview: true, annotation: "", expected: nil),
        ])
    func annotation(_ row: Row) throws {
        let plan = try Self.concluded(Self.image(annotation: row.annotation), Self.conclusion(row.evidence, needsReview: row.needsReview))
        #expect(Self.change(.burnedInAnnotation, plan) == row.expected)
        let isAdded = plan.insertions.contains(Template(.burnedInAnnotation, .CS, "NO"))
        #expect(isAdded == (row.annotation.isEmpty && !row.needsReview))
        #expect(plan.claimsCleanPixels == !row.needsReview)
        #expect(Self.codes(plan) == (row.needsReview ? ["113100"] : ["113100", "113101"]))
    }

    @Test("What nobody looked at claims nothing and keeps what its header says") func unseen() throws {
        let plan = try PixelLookTests.plan(PixelLookTests.image([.burnedInAnnotation: (.CS, "NO")]))
        #expect(plan.look == nil && !plan.claimsCleanPixels && Self.codes(plan) == ["113100"])
        #expect(Self.change(.burnedInAnnotation, plan) == Change.none)
    }

    @Test("The code stands in its order, once, however often a plan is concluded") func order() throws {
        var plan = try PixelLookTests.plan(Self.image(), more: "options: [clean-descriptors, clean-graphics]\n")
        for needsReview in [true, false, false] { plan.conclude(Self.conclusion(.text, needsReview: needsReview)) }
        #expect(Self.codes(plan) == ["113100", "113101", "113103", "113105"])
        #expect(plan.insertions.filter { $0.tag == .burnedInAnnotation }.count == 1)
    }

    @Test("A profile that applies no table claims nothing; one that wants nothing said of annotation is heard") func rules() throws {
        let plan = try Self.concluded(
            Self.image(annotation: "YES "), Self.conclusion(.text), more: "rules: [{tag: BurnedInAnnotation, action: remove}]\n")
        #expect(Self.change(.burnedInAnnotation, plan) == .remove && plan.claimsCleanPixels)
    }

    @Test("Where pixels change, what only the old ones bear out goes") func changed() throws {
        let plan = try Self.concluded(Self.image(), Self.conclusion(.text))
        for tag in [Self.smallest, Self.largest, Self.ofSeries, Self.histogram, .iconImageSequence, .extendedOffsetTable, Self.pictures] {
            #expect(Self.change(tag, plan) == .remove, "\(tag)")
        }
        for tag in [Self.window, Self.lossy, .rows] { #expect(Self.change(tag, plan) == Change.none, "\(tag)") }
        let referenced = try #require(plan.dataSet.find(Self.referenced))
        #expect(plan.decisions[referenced].change == .none)
        #expect(
            (referenced..<plan.dataSet.nodes[referenced].end).filter { plan.dataSet.nodes[$0].tag == .iconImageSequence }.allSatisfy {
                plan.decisions[$0].change == .remove && plan.decisions[$0 + 1].change == .remove
            })
        #expect(plan.dataSet.find(Self.smallest).map { plan.decisions[$0].reason } == .pixels)
    }

    @Test("Where nothing changes, numbers stay; a picture that nobody has seen goes all the same") func unchanged() throws {
        for evidence in [PixelFinding.Evidence.listed, nil] {
            let plan = try Self.concluded(Self.image(), Self.conclusion(evidence))
            for tag in [Self.smallest, Self.largest, Self.ofSeries, Self.histogram, .extendedOffsetTable] {
                #expect(Self.change(tag, plan) == Change.none, "\(tag)")
            }
            for tag in [AttributeTag.iconImageSequence, Self.pictures] { #expect(Self.change(tag, plan) == .remove, "\(tag)") }
        }
    }

    @Test(
        "The smallest and largest value are those of the cleaned frames, where their VR can say them",
        arguments: [(0...4095, ValueRepresentation.US, true), (-1000...300, .SS, true), (-1000...300, .US, false), (0...70000, .US, false)])
    func extremes(_ range: ClosedRange<Int>, _ vr: ValueRepresentation, _ fits: Bool) throws {
        let dataSet = PixelLookTests.image([.modality: (.CS, "US")]) { builder in
            builder.add(Self.smallest, vr, [3, 0])
            builder.add(Self.largest, vr, [4, 0])
        }
        let plan = try Self.concluded(dataSet, Self.conclusion(.rule, range: range), more: "")
        func bytes(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }
        let largest: Change = fits ? .value(bytes(range.upperBound), vr) : .remove
        #expect(Self.change(Self.largest, plan) == largest)
        if fits { #expect(Self.change(Self.smallest, plan) == .value(bytes(range.lowerBound), vr)) }
    }

    @Test("An icon is made of the cleaned frame") func icon() throws {
        let gray = (0..<200 * 100).map { UInt16($0 % 200) }
        let thumbnail = try #require(PixelThumbnail(gray: gray, columns: 200, rows: 100))
        #expect(thumbnail.columns == 50 && thumbnail.rows == 25 && thumbnail.gray.max() == 255 && thumbnail.gray.min() == 0)
        let plan = try Self.concluded(Self.image(), Self.conclusion(.text, thumbnail: thumbnail))
        #expect(Self.change(.iconImageSequence, plan) == .items([thumbnail.item]))
        let basic = try Self.concluded(Self.image(), Self.conclusion(.text, thumbnail: thumbnail), more: "")
        #expect(Self.change(.iconImageSequence, basic) == .remove)
        #expect(PixelThumbnail(gray: [1, 2, 3], columns: 2, rows: 2) == nil && PixelThumbnail(gray: [], columns: 0, rows: 0) == nil)
    }
}
