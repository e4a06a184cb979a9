# SPDX-License-Identifier: Apache-2.0
"""The network, its loss, and its form in whole numbers."""

import torch
import torch.nn.functional as F
from torch import nn

# A value of 1 is 64 steps; a byte holds what is below 4.
STEPS = 64
# (name, channels in, channels out, stride, dilation). The trunk runs everywhere, the rest where the first head saw something.
LAYERS = (
    ("edges", 4, 16, 1, 1), ("cells", 16, 24, 2, 1), ("near", 24, 24, 1, 1), ("letter", 24, 24, 1, 2), ("letters", 24, 24, 1, 4),
    ("again", 24, 32, 1, 1), ("pair", 32, 32, 1, 2), ("word", 32, 32, 1, 4), ("row", 32, 32, 1, 8), ("gap", 32, 32, 1, 3), ("last", 32, 32, 1, 1),
)
TRUNK = 5


def rounded(values):
    """Rounds forward, and lets the gradient through."""
    return values + (values.round() - values).detach()


class Layer(nn.Module):
    def __init__(self, inputs, outputs, stride, dilation):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.bias = None

    def fold(self):
        """Puts the normalization into the weights: the layer is then a convolution with a bias."""
        with torch.no_grad():
            factor = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
            self.bias = nn.Parameter(self.norm.bias - self.norm.running_mean * factor)
            self.conv.weight.mul_(factor[:, None, None, None])
        self.norm = None

    def forward(self, values):
        if self.norm is not None:
            return torch.clamp(self.norm(self.conv(values).float()), 0, 255 / STEPS)
        weights, _ = whole(self.conv.weight)
        out = F.conv2d(values, weights, self.bias, self.conv.stride, self.conv.padding, self.conv.dilation)
        return torch.clamp(rounded(out * STEPS), 0, 255) / STEPS


def whole(weights):
    """Weights that are whole multiples of a scale for each output, within -64...64, and (multipliers, shift) of these scales."""
    most = weights.detach().abs().flatten(1).amax(1).clamp(min=1e-6)
    shift = int(torch.floor(torch.log2(255 * 64 / most.max())).clamp(0, 20))
    multipliers = torch.clamp(torch.ceil(most / 64 * 2 ** shift), 1, 255)
    scale = (multipliers / 2 ** shift).view(-1, *([1] * (weights.dim() - 1)))
    return torch.clamp(rounded(weights / scale), -64, 64) * scale, (multipliers.to(torch.int64), shift)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(Layer(*shape[1:]) for shape in LAYERS)
        self.first = nn.Conv2d(LAYERS[TRUNK - 1][2], 1, 1)
        self.second = nn.Conv2d(LAYERS[-1][2], 1, 1)
        for head in (self.first, self.second):
            nn.init.constant_(head.bias, -3)

    def fold(self):
        for layer in self.layers:
            layer.fold()

    def head(self, head, values):
        if self.layers[0].norm is not None:
            return head(values)
        return F.conv2d(values, whole(head.weight)[0], head.bias)

    def forward(self, pixels):
        """`pixels`: normalized bytes. Gives both heads' logits for each cell."""
        values = F.pixel_unshuffle((pixels.float().unsqueeze(1) - 128) / STEPS, 2)
        first = None
        for index, layer in enumerate(self.layers):
            values = layer(values)
            if index == TRUNK - 1:
                first = self.head(self.first, values)
        return first[:, 0], self.head(self.second, values)[:, 0]


def loss_of(logits, target):
    """Mean over text, mean over the rest, and the mean of what of the rest looks most like text."""
    text, rest = target == 1, target == 0
    positive = F.softplus(-logits[text])
    negative = F.softplus(logits[rest])
    hardest = negative.topk(max(1, negative.numel() // 100)).values
    return positive.mean() + negative.mean() + 0.5 * hardest.mean()
