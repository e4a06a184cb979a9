// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Workers

@Suite struct WorkerLauncherTests {
    @Test("Large files may take longer")
    func allowsTime() {
        var launcher = WorkerLauncher()
        launcher.baseSeconds = 10
        launcher.bytesPerSecond = 1000
        #expect(launcher.secondsAllowed(forBytes: 5000) == 15)
    }

    @Test("A program that does not serve as a worker does not start itself: it would do so for ever")
    func refusesOurselves() {
        #expect {
            _ = try WorkerLauncher().start(holding: nil, longestFrame: 1)
        } throws: {
            "\($0)".contains("runWorkerIfAsked()")
        }
    }
}
