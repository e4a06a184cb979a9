// SPDX-License-Identifier: Apache-2.0

import ProfileImport

@testable import Profiles

extension FuzzTarget {
    static let profile = FuzzTarget("profile", law: "a profile is read whole, or refused with a ProfileError that names it") { input in
        let list = input.byte() & 1 == 1 ? input.field() : []
        let text = String(decoding: input.rest, as: UTF8.self)
        var sources = ["fuzz": text, "list.csv": String(decoding: list, as: UTF8.self)]
        for name in ShippedProfile.names { sources[name] = ShippedProfile.text(named: name) }
        let bundle = ProfileBundle(name: "fuzz", sources: sources, added: [], keepsWeekday: false)
        guard let profile = onlyProfileErrors({ try ConfidentialityProfile.load(bundle) }) else { return }
        require(onlyProfileErrors { try ConfidentialityProfile.load(bundle) }?.digest == profile.digest, "the same profile is the same")
    }

    static let profileImport = FuzzTarget(
        "profile-import", law: "a script of another tool becomes a profile that loads, or is refused with a ProfileError"
    ) { input in
        let text = String(decoding: input.rest, as: UTF8.self)
        guard let imported = onlyProfileErrors({ try ImportedProfile(from: text, file: "script") }) else { return }
        for note in imported.notes { require(note.lines.allSatisfy { $0 >= 1 }, "a note names its lines") }
    }

    private static func onlyProfileErrors<Value>(_ body: () throws -> Value) -> Value? {
        do {
            return try body()
        } catch let error as ProfileError {
            require(!error.description.isEmpty && (error.line ?? 1) >= 1, "an error says where and what")
            return nil
        } catch {
            fatalError("broken law: \(type(of: error)) is no ProfileError")
        }
    }
}
