// SPDX-License-Identifier: Apache-2.0

/// Written into every release.
let toolVersion = "0.1.0"
