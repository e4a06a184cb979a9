// SPDX-License-Identifier: Apache-2.0

import Filesystem
import RunState
import Testing

@Suite struct StateFolderTests {
    @Test(
        "Project names are plain",
        arguments: [
            ("a-b_c.1", true), ("", false), ("..", false), ("a/b", false), ("a b", false), ("é", false), ("a\n", false),
        ])
    func projectNames(_ name: String, _ isGood: Bool) { #expect(isProjectName(name) == isGood) }

    @Test(
        "The standard state folder follows XDG",
        arguments: [
            (["XDG_STATE_HOME": "/x", "HOME": "/h"], "/x/dcmscrub/p"),
            (["XDG_STATE_HOME": "relative", "HOME": "/h"], "/h/.local/state/dcmscrub/p"),
            (["HOME": "/h"], "/h/.local/state/dcmscrub/p"),
        ])
    func standardPath(_ environment: [String: String], _ expected: String) throws {
        #expect(try StateFolder.standardPath(project: "p", environment: environment) == BytePath(expected))
    }
}
