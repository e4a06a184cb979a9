// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Workers

@Suite struct OwnPausesTests {
    @Test(
        "Deadlines move by the time in which the parent itself was stopped, and by no other",
        arguments: [
            ([0.25, 0.5, 0.75], [0, 0, 0]), ([4.5, 9], [0, 0]), ([1, 601, 601.25], [0, 600, 0]), ([100, 50, 50.5], [100, 0, 0]),
        ])
    func moves(_ looks: [Double], _ expected: [Double]) {
        var pauses = OwnPauses(at: 0)
        #expect(looks.map { pauses.look(at: $0) } == expected)
    }
}
