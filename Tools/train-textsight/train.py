# SPDX-License-Identifier: Apache-2.0
"""Rounds of training. Each round draws its crops from a seed of its own and the hardest grounds of the round before."""

import multiprocessing
import os
import time

import numpy as np
import torch

import grounds
from net import Net, loss_of
from normal import halved, normalized, spread, stretched
from scenes import SIDE, Scenes

BATCH = 32


def by_series(planes, held):
    series = {}
    for name, modality, group, plane, is_held in planes:
        if bool(is_held) == held:
            series.setdefault((group, plane.shape), []).append(plane)
    return list(series.values())


def _produce(queue, cache, seed, hard, batches):
    os.nice(3)
    import cv2

    cv2.setNumThreads(1)
    scenes = Scenes(by_series(grounds.collect(None, None, cache), False), seed)
    scenes.hard = hard
    for _ in range(batches):
        queue.put(scenes.batch(BATCH))


def scales(plane):
    """A plane at full, half and quarter size, as normalized bytes."""
    plane = stretched(plane)
    if plane is None:
        return
    whole = spread(plane)
    for _ in range(3):
        if min(plane.shape) < 16:
            return
        yield plane, normalized(plane, whole)
        plane = halved(plane)


def fitted(pixels):
    """The bytes filled up to whole cells of 4; what lies outside is 128, as the network pads."""
    return np.pad(pixels, ((0, -pixels.shape[0] % 4), (0, -pixels.shape[1] % 4)), constant_values=128)


def mine(net, planes, rng, most, threshold=-2.0):
    """Parts of text-free planes in which the network sees text, hardest first."""
    found = []
    net.eval()
    with torch.no_grad():
        for series in planes:
            for index in rng.permutation(len(series))[:16]:
                plane = series[index]
                if rng.random() < 0.5 and max(plane.shape) < 1000:
                    import cv2

                    zoom = float(np.exp(rng.uniform(-0.5, 1.2)))
                    plane = cv2.resize(plane, None, fx=zoom, fy=zoom, interpolation=int(rng.integers(3))).astype(np.uint16)
                    if min(plane.shape) < 16:
                        continue
                if rng.random() < 0.5:
                    low, high = (int(level) for level in np.percentile(plane, [rng.uniform(0, 50), rng.uniform(70, 100)]))
                    plane = np.clip(plane, low, max(high, low + 1))
                for raw, pixels in scales(plane):
                    logits = net(torch.from_numpy(fitted(pixels))[None])[1][0].numpy()
                    for _ in range(2):
                        row, column = np.unravel_index(logits.argmax(), logits.shape)
                        worst = float(logits[row, column])
                        if worst < threshold:
                            break
                        top, left = max(0, row * 4 - SIDE // 2), max(0, column * 4 - SIDE // 2)
                        found.append((worst, raw[top:top + SIDE + 20, left:left + SIDE + 20].astype(np.uint16)))
                        logits[max(0, row - 12):row + 12, max(0, column - 12):column + 12] = -99
    net.train()
    found.sort(key=lambda pair: -pair[0])
    return [part for _, part in found[:most]], [worst for worst, _ in found]


def train(cache, folder, seed, cycles, batches, finish, log=print):
    """Trains in rounds that can be resumed. `cycles`: (rounds, first rate) each; the rate falls in a cycle and starts again in the next.

    The `finish` rounds at the end are with the rounding of the whole-number form.
    """
    planes = by_series(grounds.collect(None, None, cache), False)
    net = Net()
    hard, done = [], 0
    state = os.path.join(folder, "state.pt")
    torch.manual_seed(seed)
    optimizer = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=1e-4)
    rounds = sum(count for count, _ in cycles)
    starts = {sum(count for count, _ in cycles[:index]): cycle for index, cycle in enumerate(cycles)}
    if os.path.exists(state):
        saved = torch.load(state, weights_only=False)
        done, hard = saved["done"], saved["hard"]
        if done > rounds:
            net.fold()
            optimizer = torch.optim.AdamW(net.parameters(), 2e-4, weight_decay=0)
        net.load_state_dict(saved["net"])
        optimizer.load_state_dict(saved["optimizer"])
    for current in range(done, rounds + finish):
        if current == rounds:
            net.eval()
            net.fold()
            net.train()
            optimizer = torch.optim.AdamW(net.parameters(), 2e-4, weight_decay=0)
        is_whole = current >= rounds
        if current in starts:
            optimizer = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=1e-4)
        begin = max((start for start in starts if start <= current))
        count, peak = starts[begin]
        # A fork would share the locks of threads that mining started.
        context = multiprocessing.get_context("spawn")
        queue = context.Queue(6)
        producer = context.Process(
            target=_produce, args=(queue, cache, seed * 1000 + current, hard, batches), daemon=True)
        producer.start()
        begun, sums = time.time(), [0.0, 0.0]
        for step in range(batches):
            pixels, target = (torch.from_numpy(array) for array in queue.get())
            place = current * batches + step
            if is_whole:
                part = (place - rounds * batches) / (finish * batches)
                rate = 3e-4 * (1 - part) + 1e-6
            else:
                within = place - begin * batches
                rate = peak * min(1, (within + 1) / 200) * (0.5 * (1 + np.cos(np.pi * within / (count * batches))) + 0.02)
            for group in optimizer.param_groups:
                group["lr"] = rate
            with torch.autocast("cpu", torch.bfloat16, enabled=not is_whole):
                first, second = net(pixels)
            losses = loss_of(first.float(), target), loss_of(second.float(), target)
            optimizer.zero_grad()
            (losses[0] + losses[1]).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimizer.step()
            sums = [total_ + loss.item() for total_, loss in zip(sums, losses)]
            if step % 100 == 99:
                log(f"round {current} step {step + 1}: {sums[0] / 100:.4f} {sums[1] / 100:.4f} after {time.time() - begun:.0f} s")
                sums = [0.0, 0.0]
        producer.join()
        hard, worst = mine(net, planes, np.random.default_rng(seed * 1000 + 500 + current), 1500)
        log(f"round {current}: {len(worst)} hard parts, worst {worst[:3]}, above 0: {sum(value > 0 for value in worst)}")
        saved = {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "done": current + 1, "hard": hard}
        torch.save(saved, state + ".new")
        os.replace(state + ".new", state)
        torch.save(net.state_dict(), os.path.join(folder, f"net-{current:02}.pt"))
    return net
