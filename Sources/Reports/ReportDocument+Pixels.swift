// SPDX-License-Identifier: Apache-2.0

/// What may be seen in pixels, and on which equipment.
extension ReportDocument {
    public struct PixelRisk: Codable, Hashable, Sendable {
        /// `burned-in-annotation`, `secondary-capture`, ..., or `none-found`.
        public var risk: String
        public var files: Int
        /// `released`, `flagged`, `looked-at` or `quarantined`.
        public var outcome: String
        public var modalities: [Count]

        public init(risk: String, files: Int, outcome: String, modalities: [Count]) {
            self.risk = risk
            self.files = files
            self.outcome = outcome
            self.modalities = modalities
        }
    }

    /// Images of one modality and maker that somebody was to look at.
    public struct PixelText: Codable, Hashable, Sendable {
        public var modality: String
        /// A maker of our own list, `other`, or empty.
        public var manufacturer: String
        /// Every frame was seen. All others but ``unreadable`` are among them.
        public var lookedAt = 0
        /// Released with something blanked.
        public var changed = 0
        /// Released after a person looked.
        public var reviewed = 0
        /// Held back until a person looks.
        public var waiting = 0
        /// A person held them back.
        public var refused = 0
        /// What was found cannot be blanked.
        public var notBlanked = 0
        /// A frame cannot be decoded: quarantined.
        public var unreadable = 0
        /// Of all frames of the released ones, and those of them that are blanked.
        public var pixels = 0
        public var blankedPixels = 0

        public init(modality: String, manufacturer: String) {
            self.modality = modality
            self.manufacturer = manufacturer
        }
    }

    public struct Equipment: Codable, Hashable, Sendable {
        /// A maker of our own list, or masked.
        public var manufacturer: String
        /// Masked unless values are shown whole.
        public var model: String
        public var files: Int
        public var patients: Int

        public init(manufacturer: String, model: String, files: Int, patients: Int) {
            self.manufacturer = manufacturer
            self.model = model
            self.files = files
            self.patients = patients
        }
    }
}
