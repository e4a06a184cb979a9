// SPDX-License-Identifier: Apache-2.0
// Boxes on a picture: drawn, moved and resized with the mouse and with keys. A box is [left, top, right, bottom] in pixels of the image.
class BoxEditor {
  constructor(svg, changed) {
    this.svg = svg;
    this.changed = changed; // told before anything changes, and after
    this.boxes = [];
    this.selected = -1;
    svg.addEventListener('pointerdown', (event) => this.press(event));
    svg.addEventListener('pointermove', (event) => this.drag(event));
    svg.addEventListener('pointerup', () => this.drop());
    svg.addEventListener('pointercancel', () => this.drop());
    svg.addEventListener('keydown', (event) => this.key(event));
    svg.addEventListener('focusin', (event) => {
      const index = Number(event.target.closest?.('[data-box]')?.dataset.box ?? -1);
      if (index >= 0 && index !== this.selected) this.select(index, false);
    });
    new ResizeObserver(() => this.place()).observe(svg);
  }

  static make(name, attributes, parent) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent?.append(element);
    return element;
  }

  // Shows the boxes of an image. `label` says what a screen reader calls a box.
  show(columns, rows, boxes, label) {
    [this.columns, this.rows, this.boxes, this.label] = [columns, rows, boxes, label];
    if (this.selected >= boxes.length) this.selected = -1;
    const isFocused = document.activeElement?.dataset?.box !== undefined && this.svg.contains(document.activeElement);
    this.layer?.remove();
    this.layer = BoxEditor.make('g', { class: 'boxes' }, this.svg);
    boxes.forEach((box, index) => {
      const classes = `box ${box.evidence}${box.locked ? ' locked' : ''}${index === this.selected ? ' selected' : ''}`;
      const group = BoxEditor.make('g', { class: classes, 'data-box': index, tabindex: 0, role: 'button' }, this.layer);
      group.setAttribute('aria-pressed', index === this.selected);
      BoxEditor.make('rect', { class: 'area' }, group);
      BoxEditor.make('text', {}, group).textContent = index + 1;
      for (const corner of box.locked ? [] : ['nw', 'ne', 'sw', 'se']) {
        BoxEditor.make('rect', { class: `handle ${corner}`, 'data-corner': corner }, group);
      }
    });
    this.place();
    if (isFocused) this.layer.children[this.selected]?.focus();
  }

  // Puts what is drawn where the boxes are; sizes of handles and numbers are those of the screen.
  place() {
    if (!this.layer) return;
    const unit = 1 / (this.svg.getScreenCTM()?.a || 1);
    this.boxes.forEach((box, index) => {
      const group = this.layer.children[index];
      const [left, top, right, bottom] = box.at;
      const set = (element, x, y, width, height) => {
        for (const [key, value] of Object.entries({ x, y, width, height })) element.setAttribute(key, value);
      };
      set(group.querySelector('.area'), left, top, right - left, bottom - top);
      const text = group.querySelector('text');
      text.setAttribute('x', left);
      text.setAttribute('y', top > 14 * unit ? top - 3 * unit : bottom + 13 * unit);
      text.setAttribute('font-size', 13 * unit);
      for (const handle of group.querySelectorAll('.handle')) {
        const corner = handle.dataset.corner;
        const size = 9 * unit;
        set(handle, (corner[1] === 'w' ? left : right) - size / 2, (corner[0] === 'n' ? top : bottom) - size / 2, size, size);
      }
      group.setAttribute('aria-label', this.label(box, index));
    });
  }

  select(index, focus = true) {
    this.selected = index;
    [...this.layer.children].forEach((group, i) => {
      group.classList.toggle('selected', i === index);
      group.setAttribute('aria-pressed', i === index);
    });
    if (focus) this.layer.children[index]?.focus();
    this.changed('select');
  }

  fit([left, top, right, bottom]) {
    const clip = (value, most) => Math.min(Math.max(Math.round(value), 0), most);
    const box = [clip(left, this.columns), clip(top, this.rows), clip(right, this.columns), clip(bottom, this.rows)];
    if (box[2] <= box[0]) box[2] = box[0] + 1;
    if (box[3] <= box[1]) box[3] = box[1] + 1;
    if (box[2] > this.columns) [box[0], box[2]] = [this.columns - 1, this.columns];
    if (box[3] > this.rows) [box[1], box[3]] = [this.rows - 1, this.rows];
    return box;
  }

  // A move keeps the size of a box that reaches the edge.
  moved([left, top, right, bottom], x, y) {
    const dx = Math.min(Math.max(Math.round(x), -left), this.columns - right);
    const dy = Math.min(Math.max(Math.round(y), -top), this.rows - bottom);
    return [left + dx, top + dy, right + dx, bottom + dy];
  }

  add(at, focus = true) {
    this.changed('before');
    this.boxes.push({ at: this.fit(at), evidence: 'reviewer', locked: false });
    this.selected = this.boxes.length - 1;
    this.changed('add');
    if (focus) this.layer.children[this.selected].focus();
  }

  addInMiddle() {
    const { x, y, width, height } = this.svg.viewBox.baseVal;
    const [w, h] = [Math.max(8, width / 5), Math.max(8, height / 12)];
    this.add([x + (width - w) / 2, y + (height - h) / 2, x + (width + w) / 2, y + (height + h) / 2]);
  }

  remove() {
    const box = this.boxes[this.selected];
    if (!box) return this.changed('none');
    if (box.locked) return this.changed('locked');
    this.changed('before');
    this.boxes.splice(this.selected, 1);
    this.selected = Math.min(this.selected, this.boxes.length - 1);
    this.changed('remove');
    if (this.selected >= 0) this.layer.children[this.selected].focus();
    else this.svg.focus();
  }

  // MARK: Keys

  key(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const box = this.boxes[this.selected];
    if (!step || !box || event.altKey || event.metaKey || !event.target.closest?.('[data-box]')) return;
    event.preventDefault();
    event.stopPropagation();
    if (box.locked) return this.changed('locked');
    const length = event.ctrlKey ? 10 : 1;
    const [x, y] = [step[0] * length, step[1] * length];
    // Held down, a key makes one change that is undone at once.
    if (!event.repeat) this.changed('before');
    const [left, top, right, bottom] = box.at;
    const at = event.shiftKey ? this.fit([left, top, Math.max(left + 1, right + x), Math.max(top + 1, bottom + y)]) : this.moved(box.at, x, y);
    this.alter(box, at);
    this.changed('done');
  }

  alter(box, at) {
    box.at = at;
    if (!box.locked && box.evidence !== 'reviewer') box.evidence = 'reviewer';
    this.place();
    this.changed('alter');
  }

  // MARK: Mouse

  point(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return [point.x, point.y];
  }

  press(event) {
    if (event.button !== 0 || !this.layer) return;
    const [x, y] = this.point(event);
    const group = event.target.closest('[data-box]');
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
    if (!group) {
      if (x < 0 || y < 0 || x > this.columns || y > this.rows) return;
      this.motion = { x, y, kind: 'draw' };
      return;
    }
    this.select(Number(group.dataset.box));
    const box = this.boxes[this.selected];
    if (box.locked) return this.changed('locked');
    this.motion = { x, y, kind: event.target.dataset.corner ?? 'move', box, from: box.at, isNew: true };
  }

  drag(event) {
    const motion = this.motion;
    if (!motion) return;
    const [x, y] = this.point(event);
    if (motion.kind === 'draw') {
      if (Math.abs(x - motion.x) < 3 || Math.abs(y - motion.y) < 3) return;
      this.add([Math.min(x, motion.x), Math.min(y, motion.y), Math.max(x, motion.x), Math.max(y, motion.y)]);
      const box = this.boxes[this.selected];
      const corner = (y > motion.y ? 's' : 'n') + (x > motion.x ? 'e' : 'w');
      this.motion = { x, y, kind: corner, box, from: box.at, isNew: false };
      return;
    }
    if (motion.isNew) this.changed('before');
    motion.isNew = false;
    const [left, top, right, bottom] = motion.from;
    const [dx, dy] = [x - motion.x, y - motion.y];
    if (motion.kind === 'move') return this.alter(motion.box, this.moved(motion.from, dx, dy));
    const [north, west] = [motion.kind[0] === 'n', motion.kind[1] === 'w'];
    const [h1, h2] = [west ? left + dx : left, west ? right : right + dx].sort((a, b) => a - b);
    const [v1, v2] = [north ? top + dy : top, north ? bottom : bottom + dy].sort((a, b) => a - b);
    this.alter(motion.box, this.fit([h1, v1, h2, v2]));
  }

  drop() {
    if (this.motion && this.motion.kind !== 'draw') this.changed('done');
    this.motion = null;
  }
}
