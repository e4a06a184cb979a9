// SPDX-License-Identifier: Apache-2.0

#ifndef CPIXELCODECS_H
#define CPIXELCODECS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    PIXELCODEC_OK = 0,
    /// The code stream is damaged, too short, or says other things than the header: a decoder's warnings count. Of an encoder: a sample does not
    /// fit the bits of the code stream.
    PIXELCODEC_UNREADABLE,
    /// Nobody here decodes (or encodes) it.
    PIXELCODEC_UNSUPPORTED,
    PIXELCODEC_NO_MEMORY,
    /// The sink said stop.
    PIXELCODEC_STOPPED
} pixelcodec_status;

/// What the header says of the frames.
typedef struct {
    const char *transfer_syntax;
    uint32_t columns, rows;
    /// 1 or 3.
    uint16_t samples;
    /// 1, 8, 16 or 32.
    uint16_t bits_allocated, bits_stored, high_bit;
    uint16_t planar_configuration;
    bool is_signed;
    const char *photometric;
} pixelcodec_form;

/// What the code stream turned out to be: what an encoder has to know to write its like.
typedef struct {
    /// Bits of a sample in the code stream, and whether it is signed there.
    uint16_t bits;
    bool is_signed;
    /// The decoded components are red, green, blue; else the first of three is the luminance. Of one component it says nothing.
    bool is_rgb;
    /// The code stream has a reversible or irreversible component transform, which the decoder took back.
    bool has_component_transform;
    /// The stream does not give back the samples that went in: near-lossless, irreversible, DCT.
    bool is_lossy;
} pixelcodec_stream;

/// Takes bytes in order. Returns false to stop.
typedef bool (*pixelcodec_sink)(void *context, const uint8_t *bytes, size_t count);

/// Decodes the code stream of one frame.
/// - samples: Gets rows x columns pixels in cells of (bits_allocated + 7) / 8 bytes, little endian, the components of a pixel side by side whatever
///   the planar configuration, without any change of colour but that which the code stream itself has taken. One bit a pixel gives bytes of 0 and 1.
///   Components with a sign (JPEG 2000) fill their cells with it; elsewhere the bits above those of the code stream are 0. Subsampled chroma is
///   repeated, so that a pixel shows nothing of the blocks beside its own.
/// - capacity: At least the bytes of that; never more than it is written.
pixelcodec_status pixelcodec_decode(
    const pixelcodec_form *form, const uint8_t *bytes, size_t count, uint8_t *samples, size_t capacity, pixelcodec_stream *stream);

/// Encodes one frame without loss in the same transfer syntax, so that decoding gives back the samples. The bytes are not padded to an even length.
/// - stream: What decoding the frame said of its code stream.
pixelcodec_status pixelcodec_encode(
    const pixelcodec_form *form, const pixelcodec_stream *stream, const uint8_t *samples, size_t count, pixelcodec_sink sink, void *context);

/// Half-open, in pixels.
typedef struct {
    int32_t left, top, right, bottom;
} pixelcodec_box;

/// Sets boxes of a sequential JPEG image (baseline or extended, 8 or 12 bits, Huffman codes) to one colour in the coefficient domain: only blocks
/// that a box touches change; all others keep their coefficients, and so decode to what they did. Segments pass byte for byte; tables of Huffman
/// codes are made anew where those of the stream lack a code that is needed; what lies behind the end of the image is left out. Progressive,
/// arithmetic, lossless and hierarchical images and such as get their number of rows later are PIXELCODEC_UNSUPPORTED.
///
/// All of the stream is read before the first byte is written: what is damaged, incomplete or more than one image is PIXELCODEC_UNREADABLE, and
/// nothing is written. Decoders that smooth subsampled colours take them from beside a block too: there, pixels up to the distance of one sample
/// of the subsampled components outside `touched` may decode otherwise than before, and as many inside it may have a trace of what is outside.
/// - fill: One value for each component, as samples of the code stream. A block decodes to the nearest value that its quantizer allows, at most a
///   sixteenth of the step of DC away and then rounded; the least and the greatest value are met exactly (where the step is at most eight times the
///   range of samples).
/// - touched: Gets the boxes grown to the edges of the blocks that change in any component, in pixels and inside of the image, and all zeros for a
///   box that touches nothing; room for `box_count`. Written on PIXELCODEC_OK only.
pixelcodec_status pixelcodec_blank_blocks(
    const pixelcodec_form *form, const uint8_t *bytes, size_t count, const pixelcodec_box *boxes, size_t box_count, const int32_t *fill,
    pixelcodec_box *touched, pixelcodec_sink sink, void *context);

#ifdef __cplusplus
}
#endif
#endif
