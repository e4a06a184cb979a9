// SPDX-License-Identifier: Apache-2.0

import CFuzzer
import Glibc

// dcmscrub-fuzz TARGET [what libFuzzer takes]

let arguments = CommandLine.arguments
guard arguments.count > 1, let target = FuzzTarget.all.first(where: { $0.name == arguments[1] }) else {
    for target in FuzzTarget.all { print("\(target.name)\t\(target.law)") }
    exit(arguments.count > 1 ? 64 : 0)
}

/// A C function knows nothing of what is around it.
let run = target.run

var count = Int32(arguments.count - 1)
var pointers: [UnsafeMutablePointer<CChar>?] = ([arguments[0]] + arguments.dropFirst(2)).map { strdup($0) } + [nil]
let status = pointers.withUnsafeMutableBufferPointer { pointers in
    var start = pointers.baseAddress
    return LLVMFuzzerRunDriver(&count, &start) { data, size in
        var input = FuzzInput(UnsafeBufferPointer(start: data, count: size))
        run(&input)
        return 0
    }
}
exit(status)
