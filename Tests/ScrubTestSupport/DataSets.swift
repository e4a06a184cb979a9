// SPDX-License-Identifier: Apache-2.0

public import DICOMModel

/// Made-up Data Sets.
public enum Sample {
    public static let ctImageStorage = "1.2.840.10008.5.1.4.1.1.2"
    public static let enhancedCTImageStorage = "1.2.840.10008.5.1.4.1.1.2.1"

    /// What every instance needs, then what `body` adds in tag order behind group 0008.
    public static func instance(
        sopClass: String = ctImageStorage, patientID: String = "MRN00123", name: String = "Whitcombe^Eleanor",
        _ body: (inout DataSetBuilder) -> Void = { _ in }
    ) -> DataSet {
        var builder = DataSetBuilder()
        builder.add(.sopClassUID, .UI, sopClass)
        builder.add(.sopInstanceUID, .UI, "1.2.826.0.1.3680043.10.1337.1.1.1")
        builder.add(.modality, .CS, "CT")
        builder.add(.patientName, .PN, name)
        builder.add(.patientID, .LO, patientID)
        builder.add(.studyInstanceUID, .UI, "1.2.826.0.1.3680043.10.1337.1")
        builder.add(.seriesInstanceUID, .UI, "1.2.826.0.1.3680043.10.1337.1.1")
        body(&builder)
        return builder.build()
    }
}
