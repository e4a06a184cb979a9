// SPDX-License-Identifier: Apache-2.0

package import DICOMModel

extension SpecificCharacterSet {
    /// The set that a Data Set declares (PS3.3 section C.12.1.1.2).
    package init(in dataSet: DataSet, item: Int = 0) {
        guard let text = dataSet.text(.specificCharacterSet, in: item) else {
            self = .defaultRepertoire
            return
        }
        // What one reader takes for a number, or for the end, and another for text declares nothing.
        if let index = dataSet.find(.specificCharacterSet, in: item), case let vr = dataSet.nodes[index].vr,
            !vr.isText && vr != .UN || dataSet.value(of: index).first == 0
        {
            self.init(terms: ["unknown"])
            return
        }
        self.init(terms: text.split(separator: "\\", omittingEmptySubsequences: false).map(String.init))
    }
}
