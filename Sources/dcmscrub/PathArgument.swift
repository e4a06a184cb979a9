// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc
internal import ScrubPipeline

/// A path from the command line, byte for byte: file names need not be UTF-8, and `String` would replace what is not.
///
/// The bytes of an argument that is not UTF-8 travel through the argument parser as private-use characters.
struct PathArgument: ExpressibleByArgument {
    let path: BytePath

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        path = BytePath(decodedArgument(argument))
    }
}

extension BytePath {
    init(_ argument: PathArgument) { self = argument.path }
}

private let firstStandIn: UInt32 = 0x10FF00

/// The arguments behind the program's name.
func commandLineArguments() -> [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
        CommandLine.unsafeArgv[index].map { start in
            encodedArgument(UnsafeBufferPointer(start: start, count: strlen(start)).map { UInt8(bitPattern: $0) })
        }
    }
}

/// UTF-8 as it is; in anything else, and in text that holds stand-ins itself, each byte from 80 becomes a stand-in.
func encodedArgument(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains(where: { $0.value >= firstStandIn }) {
        return text
    }
    var result = String.UnicodeScalarView()
    for byte in bytes { result.append(byte < 0x80 ? Unicode.Scalar(byte) : Unicode.Scalar(firstStandIn + UInt32(byte))!) }
    return String(result)
}

func decodedArgument(_ argument: String) -> [UInt8] {
    argument.unicodeScalars.flatMap { scalar in
        scalar.value >= firstStandIn ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(String(scalar).utf8)
    }
}
