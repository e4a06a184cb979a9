// SPDX-License-Identifier: Apache-2.0

internal import CDCMTK

/// The File Meta Information that is written anew (PS3.10 section 7.1).
public struct FileMetaInformation: Sendable, Hashable {
    public let mediaStorageSOPClassUID: String
    public let mediaStorageSOPInstanceUID: String

    public init(mediaStorageSOPClassUID: String, mediaStorageSOPInstanceUID: String) {
        self.mediaStorageSOPClassUID = mediaStorageSOPClassUID
        self.mediaStorageSOPInstanceUID = mediaStorageSOPInstanceUID
    }

    /// Names this software in (0002,0012): a UID of the UUID root, so that no site is named.
    public static let implementationClassUID = "2.25.269117823749302817562849173651728394561"
    public static let implementationVersionName = "DCMSCRUB_1"
}

/// Takes the encoded file, in order.
public protocol FileSink: AnyObject {
    /// - Returns: `false` to stop.
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool
    /// Sees the value of top-level Pixel Data on its way, before any deflating.
    func seePixels(_ bytes: UnsafeRawBufferPointer)
}

extension DICOMFile {
    /// Encodes the file in the transfer syntax it came in, with an empty preamble and new File Meta Information.
    /// - Throws: ``FileError/cannotWrite(errno:)`` when the sink stops or an element cannot be encoded.
    public func write(_ meta: FileMetaInformation, to sink: some FileSink) throws(FileError) {
        let box = SinkBox(sink)
        let status = withExtendedLifetime(box) {
            var table = unsafe cdcmtk_sink(
                context: Unmanaged.passUnretained(box).toOpaque(),
                write: { context, bytes, length in
                    unsafe sinkBox(context).sink.write(UnsafeRawBufferPointer(start: bytes, count: length))
                },
                pixels: { context, bytes, length in
                    unsafe sinkBox(context).sink.seePixels(UnsafeRawBufferPointer(start: bytes, count: length))
                    return true
                })
            return unsafe meta.mediaStorageSOPClassUID.withCString { sopClass in
                unsafe meta.mediaStorageSOPInstanceUID.withCString { instance in
                    unsafe FileMetaInformation.implementationClassUID.withCString { implementation in
                        unsafe FileMetaInformation.implementationVersionName.withCString { version in
                            var values = unsafe cdcmtk_file_meta(
                                sop_class: sopClass, sop_instance: instance, implementation_class: implementation,
                                implementation_version: version)
                            return unsafe cdcmtk_file_write(handle, &values, &table)
                        }
                    }
                }
            }
        }
        guard status == CDCMTK_OK else { throw FileError(status) }
    }
}

private final class SinkBox {
    let sink: any FileSink
    init(_ sink: any FileSink) { self.sink = sink }
}

private func sinkBox(_ context: UnsafeMutableRawPointer?) -> SinkBox {
    unsafe Unmanaged<SinkBox>.fromOpaque(context!).takeUnretainedValue()
}
