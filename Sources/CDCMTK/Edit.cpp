// SPDX-License-Identifier: Apache-2.0
#include "Element.hpp"
#include "Guard.hpp"

#include <algorithm>

namespace {

DcmItem *item(cdcmtk_file &file, uint32_t node) {
    DcmObject *object = file.object(node);
    if (object == nullptr || object->isLeaf()) return nullptr;
    const DcmEVR kind = object->ident();
    return kind == EVR_item || kind == EVR_dataset ? static_cast<DcmItem *>(object) : nullptr;
}

uint32_t appendItem(cdcmtk_file &file, DcmSequenceOfItems &sequence) {
    auto child = std::make_unique<DcmItem>(DcmTag(DCM_Item));
    DcmItem *raw = child.get();
    if (sequence.append(raw).bad()) throw std::bad_alloc();
    child.release();
    file.objects.push_back(raw);
    return static_cast<uint32_t>(file.objects.size() - 1);
}

}  // namespace

cdcmtk_status cdcmtk_node_remove(cdcmtk_file *file, uint32_t node) {
    return guarded([&] {
        if (node == 0 || node >= file->nodes.size()) return CDCMTK_NO_SUCH_NODE;
        if (file->nodes[node].kind == CDCMTK_PIXELS) {
            const uint32_t tag = file->nodes[node].tag;
            const auto last = std::remove_if(file->pixels.begin(), file->pixels.end(),
                                             [&](const PixelExtent &extent) { return extent.tag == tag; });
            file->pixels.erase(last, file->pixels.end());
            return CDCMTK_OK;
        }
        DcmObject *object = file->object(node), *parent = file->object(file->nodes[node].parent);
        if (object == nullptr || parent == nullptr) return CDCMTK_NO_SUCH_NODE;
        if (file->nodes[node].kind == CDCMTK_ITEM)
            delete static_cast<DcmSequenceOfItems *>(parent)->remove(static_cast<DcmItem *>(object));
        else
            delete static_cast<DcmItem *>(parent)->remove(object);
        file->objects[node] = nullptr;
        return CDCMTK_OK;
    });
}

cdcmtk_status cdcmtk_item_put(cdcmtk_file *file, uint32_t node, uint32_t tag, const char vr[2], const uint8_t *bytes,
                              size_t length) {
    return guarded([&] {
        DcmItem *target = item(*file, node);
        if (target == nullptr) return CDCMTK_NO_SUCH_NODE;
        const char name[3] = {vr[0], vr[1], 0};
        std::unique_ptr<DcmElement> element = makeElement(tag, DcmVR(name).getEVR(), bytes, length);
        if (element == nullptr || target->insert(element.get(), OFTrue).bad()) return CDCMTK_CANNOT_WRITE;
        element.release();
        return CDCMTK_OK;
    });
}

cdcmtk_status cdcmtk_item_put_sequence(cdcmtk_file *file, uint32_t node, uint32_t tag, uint32_t items, uint32_t *first) {
    return guarded([&] {
        DcmItem *target = item(*file, node);
        if (target == nullptr) return CDCMTK_NO_SUCH_NODE;
        auto sequence = std::make_unique<DcmSequenceOfItems>(DcmTag(DcmTagKey(tag >> 16, tag & 0xFFFF), DcmVR(EVR_SQ)));
        *first = static_cast<uint32_t>(file->objects.size());
        for (uint32_t count = 0; count < items; count++) appendItem(*file, *sequence);
        if (target->insert(sequence.get(), OFTrue).bad()) return CDCMTK_CANNOT_WRITE;
        sequence.release();
        return CDCMTK_OK;
    });
}

static PixelExtent *pixels(cdcmtk_file &file, uint32_t node) {
    if (node >= file.nodes.size() || file.nodes[node].kind != CDCMTK_PIXELS) return nullptr;
    for (PixelExtent &extent : file.pixels)
        if (extent.tag == file.nodes[node].tag) return &extent;
    return nullptr;
}

cdcmtk_status cdcmtk_pixels_edit(cdcmtk_file *file, uint32_t node, const cdcmtk_pixel_edit *edits, size_t count) {
    return guarded([&] {
        PixelExtent *extent = pixels(*file, node);
        if (extent == nullptr) return CDCMTK_NO_SUCH_NODE;
        uint64_t end = 0, leftOut = 0;
        for (const cdcmtk_pixel_edit *edit = edits; edit != edits + count; edit++) {
            if (edit->offset < end || edit->offset > extent->valueLength || edit->length > extent->valueLength - edit->offset)
                return CDCMTK_CANNOT_WRITE;
            end = edit->offset + edit->length;
            if (edit->fill == CDCMTK_LEAVE_OUT) leftOut += edit->length;
        }
        if (!extent->isEncapsulated && (extent->valueLength - leftOut) % 2 != 0) return CDCMTK_CANNOT_WRITE;
        extent->keptLength = extent->valueLength - leftOut;
        extent->edits.assign(edits, edits + count);
        return CDCMTK_OK;
    });
}

cdcmtk_status cdcmtk_pixels_mask(cdcmtk_file *file, uint32_t node, const uint8_t *mask, size_t length) {
    return guarded([&] {
        PixelExtent *extent = pixels(*file, node);
        if (extent == nullptr) return CDCMTK_NO_SUCH_NODE;
        // The chunks of a copy begin at multiples of every cell's length.
        if (extent->isEncapsulated || (length != 1 && length != 2 && length != 4 && length != 8)) return CDCMTK_CANNOT_WRITE;
        extent->mask.assign(mask, mask + length);
        return CDCMTK_OK;
    });
}
