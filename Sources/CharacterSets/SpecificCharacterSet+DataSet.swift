// SPDX-License-Identifier: Apache-2.0

package import DICOMModel

extension SpecificCharacterSet {
    /// The set that a Data Set declares (PS3.3 section C.12.1.1.2).
    package init(in dataSet: DataSet, item: Int = 0) {
        guard let text = dataSet.text(.specificCharacterSet, in: item) else {
            self = .defaultRepertoire
            return
        }
        self.init(terms: text.split(separator: "\\", omittingEmptySubsequences: false).map(String.init))
    }
}
