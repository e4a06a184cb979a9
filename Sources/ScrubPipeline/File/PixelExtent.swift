// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel

/// How many bytes of native Pixel Data hold pixels (PS3.5 section 8.1.1); what lies behind them can be anything.
enum PixelExtent {
    /// - Returns: `nil` where the header does not say, or the value is shorter than that.
    static func lengthToKeep(of node: DataSet.Node, in dataSet: DataSet) -> Int? {
        guard node.kind == .pixels, !node.flags.contains(.encapsulated), let rows = dataSet.number(.rows), let columns = dataSet.number(.columns),
            let bits = bitsPerSample(node.tag, dataSet)
        else { return nil }
        let frames = max(1, dataSet.number(.numberOfFrames) ?? 1)
        let samples = isSubsampled(dataSet) ? 2 : max(1, dataSet.number(.samplesPerPixel) ?? 1)
        let (pixels, overflow) = (rows * columns * samples).multipliedReportingOverflow(by: frames)
        guard !overflow, pixels > 0, pixels < 1 << 40 else { return nil }
        let bytes = (pixels * bits + 7) / 8
        let even = bytes + bytes % 2
        return even < node.length ? even : nil
    }

    private static func bitsPerSample(_ tag: AttributeTag, _ dataSet: DataSet) -> Int? {
        switch tag {
        case .floatPixelData: 32
        case .doubleFloatPixelData: 64
        default: dataSet.number(.bitsAllocated).flatMap { (1...64).contains($0) ? $0 : nil }
        }
    }

    /// Two samples a pixel instead of three.
    private static func isSubsampled(_ dataSet: DataSet) -> Bool {
        ["YBR_FULL_422", "YBR_PARTIAL_422"].contains(dataSet.firstText(.photometricInterpretation) ?? "")
    }
}
