// SPDX-License-Identifier: Apache-2.0
#include "Guard.hpp"
#include "Scan.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcdicent.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/oflog/oflog.h>

#include <cstdlib>
#include <mutex>

namespace {

void add(DcmDataDictionary &dictionary, uint32_t tag, uint32_t upper, const char *vr,
         DcmDictRangeRestriction groups = DcmDictRange_Even) {
    auto *row = new DcmDictEntry(tag >> 16, tag & 0xFFFF, upper >> 16, upper & 0xFFFF, DcmVR(vr), "Element", 1,
                                 DcmVariableVM, nullptr, OFTrue, nullptr);
    if (upper != tag) {
        row->setGroupRangeRestriction(groups);
        row->setElementRangeRestriction(DcmDictRange_Unspecified);
    }
    dictionary.addEntry(row);
}

void startToolkitOnce() {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    setenv("DCMDICTPATH", "/dev/null", 1);  // spares the toolkit its own file, which is cleared below anyway

    dcmEnableUnknownVRConversion.set(OFFalse);
    dcmEnableAutomaticInputDataCorrection.set(OFFalse);
    dcmConvertUndefinedLengthOBOWtoSQ.set(OFTrue);
    dcmConvertVOILUTSequenceOWtoSQ.set(OFTrue);
    dcmReplaceWrongDelimitationItem.set(OFTrue);
    dcmIgnoreFileMetaInformationGroupLength.set(OFTrue);

    DcmDataDictionary &dictionary = dcmDataDict.wrlock();
    dictionary.clear();
    for (uint32_t delimiter : {0xFFFEE000u, 0xFFFEE00Du, 0xFFFEE0DDu}) add(dictionary, delimiter, delimiter, "na");
    add(dictionary, 0x00000000, 0xFFFF0000, "UL", DcmDictRange_Unspecified);  // group lengths
    add(dictionary, 0x00090010, 0xFFFF00FF, "LO", DcmDictRange_Odd);          // private creators
    forEachRow([&](uint32_t tag, uint32_t upper, const char *vr) { add(dictionary, tag, upper, vr); });
    dcmDataDict.wrunlock();
}

std::once_flag toolkitStarted;

}  // namespace

void useToolkit() { std::call_once(toolkitStarted, startToolkitOnce); }

cdcmtk_status cdcmtk_start_toolkit(void) {
    return guarded([] {
        useToolkit();
        return CDCMTK_OK;
    });
}

cdcmtk_status cdcmtk_initialize(const cdcmtk_dictionary_entry *entries, size_t count) {
    return guarded([&] {
        setDictionary(entries, count);
        return CDCMTK_OK;
    });
}
