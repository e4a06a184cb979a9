// SPDX-License-Identifier: Apache-2.0

internal import DICOMIO
internal import DICOMModel
internal import ProfileEngine

/// Carries a plan out on an open file.
struct PlanApplication {
    private(set) var writtenNodes = 0

    /// - Throws: ``FileError`` for an element that cannot be changed as planned; the file must not be released then.
    static func apply(_ plan: ActionPlan, to file: DICOMFile, _ dataSet: DataSet) throws(FileError) -> PlanApplication {
        var application = PlanApplication()
        var index = 1
        while index < dataSet.nodes.count {
            let node = dataSet.nodes[index]
            let decision = plan.decisions[index]
            switch decision.change {
            case .none where node.kind == .sequence || node.kind == .item:
                application.writtenNodes += 1
                index += 1
                continue
            case .none:
                application.writtenNodes += 1
            case .remove: try file.remove(node: index)
            case .value(let bytes, let vr):
                try file.put(node.tag, vr, bytes, in: node.parent)
                application.writtenNodes += 1
            case .items(let items): try application.put(Template(node.tag, items: items), file, in: node.parent)
            }
            index = node.end
        }
        for template in plan.insertions {
            let isNew = dataSet.find(template.tag).map { plan.decisions[$0].change == .remove } ?? true
            if !isNew { application.writtenNodes -= 1 }
            try application.put(template, file, in: 0)
        }
        return application
    }

    private mutating func put(_ template: Template, _ file: DICOMFile, in item: Int) throws(FileError) {
        writtenNodes += 1
        switch template.content {
        case .value(let bytes): try file.put(template.tag, template.vr, bytes, in: item)
        case .items(let items):
            let indices = try file.putSequence(template.tag, items: items.count, in: item)
            for (index, elements) in zip(indices, items) {
                writtenNodes += 1
                for element in elements { try put(element, file, in: index) }
            }
        }
    }
}
