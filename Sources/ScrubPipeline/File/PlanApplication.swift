// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel
internal import Engine

/// Carries a plan out: makes of a Data Set the one that is written.
struct PlanApplication {
    private(set) var encoded: EncodedDataSet
    private(set) var writtenNodes = 0

    /// - Parameter removed: Nodes that go although their elements stay by the plan.
    /// - Throws: ``FileError`` for an element that cannot be changed as planned; the file must not be released then.
    init(_ plan: ActionPlan, _ dataSet: DataSet, like file: FileInformation, without removed: Set<Int>) throws(FileError) {
        encoded = EncodedDataSet(dataSet, like: file)
        // Of two for one place the later stands.
        var insertions = Dictionary(plan.insertions.map { ($0.tag, $0) }) { $1 }.values.sorted { $0.tag < $1.tag }[...]
        var ends: [Int] = []
        var index = 1
        while index < dataSet.nodes.count {
            while ends.last == index { try end(&ends) }
            let node = dataSet.nodes[index]
            if node.parent == 0 {
                while let first = insertions.first, first.tag < node.tag { try put(first, &insertions) }
                if let first = insertions.first, first.tag == node.tag {
                    try put(first, &insertions)
                    index = node.end
                    continue
                }
            }
            switch plan.decisions[index].change {
            case .none where node.kind == .sequence || node.kind == .item:
                if node.kind == .item { encoded.beginItem() } else { encoded.beginSequence(node.tag) }
                writtenNodes += 1
                ends.append(node.end)
                index += 1
                continue
            case .none:
                guard !removed.contains(index) else { break }
                try encoded.keep(index)
                writtenNodes += 1
            case .remove: break
            case .value(let bytes, let vr): try put(Template(node.tag, vr, bytes))
            case .items(let items): try put(Template(node.tag, items: items))
            }
            index = node.end
        }
        while !ends.isEmpty { try end(&ends) }
        while let first = insertions.first { try put(first, &insertions) }
    }

    private mutating func end(_ ends: inout [Int]) throws(FileError) {
        try encoded.end()
        ends.removeLast()
    }

    private mutating func put(_ template: Template, _ rest: inout ArraySlice<Template>) throws(FileError) {
        try put(template)
        rest.removeFirst()
    }

    private mutating func put(_ template: Template) throws(FileError) {
        writtenNodes += 1
        switch template.content {
        case .value(let bytes): try encoded.put(template.tag, template.vr, bytes)
        case .items(let items):
            encoded.beginSequence(template.tag)
            for elements in items {
                writtenNodes += 1
                encoded.beginItem()
                for element in elements.sorted(by: { $0.tag < $1.tag }) { try put(element) }
                try encoded.end()
            }
            try encoded.end()
        }
    }
}
