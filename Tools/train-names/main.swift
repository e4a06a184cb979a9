// SPDX-License-Identifier: Apache-2.0

import Foundation
import FreeTextPHI

// Builds the word tables and trains the name model; writes Sources/FreeTextPHI/Data. Same input, same bytes.
//   train-names ROOT [--tables-only] [--sample N]
let root = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "."
let lists = Lists(folder: root + "/Tools/train-names/Lists")
let tables = TableBuilder(lists: lists)
try tables.write(to: root + "/Sources/FreeTextPHI/Data")
if !CommandLine.arguments.contains("--tables-only") {
    var generator = Generator(lists: lists, seed: 20240229)
    if let k = CommandLine.arguments.firstIndex(of: "--sample"), k + 1 < CommandLine.arguments.count, let n = Int(CommandLine.arguments[k + 1]) {
        for _ in 0..<n { print(generator.next().marked) }
    } else {
        var trainer = Trainer(lexicon: tables.lexicon)
        let weights = trainer.train(&generator)
        try trainer.write(weights, to: root + "/Sources/FreeTextPHI/Data/NameWeights.swift")
    }
}
