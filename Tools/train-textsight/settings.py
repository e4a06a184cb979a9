# SPDX-License-Identifier: Apache-2.0
"""What was chosen before the test: how long to train, and from which values on something is text (64ths of a logit)."""

CYCLES, BATCHES, FINISH = ((6, 3e-3), (4, 1.5e-3), (2, 8e-4)), 450, 1
# attention of the first head, cell, weak, strong, least cells of a component, least sum of what they have above `cell`, faint ends of lines, unused
THRESHOLDS = (-64, -64, 0, 96, 3, 128, -160, 0)
