// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "CDCMTK.h"

#include <new>

/// Turns every exception into a status, so that none crosses the C header.
template <typename Body>
cdcmtk_status guarded(Body &&body) noexcept {
    try {
        return body();
    } catch (const std::bad_alloc &) {
        return CDCMTK_NO_MEMORY;
    } catch (...) {
        return CDCMTK_INTERNAL;
    }
}
