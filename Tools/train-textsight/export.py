# SPDX-License-Identifier: Apache-2.0
"""The network in whole numbers: written as the table that the program embeds, and run in numpy as a second opinion."""

import struct

import numpy as np
import torch

from net import LAYERS, STEPS, TRUNK, whole

MARK = b"TXSIGHT1"


def _numbers(weights, bias):
    """(whole weights, bias, multipliers, shift) of a convolution; the bias holds the half that rounds."""
    _, (multipliers, shift) = whole(weights)
    scale = multipliers.double() / 2 ** shift
    exact = torch.clamp((weights.detach().double() / scale.view(-1, 1, 1, 1)).round(), -64, 64).to(torch.int64)
    bias = ((bias.detach().double() * STEPS + 0.5) / scale).round().to(torch.int64)
    reach = (exact.abs().flatten(1).sum(1) * 255 + bias.abs()) * multipliers
    assert int(reach.max()) < 2 ** 31, "a sum could leave 32 bits"
    return exact.numpy(), bias.numpy(), multipliers.numpy(), shift


def numbers(net):
    """All layers and heads as whole numbers."""
    layers = []
    for index, layer in enumerate(net.layers):
        weights, bias, multipliers, shift = _numbers(layer.conv.weight, layer.bias)
        if index == 0:
            # Pixels come as bytes around 128.
            bias = bias - 128 * weights.sum(axis=(1, 2, 3))
        layers.append((weights, bias, multipliers, shift))
    return layers, [_numbers(head.weight, head.bias) for head in (net.first, net.second)]


def table(net, thresholds):
    """The bytes that the program embeds."""
    layers, heads = numbers(net)
    out = [MARK]
    for weights, bias, multipliers, shift in layers:
        outputs, inputs = weights.shape[:2]
        taps = weights.transpose(2, 3, 1, 0).reshape(9, inputs // 4, 4, outputs).transpose(0, 1, 3, 2)
        out += [taps.astype(np.int8).tobytes(), bias.astype("<i4").tobytes(), multipliers.astype("<i4").tobytes(), struct.pack("<i", shift)]
    for weights, bias, multipliers, shift in heads:
        out += [weights.astype(np.int8).tobytes(), struct.pack("<3i", int(bias[0]), int(multipliers[0]), shift)]
    out.append(struct.pack("<8i", *thresholds))
    return b"".join(out)


def _convolved(values, layer, stride, dilation, outside=0):
    weights, bias, multipliers, shift = layer
    rows, columns = values.shape[1] // stride, values.shape[2] // stride
    padded = np.pad(values, ((0, 0), (dilation, dilation), (dilation, dilation)), constant_values=outside)
    sums = np.broadcast_to(bias[:, None, None], (weights.shape[0], rows, columns)).copy()
    for tap in range(9):
        down, across = tap // 3 * dilation, tap % 3 * dilation
        part = padded[:, down:down + rows * stride:stride, across:across + columns * stride:stride]
        # Doubles hold these sums exactly, and numpy multiplies them faster than whole numbers.
        sums += np.einsum("oi,irc->orc", weights[:, :, tap // 3, tap % 3].astype(np.float64), part.astype(np.float64), optimize=True).astype(np.int64)
    return np.clip(sums * multipliers[:, None, None] >> shift, 0, 255)


def _head(values, head):
    weights, bias, multipliers, shift = head
    return ((weights[0, :, 0, 0, None, None] * values).sum(0) + bias[0]) * multipliers[0] >> shift


def heads_of(net_numbers, pixels):
    """Both heads' values, in 64ths of a logit, for normalized bytes filled up to whole cells."""
    layers, heads = net_numbers
    rows, columns = pixels.shape
    values = pixels.astype(np.int64).reshape(rows // 2, 2, columns // 2, 2).transpose(1, 3, 0, 2).reshape(4, rows // 2, columns // 2)
    first = None
    for index, (layer, (_, _, _, stride, dilation)) in enumerate(zip(layers, LAYERS)):
        values = _convolved(values, layer, stride, dilation, 128 if index == 0 else 0)
        if index == TRUNK - 1:
            first = _head(values, heads[0])
    return first, _head(values, heads[1])


def wanted(first, attention):
    """Where the program runs the second half: blocks of 4 x 12 cells around what the first head sees, and one block more."""
    rows, columns = first.shape
    down, across = -(-rows // 4), -(-columns // 12)
    seen = np.pad(first >= attention, ((0, down * 4 - rows), (0, across * 12 - columns))).reshape(down, 4, across, 12).any(axis=(1, 3))
    wide = np.pad(seen, 1)
    wide = wide[:-2] | wide[1:-1] | wide[2:]
    wide = wide[:, :-2] | wide[:, 1:-1] | wide[:, 2:]
    return np.kron(wide, np.ones((4, 12), bool))[:rows, :columns]


def cells(net_numbers, pixels, attention):
    """The second head's values where the program looks, and a very small value elsewhere."""
    first, second = heads_of(net_numbers, pixels)
    return np.where(wanted(first, attention), np.clip(second, -32000, 32000), -32768)


def install(data, sources):
    """Puts a table where the program embeds it. The digest in the assembler's file makes a build notice the change."""
    import hashlib

    digest = hashlib.sha256(data).hexdigest()
    (sources / "Tables" / "textsight.bin").write_bytes(data)
    path = sources / "weights.S"
    lines = [line for line in path.read_text().splitlines(True) if not line.startswith("// SHA-256")]
    lines.insert(2, f"// SHA-256 of the table: {digest}\n")
    path.write_text("".join(lines))
    return digest
