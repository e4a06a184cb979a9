// SPDX-License-Identifier: Apache-2.0
//
// Elements that arrive as UN: their value is Implicit VR Little Endian, whatever the file is (PS3.5 section 6.2.2).
#include "Element.hpp"

#include <dcmtk/dcmdata/dcfcache.h>
#include <dcmtk/dcmdata/dcistrma.h>

#include <algorithm>
#include <cstring>

namespace {

/// Reads the value of an element piece by piece, so that a long one need not be in memory whole.
class ValueProducer : public DcmProducer {
public:
    ValueProducer(DcmElement &element, Source &source) : element(element), source(source), length(element.getLengthField()) {}

    OFBool good() const override { return !failed; }
    OFCondition status() const override { return failed ? EC_InvalidStream : EC_Normal; }
    OFBool eos() override { return position >= length; }
    offile_off_t avail() override { return length - position; }
    offile_off_t read(void *buffer, offile_off_t count) override {
        count = std::min(count, avail());
        if (count <= 0 || failed) return 0;
        if (source.exceedsStack()) {
            failed = true;
            return 0;
        }
        if (element.getPartialValue(buffer, position, count, &cache, EBO_LittleEndian).bad()) {
            failed = true;
            return 0;
        }
        position += count;
        return count;
    }
    offile_off_t skip(offile_off_t count) override {
        count = std::min(count, avail());
        position += count;
        return count;
    }
    void putback(offile_off_t count) override { position -= count; }

private:
    DcmElement &element;
    Source &source;
    DcmFileCache cache;
    offile_off_t length, position = 0;
    bool failed = false;
};

class ValueStream : public DcmInputStream {
public:
    explicit ValueStream(ValueProducer &producer) : DcmInputStream(&producer) {}
    DcmInputStreamFactory *newFactory() const override { return nullptr; }
};

bool beginsWithItem(DcmElement &element) {
    uint8_t start[4] = {};
    const uint8_t item[4] = {0xFE, 0xFF, 0x00, 0xE0}, delimiter[4] = {0xFE, 0xFF, 0xDD, 0xE0};
    if (element.getLengthField() < 8 || element.getPartialValue(start, 0, 4, nullptr, EBO_LittleEndian).bad()) return false;
    return memcmp(start, item, 4) == 0 || memcmp(start, delimiter, 4) == 0;
}

DcmEVR dictionaryVR(const DcmTag &tag) { return DcmTag(tag.getGroup(), tag.getElement()).getEVR(); }

std::unique_ptr<DcmSequenceOfItems> parseSequence(DcmElement &element, Source &source) {
    DcmTag tag(element.getTag());
    tag.setVR(DcmVR(EVR_SQ));
    std::unique_ptr<DcmSequenceOfItems> sequence(
        static_cast<DcmSequenceOfItems *>(SplicedDataSet::newElement(tag, element.getLengthField())));
    if (sequence == nullptr || element.getLengthField() == 0) return sequence;
    ValueProducer producer(element, source);
    ValueStream stream(producer);
    sequence->transferInit();
    const OFCondition condition = sequence->read(stream, EXS_LittleEndianImplicit, EGL_noChange, valueLimit);
    sequence->transferEnd();
    return condition.good() && producer.avail() == 0 ? std::move(sequence) : nullptr;
}

/// The element in its true VR, or null where it has to stay as it is.
std::unique_ptr<DcmElement> resolved(DcmElement &element, Source &source) {
    const DcmEVR vr = dictionaryVR(element.getTag());
    if (vr == EVR_SQ || beginsWithItem(element)) return parseSequence(element, source);
    const DcmVR standard(vr);
    if (!standard.isStandard() || vr == EVR_UN || element.getLengthField() > valueLimit) return nullptr;
    if (element.getLengthField() > 0xFFFE && !standard.usesExtendedLengthEncoding()) return nullptr;
    const std::vector<uint8_t> bytes = valueBytes(element);
    const uint32_t tag = number(element.getTag());
    return makeElement(tag, vr, bytes.data(), bytes.size());
}

}  // namespace

bool isUnparsedSequence(DcmElement &element) {
    return dictionaryVR(element.getTag()) == EVR_SQ || beginsWithItem(element);
}

bool resolveUnknowns(DcmItem &item, Source &source, unsigned depth) {
    if (depth > nestingLimit) return false;
    std::vector<DcmElement *> unknown;
    for (DcmObject *object = item.nextInContainer(nullptr); object != nullptr; object = item.nextInContainer(object)) {
        const DcmEVR vr = object->getVR();
        if (vr == EVR_UN || vr == EVR_UNKNOWN || vr == EVR_UNKNOWN2B) unknown.push_back(static_cast<DcmElement *>(object));
    }
    for (DcmElement *element : unknown) {
        std::unique_ptr<DcmElement> replacement = resolved(*element, source);
        if (replacement != nullptr && item.insert(replacement.get(), OFTrue).good()) replacement.release();
    }
    for (DcmObject *object = item.nextInContainer(nullptr); object != nullptr; object = item.nextInContainer(object)) {
        if (object->isLeaf()) continue;
        if (object->ident() == EVR_pixelSQ || object->ident() == EVR_PixelData) continue;
        auto *sequence = static_cast<DcmSequenceOfItems *>(object);
        for (DcmObject *child = sequence->nextInContainer(nullptr); child != nullptr; child = sequence->nextInContainer(child))
            if (!resolveUnknowns(*static_cast<DcmItem *>(child), source, depth + 1)) return false;
    }
    return true;
}
