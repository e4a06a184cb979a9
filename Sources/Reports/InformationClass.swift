// SPDX-License-Identifier: Apache-2.0

extension ReportDocument {
    /// Attributes of one class of information, and the level of GB/T 39725-2020 that they have before and after.
    public struct InformationClass: Codable, Hashable, Sendable {
        /// `direct-identifiers`, `quasi-identifiers`, `health-facts` or `technical`.
        public var name: String
        /// Which attributes are in it.
        public var rule: String
        /// Attributes (tag paths) that hold a value.
        public var attributesBefore: Int
        /// Those whose value, or part of it, leaves; pseudonyms, dummies and mapped UIDs are no values.
        public var attributesAfter: Int
        /// 1 to 5; 0 where there is nothing.
        public var levelBefore: Int
        public var levelAfter: Int

        public init(name: String, rule: String, attributesBefore: Int, attributesAfter: Int, levelBefore: Int, levelAfter: Int) {
            self.name = name
            self.rule = rule
            self.attributesBefore = attributesBefore
            self.attributesAfter = attributesAfter
            self.levelBefore = levelBefore
            self.levelAfter = levelAfter
        }
    }
}
