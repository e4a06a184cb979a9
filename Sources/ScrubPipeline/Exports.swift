// SPDX-License-Identifier: Apache-2.0

// What the library's users see of the targets below: whoever imports ScrubPipeline needs to import nothing else for it.
@_exported public import struct Filesystem.BytePath
@_exported public import func Filesystem.refuseNameServices
@_exported public import struct Records.ManifestEntry
@_exported public import enum Records.PipelineError
@_exported public import enum Records.ReleaseLayout
@_exported public import struct Records.RunSummary
@_exported public import struct Records.Shard
@_exported public import enum Records.ToolVersion
@_exported public import struct Release.ReleaseManifest
@_exported public import struct Release.ReleaseVerifier
@_exported public import enum RunState.KeyRotation
@_exported public import enum RunState.SiteKeyFile
@_exported public import struct RunState.StateFolder
@_exported public import func RunState.isProjectName
@_exported public import enum Workers.SandboxMode
@_exported public import struct Workers.WorkerSandbox
@_exported public import func Workers.refuseCoreDumps
