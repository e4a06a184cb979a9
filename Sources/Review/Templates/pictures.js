// SPDX-License-Identifier: Apache-2.0
// The pictures of the page, each shown only if it is the one that the sheet names.
'use strict';
const sha256 = (() => {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const fraction = (root) => Math.floor((root - Math.floor(root)) * 2 ** 32);
  const constants = Uint32Array.from(primes, (p) => fraction(Math.cbrt(p)));
  const start = Uint32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  return (bytes) => {
    const length = ((bytes.length + 72) >> 6) << 6;
    const block = new DataView(new ArrayBuffer(length));
    new Uint8Array(block.buffer).set(bytes);
    block.setUint8(bytes.length, 0x80);
    block.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29));
    block.setUint32(length - 4, bytes.length << 3);
    const state = Uint32Array.from(start);
    const w = new Uint32Array(64);
    for (let offset = 0; offset < length; offset += 64) {
      for (let i = 0; i < 16; i++) w[i] = block.getUint32(offset + 4 * i);
      for (let i = 16; i < 64; i++) {
        const a = w[i - 15];
        const b = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i++) {
        const t = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[i] + w[i]) | 0;
        const u = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + t) | 0, c, b, a, (t + u) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] += value; });
    }
    return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('');
  };
})();

const sheetText = document.getElementById('sheet').textContent;
const sheetDigest = sha256(new TextEncoder().encode(sheetText));
const isWhole = sheetDigest === document.querySelector('meta[name=dcmscrub-sheet]').content;
const sheet = isWhole ? JSON.parse(sheetText) : { items: [] };

const Pictures = {
  known: new Map(),

  // The address of a picture; null where it is missing or another than the sheet says.
  address(item, kind, index) {
    const id = `${kind}${item}-${index}`;
    if (!this.known.has(id)) {
      const text = document.getElementById(id)?.textContent ?? '';
      const list = { b: 'before', a: 'after', d: 'details' }[kind];
      let isRight = false;
      try {
        isRight = sha256(Uint8Array.from(atob(text), (c) => c.charCodeAt(0))) === sheet.items[item][list][index].sha256;
      } catch { /* it is no base 64 */ }
      this.known.set(id, isRight);
    }
    return this.known.get(id) ? `data:image/png;base64,${document.getElementById(id).textContent}` : null;
  },

  isRight(item) {
    const { before, after, details } = sheet.items[item];
    return [['b', before], ['a', after], ['d', details]].every(([kind, list]) => list.every((_, i) => this.address(item, kind, i)));
  },

  // Has the browser decode what comes next while the person looks.
  prepare(item) {
    if (!sheet.items[item]) return;
    const address = this.address(item, 'b', 0);
    if (!address) return;
    const image = new Image();
    image.src = address;
  },
};
