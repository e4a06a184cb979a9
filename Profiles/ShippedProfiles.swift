// SPDX-License-Identifier: Apache-2.0

/// The YAML of a profile of this folder, built into the program.
public func shippedProfileText(_ name: String) -> String? {
    let bytes: [UInt8]? =
        switch name {
        case "basic": PackageResources.basic_yaml
        default: nil
        }
    return bytes.map { String(decoding: $0, as: UTF8.self) }
}
