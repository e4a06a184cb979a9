// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// One line of JSON: compact, keys sorted, so that equal values give equal bytes.
package func jsonLine(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
}

/// What a small file says; `nil` where it is missing, or says something else.
/// - Throws: Where it is the disk that does not give it: that must not look as if there were no such file.
package func fromJSONFile<Value: Decodable>(_ type: Value.Type, _ path: BytePath, limit: Int = 1 << 24) throws(SystemError) -> Value? {
    guard let bytes = try ifThere({ () throws(SystemError) in try readFile(path, limit: limit) }) else { return nil }
    return try? fromJSON(type, bytes)
}

package func fromJSON<Value: Decodable>(_ type: Value.Type, _ bytes: some Sequence<UInt8>) throws -> Value {
    try JSONDecoder().decode(type, from: Data(bytes))
}
