// SPDX-License-Identifier: Apache-2.0

/// The YAML of a profile of this folder, built into the program.
public func shippedProfileText(_ name: String) -> String? {
    let bytes: [UInt8]? =
        switch name {
        case "basic": PackageResources.basic_yaml
        case "core-18": PackageResources.core_18_yaml
        case "ai-labeling": PackageResources.ai_labeling_yaml
        case "ai-labeling-minimal": PackageResources.ai_labeling_minimal_yaml
        case "hipaa-safe-harbor": PackageResources.hipaa_safe_harbor_yaml
        case "research-longitudinal": PackageResources.research_longitudinal_yaml
        default: nil
        }
    return bytes.map { String(decoding: $0, as: UTF8.self) }
}
