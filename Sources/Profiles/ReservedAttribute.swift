// SPDX-License-Identifier: Apache-2.0

package import DICOMModel

/// Attributes whose treatment no rule of a profile decides.
package enum ReservedAttribute {
    /// Attributes that the program writes or strips itself, whatever a rule says.
    package static func isWrittenByProgram(_ tag: AttributeTag) -> Bool {
        tag.group < 0x0008 || tag.group == 0xFFFE || tag.isGroupLength
            || [
                .specificCharacterSet, .patientIdentityRemoved, .deidentificationMethod, .deidentificationMethodCodeSequence,
                .longitudinalTemporalInformationModified,
            ].contains(tag)
    }

    /// Encrypted originals, nonconforming copies and MACs. No release may hold them, whatever a rule says.
    package static func isAlwaysRemoved(_ tag: AttributeTag) -> Bool {
        [0x0008_0300, 0x0400_0500, 0x0400_0551, 0x0400_0552, 0x4FFE_0001].contains(tag.number)
    }
}

extension ValueRepresentation {
    /// VRs whose values are words, of any kind.
    package static let words: Set<Self> = [.AE, .LO, .LT, .PN, .SH, .ST, .UC, .UT]
}
