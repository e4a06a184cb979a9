// SPDX-License-Identifier: Apache-2.0

#include "Library.hpp"

#include <cstdlib>
#include <dlfcn.h>
#include <initializer_list>

namespace {

template <typename Function>
bool find(void *library, const char *name, Function &function) {
    function = reinterpret_cast<Function>(dlsym(library, name));
    return function != nullptr;
}

}  // namespace

bool Library::load() {
    // It is read by OpenMP when that is loaded. More threads make a single line slower, and this is one worker of several.
    setenv("OMP_THREAD_LIMIT", "1", 1);
    for (const char *name : {"libtesseract.so.5", "libtesseract.so.4", "libtesseract.so"}) {
        void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr) continue;
        // Leptonica, which it stands on, writes complaints to stderr: 6 stands for none.
        int (*setSeverity)(int) = nullptr;
        if (find(library, "setMsgSeverity", setSeverity)) setSeverity(6);
        return find(library, "TessVersion", version) && find(library, "TessDeleteText", deleteText) && find(library, "TessBaseAPICreate", create)
            && find(library, "TessBaseAPIDelete", destroy) && find(library, "TessBaseAPIInit3", start)
            && find(library, "TessBaseAPISetVariable", setVariable) && find(library, "TessBaseAPISetPageSegMode", setPageSegMode)
            && find(library, "TessBaseAPISetImage", setImage) && find(library, "TessBaseAPISetSourceResolution", setSourceResolution)
            && find(library, "TessBaseAPIGetUTF8Text", text) && find(library, "TessBaseAPIMeanTextConf", confidence)
            && find(library, "TessBaseAPIClear", clear)
            && find(library, "TessBaseAPIClearAdaptiveClassifier", clearAdaptive);
    }
    return false;
}

const Library *Library::shared() {
    static Library library{};
    static const bool isLoaded = library.load();
    return isLoaded ? &library : nullptr;
}
