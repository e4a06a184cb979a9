// SPDX-License-Identifier: Apache-2.0
#include "Element.hpp"
#include "Guard.hpp"

#include <algorithm>
#include <cstring>

namespace {

uint16_t letters(DcmEVR vr) {
    const char *name = DcmVR(vr).getValidVRName();
    return static_cast<uint16_t>(name[0] << 8 | name[1]);
}

class Walker {
public:
    explicit Walker(cdcmtk_file &file) : file(file) {
        file.nodes.clear();
        file.objects.clear();
        file.valueBytes = 0;
    }

    /// Whether sequences lie deeper than they may. What is deeper is left out.
    bool isTooDeep = false;

    void walkItem(DcmItem &item, uint32_t parent) {
        const uint32_t index = append(&item, CDCMTK_ITEM, 0xFFFEE000, 0, parent);
        size_t nextPixels = 0;
        const bool isRoot = index == 0;
        for (DcmObject *object = item.nextInContainer(nullptr); object != nullptr; object = item.nextInContainer(object)) {
            if (isRoot) appendPixels(nextPixels, number(object->getTag()), index);
            walkElement(*object, index);
        }
        if (isRoot) appendPixels(nextPixels, 0xFFFFFFFF, index);
        file.nodes[index].end = file.nodes.size();
    }

private:
    uint32_t append(DcmObject *object, cdcmtk_node_kind kind, uint32_t tag, uint16_t vr, uint32_t parent) {
        cdcmtk_node node{};
        node.tag = tag;
        node.parent = parent;
        node.vr = vr;
        node.kind = kind;
        node.end = file.nodes.size() + 1;
        node.offset = file.valueBytes;
        file.nodes.push_back(node);
        file.objects.push_back(object);
        return file.nodes.size() - 1;
    }

    void appendPixels(size_t &next, uint32_t before, uint32_t parent) {
        for (; next < file.pixels.size() && file.pixels[next].tag < before; next++) {
            const PixelExtent &extent = file.pixels[next];
            const uint32_t index = append(nullptr, CDCMTK_PIXELS, extent.tag, extent.vr, parent);
            file.nodes[index].length = extent.valueLength;
            file.nodes[index].offset = extent.valueOffset;
            if (extent.isEncapsulated) file.nodes[index].flags |= CDCMTK_ENCAPSULATED;
        }
    }

    void walkElement(DcmObject &object, uint32_t parent) {
        const uint32_t tag = number(object.getTag());
        if (!object.isLeaf()) {
            auto &sequence = static_cast<DcmSequenceOfItems &>(object);
            const uint32_t index = append(&object, CDCMTK_SEQUENCE, tag, 'S' << 8 | 'Q', parent);
            if (depth == nestingLimit) {
                isTooDeep = true;
                return;
            }
            depth++;
            for (DcmObject *child = sequence.nextInContainer(nullptr); child != nullptr; child = sequence.nextInContainer(child))
                walkItem(static_cast<DcmItem &>(*child), index);
            depth--;
            file.nodes[index].end = file.nodes.size();
            return;
        }
        auto &element = static_cast<DcmElement &>(object);
        const DcmEVR vr = element.getVR();
        const uint32_t index = append(&object, CDCMTK_ELEMENT, tag, letters(vr), parent);
        cdcmtk_node &node = file.nodes[index];
        node.length = element.getLengthField();
        if (node.length == DCM_UndefinedLength) {
            node.flags |= CDCMTK_ENCAPSULATED | CDCMTK_LARGE;
            node.length = 0;
        } else if (node.length > valueLimit || !element.valueLoaded()) {
            if (node.length > 0) node.flags |= CDCMTK_LARGE;
        } else {
            file.valueBytes += node.length;
        }
        if (vr == EVR_UN && isUnparsedSequence(element)) node.flags |= CDCMTK_UNPARSED;
    }

    cdcmtk_file &file;
    unsigned depth = 0;
};

/// DCMTK writes a value of odd length as it came; the standard has none (PS3.5 section 7.1.1).
void padOddValues(DcmItem &item) {
    std::vector<DcmElement *> odd;
    for (DcmObject *object = item.nextInContainer(nullptr); object != nullptr; object = item.nextInContainer(object)) {
        if (!object->isLeaf()) {
            auto &sequence = static_cast<DcmSequenceOfItems &>(*object);
            for (DcmObject *child = sequence.nextInContainer(nullptr); child != nullptr; child = sequence.nextInContainer(child))
                padOddValues(static_cast<DcmItem &>(*child));
            continue;
        }
        auto *element = static_cast<DcmElement *>(object);
        const uint32_t length = element->getLengthField();
        if (length != DCM_UndefinedLength && length % 2 == 1) odd.push_back(element);
    }
    for (DcmElement *element : odd) {
        const std::vector<uint8_t> bytes = valueBytes(*element);
        const uint32_t tag = number(element->getTag());
        std::unique_ptr<DcmElement> padded = makeElement(tag, element->getVR(), bytes.data(), bytes.size());
        if (padded == nullptr) padded = makeElement(tag, EVR_UN, bytes.data(), bytes.size());
        if (padded != nullptr && item.insert(padded.get(), OFTrue).good()) padded.release();
    }
}

}  // namespace

cdcmtk_status cdcmtk_file_walk(cdcmtk_file *file, const cdcmtk_node **nodes, size_t *count, size_t *length) {
    return guarded([&] {
        if (!file->isScanned) {
            file->data->markStack();
            const bool isResolved = resolveUnknowns(*file->dataSet, *file->data);
            file->data->clearStack();
            if (!isResolved || file->data->isTooDeep) return CDCMTK_TOO_DEEP;
            padOddValues(*file->dataSet);
            std::sort(file->pixels.begin(), file->pixels.end(),
                      [](const PixelExtent &left, const PixelExtent &right) { return left.tag < right.tag; });
            Walker walker(*file);
            walker.walkItem(*file->dataSet, 0);
            if (walker.isTooDeep) return CDCMTK_TOO_DEEP;
            if (file->data->failure != 0) return cannotRead(*file->data);
        }
        *nodes = file->nodes.data();
        *count = file->nodes.size();
        *length = file->valueBytes;
        return CDCMTK_OK;
    });
}

const cdcmtk_node *cdcmtk_file::node(uint32_t index) const {
    if (!isScanned) return index < nodes.size() ? &nodes[index] : nullptr;
    const auto found = std::lower_bound(apart.begin(), apart.end(), index, [](const auto &left, uint32_t right) { return left.first < right; });
    return found != apart.end() && found->first == index ? &found->second : nullptr;
}

void cdcmtk_file::giveUpNodes() {
    for (uint32_t index = 0; index < nodes.size(); index++)
        if (nodes[index].kind == CDCMTK_PIXELS || (nodes[index].flags & CDCMTK_LARGE) != 0) apart.emplace_back(index, nodes[index]);
    std::vector<cdcmtk_node>().swap(nodes);
    std::vector<uint8_t>().swap(head);
}

cdcmtk_status cdcmtk_file_values(cdcmtk_file *file, uint8_t *buffer) {
    return guarded([&] {
        for (const cdcmtk_file::Segment &segment : file->segments) {
            const bool isAtHand = segment.offset >= file->headStart && segment.offset + segment.length <= file->headStart + file->head.size();
            if (isAtHand) memcpy(buffer, file->head.data() + (segment.offset - file->headStart), segment.length);
            else if (!readFully(file->data->descriptor, segment.offset, buffer, segment.length)) return CDCMTK_CANNOT_READ;
            buffer += segment.length;
        }
        if (file->isScanned) {
            file->giveUpNodes();
            return CDCMTK_OK;
        }
        for (size_t index = 0; index < file->nodes.size(); index++) {
            const cdcmtk_node &node = file->nodes[index];
            if (node.kind != CDCMTK_ELEMENT || (node.flags & CDCMTK_LARGE) != 0 || node.length == 0) continue;
            auto &element = static_cast<DcmElement &>(*file->objects[index]);
            const auto length = static_cast<Uint32>(node.length);
            if (element.getPartialValue(buffer + node.offset, 0, length, nullptr, EBO_LittleEndian).bad()) return CDCMTK_MALFORMED;
        }
        return file->data->failure == 0 ? CDCMTK_OK : cannotRead(*file->data);
    });
}

cdcmtk_status cdcmtk_node_read(cdcmtk_file *file, uint32_t index, uint64_t offset, uint8_t *buffer, size_t length) {
    return guarded([&] {
        const cdcmtk_node *found = file->node(index);
        if (found == nullptr) return CDCMTK_NO_SUCH_NODE;
        const cdcmtk_node &node = *found;
        if (node.kind == CDCMTK_PIXELS || (file->isScanned && (node.flags & CDCMTK_LARGE) != 0)) {
            if (offset > node.length || length > node.length - offset) return CDCMTK_NO_SUCH_NODE;
            return readFully(file->data->descriptor, node.offset + offset, buffer, length) ? CDCMTK_OK : CDCMTK_CANNOT_READ;
        }
        if (node.kind != CDCMTK_ELEMENT || file->isScanned) return CDCMTK_NO_SUCH_NODE;
        auto &element = static_cast<DcmElement &>(*file->objects[index]);
        if (element.getPartialValue(buffer, offset, length, nullptr, EBO_LittleEndian).good()) return CDCMTK_OK;
        return cannotRead(*file->data);
    });
}

cdcmtk_status cdcmtk_pixels_header(cdcmtk_file *file, uint32_t index, uint8_t header[12], size_t *length) {
    return guarded([&] {
        const cdcmtk_node *node = file->node(index);
        for (const PixelExtent &extent : file->pixels) {
            if (node == nullptr || extent.tag != node->tag) continue;
            *length = extent.headerLength;
            return readFully(file->data->descriptor, extent.headerOffset, header, extent.headerLength) ? CDCMTK_OK : CDCMTK_CANNOT_READ;
        }
        return CDCMTK_NO_SUCH_NODE;
    });
}
