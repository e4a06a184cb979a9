// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "Source.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// A top-level Pixel Data element, left in the file.
struct PixelExtent {
    uint32_t tag = 0;
    uint16_t vr = 0;
    bool isEncapsulated = false;
    uint64_t headerOffset = 0;  ///< of the tag
    uint32_t headerLength = 0;
    uint64_t valueOffset = 0;
    uint64_t valueLength = 0;   ///< in the file; encapsulated: all items and the delimiter
};

/// A Data Set whose reading loop is ours, so that Pixel Data is passed over wherever it stands.
class SplicedDataSet : public DcmDataset {
public:
    /// - Parameter repeats: Takes elements that are sent again, those of the second time in the first Data Set and so on.
    cdcmtk_status readAll(DcmInputStream &stream, E_TransferSyntax transferSyntax, int descriptor, uint64_t fileLength,
                          cdcmtk_file_info &info, std::vector<PixelExtent> &pixels, std::vector<std::unique_ptr<SplicedDataSet>> &repeats);
    E_TransferSyntax detect(DcmInputStream &stream) { return checkTransferSyntax(stream); }

    /// An element of any VR but SQ, without its value; null if there is no such VR.
    static DcmElement *newElement(DcmTag tag, uint32_t length) {
        DcmElement *element = nullptr;
        OFBool isUnknown = OFFalse;
        return newDicomElement(element, tag, length, nullptr, isUnknown).good() ? element : nullptr;
    }

private:
    SplicedDataSet &repeated(std::vector<std::unique_ptr<SplicedDataSet>> &repeats, size_t time, const DcmTag &tag);
    cdcmtk_status passPixels(DcmInputStream &stream, int descriptor, uint64_t fileLength, uint64_t headerOffset,
                             uint32_t headerLength, const DcmTag &tag, uint32_t length, std::vector<PixelExtent> &pixels);
};

struct cdcmtk_file {
    std::shared_ptr<Source> input;
    std::shared_ptr<Source> data;  ///< where the Data Set lies: the input, or a scratch file that is inflated or mended
    uint64_t dataLength = 0;
    cdcmtk_file_info info{};
    E_TransferSyntax encoding = EXS_LittleEndianExplicit;  ///< implicit, explicit or big endian; never a compression

    std::unique_ptr<SourceStream> stream;     ///< null where the toolkit is not needed, and so is the next
    std::unique_ptr<SplicedDataSet> dataSet;
    std::vector<PixelExtent> pixels;
    std::vector<std::unique_ptr<SplicedDataSet>> repeats;

    std::vector<cdcmtk_node> nodes;
    uint64_t valueBytes = 0;  ///< how many bytes the values of all nodes have together, with what lies between them
    std::vector<DcmObject *> objects;  ///< parallel to `nodes`, where the toolkit read the file

    /// Parts of the file that hold all values of the nodes, one behind the other, where it was read without the toolkit.
    struct Segment {
        uint64_t offset, length;
    };
    bool isScanned = false, onlyToolkit = false;
    std::vector<Segment> segments;
    std::vector<uint8_t> head;  ///< bytes of the file that are at hand, from `headStart` on
    uint64_t headStart = 0;

    /// Nodes whose values are read later, with their indices: the others are given up when they were handed over.
    std::vector<std::pair<uint32_t, cdcmtk_node>> apart;

    const cdcmtk_node *node(uint32_t index) const;
    void giveUpNodes();
};

/// Silences the toolkit, sets its options and installs the dictionary, once. It takes as long as some ten files, most of which do not need it.
void useToolkit();

/// Gives elements that came as UN their dictionary VR, and parses those that are sequences (PS3.5 section 6.2.2).
/// False where sequences lie too deep inside one another.
bool resolveUnknowns(DcmItem &item, Source &source, unsigned depth = 0);

/// What an element that stayed UN should have been but is not: a sequence.
bool isUnparsedSequence(DcmElement &element);

constexpr uint32_t valueLimit = 65536;

inline uint32_t number(const DcmTagKey &tag) { return static_cast<uint32_t>(tag.getGroup()) << 16 | tag.getElement(); }

/// Pixel Data, Float or Double Float Pixel Data.
inline bool isPixelTag(uint32_t tag) { return tag == 0x7FE00008 || tag == 0x7FE00009 || tag == 0x7FE00010; }
