// SPDX-License-Identifier: Apache-2.0

// What the library's users see of the targets below: whoever imports ScrubPipeline needs to import nothing else for it.
@_exported public import struct Filesystem.BytePath
