// SPDX-License-Identifier: Apache-2.0
#include "Element.hpp"

#include <dcmtk/dcmdata/dcistrmb.h>

namespace {

bool isString(DcmEVR vr) { return DcmVR(vr).isaString(); }

}  // namespace

std::unique_ptr<DcmElement> makeElement(uint32_t tag, DcmEVR vr, const uint8_t *bytes, size_t length) {
    std::vector<uint8_t> value(bytes, bytes + length);
    if (value.size() % 2 != 0) value.push_back(isString(vr) && vr != EVR_UI ? ' ' : 0);
    std::unique_ptr<DcmElement> element(
        SplicedDataSet::newElement(DcmTag(DcmTagKey(tag >> 16, tag & 0xFFFF), DcmVR(vr)), value.size()));
    if (element == nullptr || value.empty()) return element;

    DcmInputBufferStream stream;
    stream.setBuffer(value.data(), value.size());
    stream.setEos();
    element->transferInit();
    const OFCondition condition = element->read(stream, EXS_LittleEndianImplicit, EGL_noChange, 0xFFFFFFFE);
    element->transferEnd();
    return condition.good() ? std::move(element) : nullptr;
}

std::vector<uint8_t> valueBytes(DcmElement &element) {
    const Uint32 length = element.getLengthField();
    std::vector<uint8_t> bytes(length);
    if (length > 0 && element.getPartialValue(bytes.data(), 0, length, nullptr, EBO_LittleEndian).bad()) bytes.clear();
    return bytes;
}
