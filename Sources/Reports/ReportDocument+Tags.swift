// SPDX-License-Identifier: Apache-2.0

/// Rows of attributes.
extension ReportDocument {
    public struct CoreTag: Codable, Hashable, Sendable {
        public var rank: Int
        public var tag: String
        public var keyword: String
        /// Files that hold it with a value.
        public var files: Int
        /// What is done with it, as counted; empty where it does not occur.
        public var actions: [Count]
        public var why: String

        public init(rank: Int, tag: String, keyword: String, files: Int, actions: [Count], why: String) {
            self.rank = rank
            self.tag = tag
            self.keyword = keyword
            self.files = files
            self.actions = actions
            self.why = why
        }
    }

    /// One attribute at one place and what is done with it: rows with the same path differ in VR, action or reason.
    public struct TagRow: Codable, Hashable, Sendable {
        /// `(0040,A730)[*]/(0040,A160)`; private elements as `(0019,"SIEMENS MR HEADER",0C)` where the creator is on a list, else `(0019,xx0C)`.
        public var path: String
        public var keyword: String
        public var vr: String
        public var files: Int
        public var occurrences: Int
        /// `nil` in the report of a release.
        public var distinctValues: Int?
        /// `true` where ``distinctValues`` is an estimate.
        public var isApproximate: Bool
        /// A word of `ActionName`, or `add`.
        public var action: String
        /// The profile line, table row, option or detector that decided.
        public var reason: String
        /// Options (kebab-case) that would change the action.
        public var optionsThatChangeIt: [String]
        /// Masked or whole, as asked; `nil` where values are not shown.
        public var examples: [String]?

        public init(
            path: String, keyword: String, vr: String, files: Int, occurrences: Int, distinctValues: Int? = nil, isApproximate: Bool,
            action: String, reason: String, optionsThatChangeIt: [String], examples: [String]? = nil
        ) {
            self.path = path
            self.keyword = keyword
            self.vr = vr
            self.files = files
            self.occurrences = occurrences
            self.distinctValues = distinctValues
            self.isApproximate = isApproximate
            self.action = action
            self.reason = reason
            self.optionsThatChangeIt = optionsThatChangeIt
            self.examples = examples
        }
    }

    public struct PrivateBlock: Codable, Hashable, Sendable {
        public var group: String
        /// `nil` where the creator's value is on no list, and may say anything.
        public var creator: String?
        public var files: Int
        public var elements: Int
        public var safeElements: Int
        public var bytes: Int64

        public init(group: String, creator: String? = nil, files: Int, elements: Int, safeElements: Int, bytes: Int64) {
            self.group = group
            self.creator = creator
            self.files = files
            self.elements = elements
            self.safeElements = safeElements
            self.bytes = bytes
        }
    }

    public struct UnknownElement: Codable, Hashable, Sendable {
        public var path: String
        public var vr: String
        public var files: Int
        public var bytes: Int64
        public var action: String

        public init(path: String, vr: String, files: Int, bytes: Int64, action: String) {
            self.path = path
            self.vr = vr
            self.files = files
            self.bytes = bytes
            self.action = action
        }
    }

    public struct FreeTextField: Codable, Hashable, Sendable {
        public var path: String
        public var keyword: String
        /// Values looked at, and those in which something was found.
        public var values: Int
        public var valuesWithHits: Int
        public var hits: [Hit]

        public struct Hit: Codable, Hashable, Sendable {
            /// PERSON, DATE, ID, ...
            public var kind: String
            public var detector: String
            public var count: Int

            public init(kind: String, detector: String, count: Int) {
                self.kind = kind
                self.detector = detector
                self.count = count
            }
        }

        public init(path: String, keyword: String, values: Int, valuesWithHits: Int, hits: [Hit]) {
            self.path = path
            self.keyword = keyword
            self.values = values
            self.valuesWithHits = valuesWithHits
            self.hits = hits
        }
    }
}
