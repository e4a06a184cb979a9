// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import ScrubPipeline

/// The passphrase of a site key that is under one.
struct KeyPassphrase: ParsableArguments {
    @Option(help: ArgumentHelp("A file whose first line is the passphrase of the site key; else it is asked for.", valueName: "file"))
    var keyPassphraseFile: PathArgument?

    func validate() { Passphrase.openSiteKeys(with: keyPassphraseFile) }
}

/// `--with`, which adds options to a profile.
struct AddedOptions: ParsableArguments {
    @Option(
        name: .customLong("with"),
        help: ArgumentHelp("Adds a PS3.15 option to the profile, such as clean-descriptors. Can be repeated.", valueName: "option"))
    var names: [String] = []
}

/// The rules, and the project whose pseudonyms they use.
struct RuleOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The rules: the name of a shipped profile, or a YAML file.", valueName: "name|file"))
    var profile = "basic"

    @OptionGroup var added: AddedOptions

    @OptionGroup var passphrase: KeyPassphrase

    @Option(help: ArgumentHelp("Files of one project share pseudonyms; those of two projects cannot be joined.", valueName: "name"))
    var project = "default"

    @Flag(help: "Moves dates by whole weeks, so that weekdays stay.")
    var keepWeekday = false
}

/// Where a command that makes releases has what identifies people.
struct SecretOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The site key. Without it, site.key in the state folder, made on first use.", valueName: "file"))
    var key: PathArgument?

    @Option(
        help: ArgumentHelp(
            "The folder for everything that can identify. It never leaves. (default: ~/.local/state/dcmscrub/<project>)", valueName: "folder"))
    var state: PathArgument?
}

/// The key of a command that looks into a state folder.
struct KeyOption: ParsableArguments {
    @Option(help: ArgumentHelp("The site key, if it is not the one in the state folder.", valueName: "file"))
    var key: PathArgument?
}

/// How many files a command works on at a time, and whether it shows how far it is.
struct WorkOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("How many files to work on at a time. (default: the number of cores)", valueName: "number"))
    var jobs: Int?

    @Flag(name: .shortAndLong, help: "Shows no progress.")
    var quiet = false

    func numberOfJobs() throws -> Int {
        let number = jobs ?? ProcessInfo.processInfo.activeProcessorCount
        guard (1...512).contains(number) else { throw PipelineError.usage("--jobs takes a number from 1 to 512") }
        return number
    }

    /// Shows notices and progress while the body runs, and tells it when the user interrupts.
    func observed<Result>(_ body: (RunObserver) throws -> Result) throws -> Result {
        Interruption.watch()
        let display = ProgressDisplay(isQuiet: quiet)
        defer { display.end() }
        var observer = RunObserver()
        observer.notice = { display.notice($0) }
        observer.progress = { display.show($0) }
        observer.isInterrupted = { Interruption.isRequested }
        return try body(observer)
    }
}
