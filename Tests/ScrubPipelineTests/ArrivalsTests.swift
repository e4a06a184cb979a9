// SPDX-License-Identifier: Apache-2.0

import Filesystem
import Testing

@testable import ScrubPipeline

/// When what lies in an inbox is taken, told by times and events alone.
@Suite struct ArrivalsTests {
    enum Happening: Sendable {
        case see(String, size: Int64 = 1)
        case write(String), close(String, size: Int64 = 1), remove(String)
        case study(String, of: String), archive(String), other(String), busy(String)
        case lost
        case scan([String])
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Seconds and what happens then.
        let happenings: [(Double, Happening)]
        let time: Double
        /// Names of what is taken then, one text for each release.
        let ready: [String]

        init(_ testDescription: String, _ happenings: [(Double, Happening)], at time: Double, ready: [String]) {
            (self.testDescription, self.happenings, self.time, self.ready) = (testDescription, happenings, time, ready)
        }
    }

    private func path(_ name: String) -> BytePath { BytePath("/inbox").appending(name) }
    private func identity(_ size: Int64) -> FileIdentity { FileIdentity(device: 1, inode: 1, size: size, modified: size) }

    private func arrivals(_ row: Row) -> Arrivals {
        var arrivals = Arrivals(inbox: BytePath("/inbox"), secondsQuiet: 60)
        for (time, happening) in row.happenings {
            switch happening {
            case .see(let name, let size): arrivals.see(path(name), identity(size), at: time)
            case .write(let name): arrivals.write(path(name), identity(1), at: time)
            case .close(let name, let size): arrivals.close(path(name), identity(size), at: time)
            case .remove(let name): arrivals.remove(path(name))
            case .study(let study, let name): arrivals.assign(path(name), .study(study), at: time)
            case .archive(let name): arrivals.assign(path(name), .archive, at: time)
            case .other(let name): arrivals.assign(path(name), .other, at: time)
            case .busy(let name): arrivals.assign(path(name), nil, at: time)
            case .lost: arrivals.forgetWriters()
            case .scan(let names):
                arrivals.beginScan()
                for name in names { arrivals.see(path(name), identity(1), at: time) }
                arrivals.endScan()
            }
        }
        return arrivals
    }

    @Test(
        "A study is taken when nothing of it changed for a while, and not before",
        arguments: [
            Row("just arrived", [(0, .see("f")), (0, .study("S", of: "f"))], at: 59, ready: []),
            Row("left alone", [(0, .see("f")), (0, .study("S", of: "f"))], at: 60, ready: ["f"]),
            Row(
                "a second file of the study comes late",
                [(0, .see("a/f")), (0, .study("S", of: "a/f")), (59, .see("b/g")), (59, .study("S", of: "b/g"))],
                at: 60, ready: []),
            Row(
                "both are left alone", [(0, .see("a/f")), (0, .study("S", of: "a/f")), (59, .see("b/g")), (59, .study("S", of: "b/g"))],
                at: 119, ready: ["a/f b/g"]),
            Row(
                "another study in the same folder is still arriving",
                [(0, .see("p/f")), (0, .study("S", of: "p/f")), (50, .see("p/g")), (50, .study("T", of: "p/g"))], at: 60, ready: ["p/f"]),
            Row(
                "a file of which nobody knows yet arrives in the same folder", [(0, .see("p/f")), (0, .study("S", of: "p/f")), (50, .see("p/g"))],
                at: 60, ready: []),
            Row(
                "such a file lies in another folder", [(0, .see("p/f")), (0, .study("S", of: "p/f")), (50, .see("q/g"))], at: 60, ready: ["p/f"]),
            Row("such a file lies in the inbox itself", [(0, .see("f")), (0, .study("S", of: "f")), (50, .see("g"))], at: 60, ready: ["f"]),
            Row("the file is replaced by another", [(0, .see("f")), (0, .study("S", of: "f")), (50, .see("f", size: 2))], at: 60, ready: []),
            Row(
                "the file that replaced it belongs to another study",
                [(0, .see("f")), (0, .study("S", of: "f")), (50, .see("f", size: 2)), (50, .study("T", of: "f"))], at: 110, ready: ["f"]),
            Row("somebody writes", [(0, .write("f"))], at: 1000, ready: []),
            Row("the writer is done", [(0, .write("f")), (10, .close("f")), (10, .study("S", of: "f"))], at: 69, ready: []),
            Row("the writer was done for a while", [(0, .write("f")), (10, .close("f")), (10, .study("S", of: "f"))], at: 70, ready: ["f"]),
            Row(
                "somebody writes beside the study", [(0, .see("p/f")), (0, .study("S", of: "p/f")), (0, .write("p/g"))], at: 1000, ready: []),
            Row(
                "events were lost, the end of a writer among them", [(0, .write("f")), (10, .lost), (10, .study("S", of: "f"))], at: 60,
                ready: ["f"]),
            Row("a worker finds it open for writing", [(0, .see("f")), (50, .busy("f"))], at: 60, ready: []),
            Row("it went away", [(0, .see("f")), (0, .study("S", of: "f")), (5, .remove("f"))], at: 60, ready: []),
            Row("a scan misses it", [(0, .see("f")), (0, .study("S", of: "f")), (5, .scan(["g"]))], at: 60, ready: []),
            Row("a scan finds it unchanged", [(0, .see("f")), (0, .study("S", of: "f")), (59, .scan(["f"]))], at: 60, ready: ["f"]),
            Row("nobody looked into it", [(0, .see("f"))], at: 1000, ready: []),
            Row("a name that says it is not whole", [(0, .see("f.part"))], at: 1000, ready: []),
            Row(
                "such a name grows beside the study", [(0, .see("p/f")), (0, .study("S", of: "p/f")), (50, .see("p/.g.dcm.a1B2"))], at: 60,
                ready: []),
            Row(
                "such a name was given up beside the study", [(0, .see("p/f")), (0, .study("S", of: "p/f")), (0, .see("p/.g.dcm.a1B2"))], at: 60,
                ready: ["p/f"]),
            Row(
                "two archives", [(0, .see("a.zip")), (0, .archive("a.zip")), (30, .see("b.tar")), (30, .archive("b.tar"))], at: 95,
                ready: ["a.zip", "b.tar"]),
            Row("what is of no study", [(0, .see("x")), (0, .other("x")), (0, .see("y")), (0, .other("y"))], at: 60, ready: ["x y"]),
            Row(
                "what is of no study goes on its own", [(0, .see("p/f")), (0, .study("S", of: "p/f")), (0, .see("p/x")), (0, .other("p/x"))], at: 60,
                ready: ["p/f", "p/x"]),
        ])
    func takes(_ row: Row) {
        let batches = arrivals(row).ready(at: row.time)
        #expect(batches.map { $0.files.map { String($0.path.readable.dropFirst("/inbox/".count)) }.joined(separator: " ") } == row.ready)
    }

    @Test("A file is looked at when it arrives, again after it changed, and after a while where somebody had it open")
    func looks() {
        var arrivals = Arrivals(inbox: BytePath("/inbox"), secondsQuiet: 60)
        let file = path("f")
        arrivals.see(file, identity(1), at: 0)
        #expect(arrivals.unread(at: 0) == [file])
        arrivals.assign(file, nil, at: 0)
        #expect(arrivals.unread(at: 4) == [] && arrivals.nextMoment(after: 0) == 5 && arrivals.unread(at: 5) == [file])
        arrivals.assign(file, .other, at: 5)
        #expect(arrivals.unread(at: 10) == [] && arrivals.nextMoment(after: 10) == 60)
        arrivals.see(file, identity(2), at: 20)
        #expect(arrivals.unread(at: 20) == [file])
        arrivals.write(file, identity(3), at: 30)
        #expect(arrivals.unread(at: 30) == [] && arrivals.nextMoment(after: 30) == nil)
    }

    @Test(
        "Names of what is not whole are known",
        arguments: [
            (".IM1.x8Gh2k", true), ("IM1.part", true), ("IM1.PARTIAL", true), ("a.crdownload", true), ("a.dcm~", true), ("IM1", false),
            ("part", false), ("IM1.parting", false), ("1.2.840.tmp", true), ("CT.1.2.3", false),
        ])
    func unfinished(_ name: String, _ expected: Bool) { #expect(isUnfinishedName(Array(name.utf8)) == expected) }
}
