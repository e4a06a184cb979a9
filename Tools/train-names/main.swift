// SPDX-License-Identifier: Apache-2.0

import Foundation
import FreeTextCore

// Builds the word tables and trains the name model; writes Sources/FreeTextLexicon. Same input, same bytes.
//   train-names ROOT [--tables-only] [--sample N]
let root = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "."
let lexiconFolder = root + "/Sources/FreeTextLexicon"
let lists = Lists(folder: root + "/Tools/train-names/Lists")
let tables = TableBuilder(lists: lists)
var generator = Generator(lists: lists, seed: 20_240_229)
if let k = CommandLine.arguments.firstIndex(of: "--sample"), k + 1 < CommandLine.arguments.count, let n = Int(CommandLine.arguments[k + 1]) {
    for _ in 0..<n { print(generator.next().marked) }
} else {
    var written = try tables.write(to: lexiconFolder)
    if CommandLine.arguments.contains("--tables-only") {
        written.append(("name-weights", try TableFile.digest(ofFile: "name-weights", in: lexiconFolder)))
    } else {
        var trainer = Trainer(lexicon: tables.lexicon)
        let weights = trainer.train(&generator)
        written.append(try trainer.write(weights, to: lexiconFolder))
    }
    try TableFile.writeAssembly(written, to: lexiconFolder)
}
