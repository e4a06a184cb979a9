# SPDX-License-Identifier: Apache-2.0
"""What was chosen before the test: how long to train, and from which values on something is text (64ths of a logit)."""

ROUNDS, BATCHES, FINISH = 6, 450, 1
# attention of the first head, cell, weak, strong, least cells of a component, least sum of what they have above `cell`, spare, spare
THRESHOLDS = (-128, -32, 64, 160, 3, 160, 0, 0)
