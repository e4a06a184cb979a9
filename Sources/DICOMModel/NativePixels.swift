// SPDX-License-Identifier: Apache-2.0

/// How many bytes of a native pixel value are pixels (PS3.5 section 8.1.1); what lies behind them can be anything.
public enum NativePixels: Sendable, Equatable {
    /// The value holds nothing else. A last byte that only makes the length even is said by its offset.
    case all(paddingAt: Int?)
    /// The value goes on behind the last pixel. The length is even.
    case first(Int)
    /// The header does not say, or says what fits the length in more than one way.
    case cannotTell

    /// - Parameters:
    ///   - tag: Pixel Data, Float Pixel Data or Double Float Pixel Data.
    ///   - length: Of the value in bytes.
    ///   - item: The Data Set, or the item whose pixels they are.
    public init(_ tag: AttributeTag, length: Int, in dataSet: DataSet, item: Int = 0) {
        guard length > 0 else {
            self = .all(paddingAt: nil)
            return
        }
        guard let geometry = Geometry(tag, in: dataSet, item: item), let sizes = geometry.sizes() else {
            self = .cannotTell
            return
        }
        if sizes.contains(length) {
            self = .all(paddingAt: nil)
        } else if let size = sizes.first(where: { $0 % 2 == 1 && $0 + 1 == length }) {
            self = .all(paddingAt: size)
        } else if length < sizes[0] {
            self = .all(paddingAt: nil)  // pixels are missing, and none are added
        } else {
            // The value could end in the image or behind it, by the ways of counting that are shorter than it is.
            let shorter = Set(sizes.filter { $0 < length })
            self = shorter == [sizes[0]] ? .first(sizes[0] + sizes[0] % 2) : .cannotTell
        }
    }

    /// Of one frame, packed without gaps; `nil` where the header does not say.
    public static func frameLength(in dataSet: DataSet) -> Int? {
        guard let geometry = Geometry(.pixelData, in: dataSet, item: 0) else { return nil }
        return (geometry.samplesOfFrame * geometry.bits + 7) / 8
    }

    /// One where the attribute is missing or empty; `nil` where it holds no number.
    public static func numberOfFrames(in dataSet: DataSet, item: Int = 0) -> Int? {
        guard let text = dataSet.firstText(.numberOfFrames, in: item), !text.isEmpty else { return 1 }
        return dataSet.number(.numberOfFrames, in: item).flatMap { $0 >= 0 ? max(1, $0) : nil }
    }
}

extension NativePixels {
    fileprivate struct Geometry {
        let samplesOfFrame: Int
        let frames: Int
        let bits: Int
        /// What chroma subsampling leaves of three samples a pixel, in samples of a frame; `nil` without.
        let subsampled: Int?

        init?(_ tag: AttributeTag, in dataSet: DataSet, item: Int) {
            guard let rows = dataSet.number(.rows, in: item), let columns = dataSet.number(.columns, in: item),
                (1...65535).contains(rows), (1...65535).contains(columns), let frames = NativePixels.numberOfFrames(in: dataSet, item: item)
            else { return nil }
            let samples = max(1, dataSet.number(.samplesPerPixel, in: item) ?? 1)
            guard samples <= 65535 else { return nil }
            switch tag {
            case .floatPixelData: bits = 32
            case .doubleFloatPixelData: bits = 64
            default:
                guard let allocated = dataSet.number(.bitsAllocated, in: item), (1...64).contains(allocated) else { return nil }
                bits = allocated
            }
            self.frames = frames
            samplesOfFrame = rows * columns * samples
            let interpretation = (dataSet.firstText(.photometricInterpretation, in: item) ?? "").uppercased()
            subsampled =
                switch interpretation {
                case _ where samples != 3: nil
                case "YBR_FULL_422", "YBR_PARTIAL_422": rows * ((columns + 1) / 2) * 4
                case "YBR_PARTIAL_420": rows * columns + (rows + 1) / 2 * ((columns + 1) / 2) * 2
                default: nil
                }
        }

        /// The lengths of the whole value that writers know, what the header says first.
        func sizes() -> [Int]? {
            let all = [
                subsampled.flatMap { length(of: $0, perFrame: false, bits) },
                length(of: samplesOfFrame, perFrame: false, bits),
                length(of: samplesOfFrame, perFrame: true, bits),  // each frame of single bits begins with a byte of its own
                length(of: samplesOfFrame, perFrame: false, (bits + 7) / 8 * 8),
            ].compactMap { $0 }
            return all.isEmpty || all.contains(where: { $0 > 1 << 42 }) ? nil : all
        }

        private func length(of samples: Int, perFrame: Bool, _ bits: Int) -> Int? {
            let (total, overflow) = (perFrame ? (samples * bits + 7) / 8 : samples * bits).multipliedReportingOverflow(by: frames)
            return overflow || total > Int.max - 7 ? nil : perFrame ? total : (total + 7) / 8
        }
    }
}
