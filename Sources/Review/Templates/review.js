// SPDX-License-Identifier: Apache-2.0
// One image after the other: what the person decides is kept here until it is saved as a file.
(() => {
  const words = JSON.parse(document.getElementById('words').textContent);
  const byId = (id) => document.getElementById(id);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
  let language = (navigator.language || 'en').toLowerCase().startsWith('zh') ? 'zh-Hans' : 'en';
  const say = (key, values = {}) => fill(words[language][key] ?? key, values);

  const firstBoxes = (item) => item.findings.flatMap((finding, index) =>
    finding.evidence === 'listed' ? [] : [{ at: finding.box, evidence: finding.evidence, finding: index,
      locked: finding.evidence === 'rule' || finding.evidence === 'known' }]);
  const copy = (boxes) => boxes.map((box) => ({ ...box, at: [...box.at] }));
  const states = sheet.items.map((item) => ({ verdict: null, boxes: firstBoxes(item), isChanged: false, frame: 0 }));
  const history = []; // what to go back to, the last first to be undone
  let current = 0;
  let zoom = 1;
  let isComparing = false;
  let isSaved = true;

  const announce = (text) => {
    byId('live').textContent = '';
    requestAnimationFrame(() => { byId('live').textContent = text; });
  };
  const remember = (indices) => {
    history.push(indices.map((index) => ({ index, ...states[index], boxes: copy(states[index].boxes) })));
    if (history.length > 500) history.shift();
  };

  const editor = new BoxEditor(byId('before'), (what) => {
    const state = states[current];
    if (what === 'before') return remember([current]);
    if (what === 'locked' || what === 'none') return announce(say(what === 'none' ? 'said.noBox' : 'said.locked'));
    if (what === 'select') return showFindings();
    state.isChanged = true;
    // What was decided was decided about other boxes.
    if (state.verdict === 'release') state.verdict = null;
    isSaved = false;
    if (what === 'add' || what === 'remove' || what === 'done') showBoxes();
    if (what === 'add') announce(say('said.added', { number: state.boxes.length }));
    if (what === 'remove') announce(say('said.removed'));
    showAfter();
    showFindings();
    showCounts();
  });

  // MARK: One image

  const boxText = (box, index) => {
    const [left, top, right, bottom] = box.at;
    const values = { number: index + 1, evidence: say(`evidence.${box.evidence}`), left, top, width: right - left, height: bottom - top };
    return say(box.locked ? 'boxLocked' : 'box', values);
  };

  const view = () => {
    const item = sheet.items[current];
    const [width, height] = [item.columns / zoom, item.rows / zoom];
    const at = states[current].boxes[editor.selected]?.at ?? [0, 0, item.columns, item.rows];
    const clip = (middle, size, most) => Math.min(Math.max(middle - size / 2, 0), most - size);
    return [clip((at[0] + at[2]) / 2, width, item.columns), clip((at[1] + at[3]) / 2, height, item.rows), width, height].join(' ');
  };

  const picture = (svg, address, item) => {
    svg.replaceChildren();
    svg.setAttribute('viewBox', view());
    svg.setAttribute('preserveAspectRatio', 'xMidYMid meet');
    const image = BoxEditor.make('image', { width: item.columns, height: item.rows, preserveAspectRatio: 'none' }, svg);
    if (address) image.setAttribute('href', address);
  };

  const color = (fill) => (fill.length === 3 ? `rgb(${fill.join(' ')})` : `rgb(${fill[0]} ${fill[0]} ${fill[0]})`);

  // What would be released: as the worker made it, or drawn from the boxes.
  const drawAfter = (svg, index) => {
    const [item, state] = [sheet.items[index], states[index]];
    const frame = item.before[state.frame]?.frame;
    const made = state.isChanged ? -1 : item.after.findIndex((picture) => picture.frame === frame);
    const image = svg.querySelector('image');
    const address = made >= 0 ? Pictures.address(index, 'a', made) : Pictures.address(index, 'b', state.frame);
    if (address && image.getAttribute('href') !== address) image.setAttribute('href', address);
    svg.querySelector('.blanks')?.remove();
    if (made >= 0) return true;
    const layer = BoxEditor.make('g', { class: 'blanks', fill: color(item.fill) }, svg);
    for (const { at: [left, top, right, bottom] } of state.boxes) {
      BoxEditor.make('rect', { x: left, y: top, width: right - left, height: bottom - top }, layer);
    }
    return false;
  };

  const showAfter = () => {
    const isMade = drawAfter(byId('after'), current);
    byId('after-title').textContent = say(isMade ? 'after' : 'afterDrawn');
    byId('before').querySelector('.blanks')?.remove();
    byId('before').classList.toggle('comparing', isComparing);
    if (isComparing) {
      const blanks = byId('after').querySelector('.blanks')?.cloneNode(true);
      if (blanks) byId('before').querySelector('image').after(blanks);
    }
    const shown = byId('before').querySelector('image');
    const address = isComparing ? byId('after').querySelector('image').getAttribute('href') : Pictures.address(current, 'b', states[current].frame);
    if (address && shown.getAttribute('href') !== address) shown.setAttribute('href', address);
    byId('before-title').textContent = isComparing ? say('comparing') : say('before', { count: states[current].boxes.length });
    byId('compare').setAttribute('aria-pressed', isComparing);
  };

  const showBoxes = () => {
    const item = sheet.items[current];
    editor.show(item.columns, item.rows, states[current].boxes, boxText);
  };

  const showFindings = () => {
    const [item, state] = [sheet.items[current], states[current]];
    const list = byId('findings');
    const rows = state.boxes.map((box, index) => ({ box, index }));
    const gone = item.findings.map((finding, index) => ({ finding, index })).filter(({ index }) => !state.boxes.some((box) => box.finding === index));
    list.replaceChildren(...rows.map(({ box, index }) => {
      const row = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.className = `evidence ${box.evidence}`;
      button.setAttribute('aria-pressed', index === editor.selected);
      button.append(...detail(item, box.finding), Object.assign(document.createElement('span'), { textContent: findingText(item, box, index) }));
      button.addEventListener('click', () => editor.select(index));
      row.append(button);
      return row;
    }), ...gone.map(({ finding, index }) => {
      const row = document.createElement('li');
      row.className = `gone evidence ${finding.evidence}`;
      const text = `${say(`evidence.${finding.evidence}`)}${finding.evidence === 'listed' ? '' : ` · ${say('deleted')}`}`;
      row.append(...detail(item, index), Object.assign(document.createElement('span'), { textContent: text }));
      return row;
    }));
    if (!rows.length && !gone.length) list.append(Object.assign(document.createElement('li'), { textContent: say('nothingFound') }));
  };

  const findingText = (item, box, index) => {
    const finding = item.findings[box.finding];
    const parts = [boxText(box, index)];
    if (finding?.score) parts.push(say('score', { score: Math.round(finding.score / 10) }));
    if (finding && item.frames > 1) parts.push(say('frameOf', { frame: finding.frame + 1 }));
    return parts.join(' · ');
  };

  const detail = (item, finding) => {
    const index = item.details.findIndex((picture) => picture.finding === finding);
    const address = finding === undefined || index < 0 ? null : Pictures.address(current, 'd', index);
    return address ? [Object.assign(new Image(), { src: address, alt: '' })] : [];
  };

  const show = () => {
    const [item, state] = [sheet.items[current], states[current]];
    const numbers = { number: current + 1, count: states.length };
    byId('heading').textContent = `${say('heading', numbers)} · ${say(`state.${state.verdict ?? 'none'}`)}`;
    byId('heading').className = state.verdict ?? '';
    const frames = item.frames === 1 ? say('frame1') : say('frameN', { count: item.frames });
    byId('facts').textContent = `${say('facts', { ...item, modality: item.modality || '?', frames })} ${say(item.doubt)}`;
    byId('frames').hidden = item.before.length < 2;
    byId('frame-text').textContent = say('frameText', { frame: item.before[state.frame].frame + 1, frames: item.frames, shown: item.before.length });
    byId('zoom').lastElementChild.textContent = `${say('zoom')} ${zoom}×`;
    const isRight = Pictures.isRight(current);
    byId('alert').hidden = isRight;
    byId('alert').textContent = isRight ? '' : say('pictureChanged');
    picture(byId('before'), Pictures.address(current, 'b', state.frame), item);
    picture(byId('after'), null, item);
    showBoxes();
    showAfter();
    showFindings();
    showCounts();
    setTimeout(() => { Pictures.prepare(current + 1); Pictures.prepare(current - 1); });
  };

  const showCounts = () => {
    const count = (verdict) => states.filter((state) => state.verdict === verdict).length;
    const numbers = { release: count('release'), refuse: count('refuse'), hold: count('hold'), count: states.length };
    numbers.decided = numbers.release + numbers.refuse + numbers.hold;
    byId('counts').textContent = say('counts', numbers);
    [byId('bar').max, byId('bar').value] = [states.length || 1, numbers.decided];
    const map = byId('map');
    states.forEach((state, index) => {
      const cell = map.children[index] ?? map.appendChild(document.createElement('i'));
      const name = `${state.verdict ?? 'open'} ${sheet.items[index].doubt}${index === current ? ' here' : ''}`;
      if (cell.className !== name) cell.className = name;
    });
    const heading = `${say('heading', { number: current + 1, count: states.length })} · ${say(`state.${states[current]?.verdict ?? 'none'}`)}`;
    if (states.length && byId('heading').textContent !== heading) {
      byId('heading').textContent = heading;
      byId('heading').className = states[current].verdict ?? '';
    }
  };

  // MARK: What the keys and buttons do

  const go = (index) => {
    if (index < 0 || index >= states.length) return;
    [current, zoom, isComparing, editor.selected] = [index, 1, false, -1];
    byId('go').value = index + 1;
    // A box that had the focus is gone with its image.
    if (byId('before').contains(document.activeElement)) byId('heading').focus({ preventScroll: true });
    show();
  };

  const decide = (verdict) => {
    if (!states.length || !Pictures.isRight(current)) return announce(say('pictureChanged'));
    remember([current]);
    states[current].verdict = verdict;
    isSaved = false;
    const done = say(`said.${verdict}`, { number: current + 1 });
    const order = states.map((_, index) => (current + 1 + index) % states.length);
    const next = order.find((index) => states[index].verdict === null);
    if (next === undefined) {
      show();
      return announce(`${done} ${say('said.allDone')}`);
    }
    go(next);
    announce(`${done} ${say('heading', { number: next + 1, count: states.length })}. ${byId('facts').textContent}`);
  };

  const undo = () => {
    const former = history.pop();
    if (!former) return announce(say('said.nothingToUndo'));
    for (const { index, ...state } of former) states[index] = state;
    isSaved = false;
    go(former[0].index);
    announce(say('said.undo', { number: former[0].index + 1 }));
  };

  const save = () => {
    const decisions = states.flatMap(({ verdict, boxes }, index) => {
      if (!verdict) return [];
      const { key, held } = sheet.items[index];
      return [{ key, held, verdict, ...(verdict === 'release' ? { boxes: boxes.map((box) => box.at) } : {}) }];
    });
    if (!decisions.length) return announce(say('said.nothingToSave'));
    const text = JSON.stringify({ format: 'dcmscrub-decisions/1', sheet: sheetDigest, decisions });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = `decisions-${sheetDigest.slice(0, 12)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    isSaved = true;
    const said = say('said.saved', { count: decisions.length, name: link.download });
    byId('alert').hidden = false;
    byId('alert').textContent = said;
    announce(said);
  };

  const compare = () => {
    isComparing = !isComparing;
    showAfter();
    announce(byId('before-title').textContent);
  };

  const enlarge = () => {
    zoom = zoom >= 8 ? 1 : zoom * 2;
    for (const id of ['before', 'after']) byId(id).setAttribute('viewBox', view());
    editor.place();
    byId('zoom').lastElementChild.textContent = `${say('zoom')} ${zoom}×`;
    announce(say('said.zoom', { zoom }));
  };

  const nextFrame = (step) => {
    const count = sheet.items[current].before.length;
    if (count < 2) return;
    states[current].frame = (states[current].frame + step + count) % count;
    show();
    announce(byId('frame-text').textContent);
  };

  const selectNext = (step) => {
    const count = states[current].boxes.length;
    if (!count) return announce(say('said.noBox'));
    editor.select(editor.selected < 0 ? (step > 0 ? 0 : count - 1) : (editor.selected + step + count) % count);
    if (zoom > 1) for (const id of ['before', 'after']) byId(id).setAttribute('viewBox', view());
    editor.place();
  };

  // MARK: Alike images

  const most = 60; // what a person can look at in one go
  const isAlike = (index) => {
    const [a, b] = [sheet.items[current], sheet.items[index]];
    const [mine, theirs] = [states[current], states[index]];
    return theirs.verdict === null && a.series === b.series && a.columns === b.columns && a.rows === b.rows && b.before.length === 1
      && !theirs.isChanged && a.before.length === 1 && mine.boxes.length === theirs.boxes.length
      && mine.boxes.every((box, i) => box.at.every((value, j) => Math.abs(value - theirs.boxes[i].at[j]) <= 4)) && Pictures.isRight(index);
  };

  const showAlike = () => {
    const found = states.map((_, index) => index).filter(isAlike).slice(0, most);
    if (found.length < 2) return announce(say('said.noAlike'));
    const chosen = new Set(found);
    const update = () => {
      byId('dialog-title').textContent = say('alikeTitle', { count: chosen.size });
      byId('dialog-yes').lastElementChild.textContent = say('alikeYes', { count: chosen.size });
      byId('dialog-yes').disabled = chosen.size === 0;
    };
    byId('dialog-images').replaceChildren(...found.map((index) => {
      const item = sheet.items[index];
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('aria-pressed', 'true');
      button.setAttribute('aria-label', say('heading', { number: index + 1, count: states.length }));
      const svg = BoxEditor.make('svg', { viewBox: `0 0 ${item.columns} ${item.rows}`, 'aria-hidden': true }, button);
      BoxEditor.make('image', { width: item.columns, height: item.rows }, svg);
      drawAfter(svg, index);
      button.addEventListener('click', () => {
        if (!chosen.delete(index)) chosen.add(index);
        button.setAttribute('aria-pressed', chosen.has(index));
        update();
      });
      return button;
    }));
    byId('dialog-yes').onclick = () => {
      byId('sheet-dialog').close();
      remember([...chosen]);
      for (const index of chosen) states[index].verdict = 'release';
      isSaved = false;
      const next = states.findIndex((state) => state.verdict === null);
      go(next < 0 ? current : next);
      announce(say('said.alike', { count: chosen.size }));
    };
    update();
    byId('sheet-dialog').showModal();
    byId('dialog-yes').focus();
  };

  // MARK: Language, keys, start

  const speak = () => {
    document.documentElement.lang = language;
    document.title = `${say('title')} · dcmscrub`;
    for (const element of document.querySelectorAll('[data-w]')) element.textContent = say(element.dataset.w);
    for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', say(element.dataset.label));
    byId('language').lang = language === 'en' ? 'zh-Hans' : 'en';
    const part = document.querySelector('meta[name=dcmscrub-part]').content;
    byId('part').textContent = part ? say('part', { part }) : '';
    if (states.length) show();
  };

  const actions = {
    release: () => decide('release'), refuse: () => decide('refuse'), hold: () => decide('hold'), undo, save, compare, zoom: enlarge,
    previous: () => go(current - 1), next: () => go(current + 1), add: () => editor.addInMiddle(), remove: () => editor.remove(),
    select: () => selectNext(1), frame: () => nextFrame(1), alike: showAlike,
    language: () => {
      language = language === 'en' ? 'zh-Hans' : 'en';
      speak();
    },
  };
  const keys = {
    r: 'release', x: 'refuse', h: 'hold', u: 'undo', s: 'save', c: 'compare', z: 'zoom', p: 'previous', n: 'next', b: 'add', delete: 'remove',
    backspace: 'remove', ']': 'select', f: 'frame', a: 'alike', l: 'language', arrowright: 'next', arrowleft: 'previous',
  };

  const start = () => {
    if (!isWhole || !states.length) {
      byId('alert').hidden = isWhole;
      byId('alert').textContent = say('changed');
      document.querySelector('main').hidden = true;
      byId('save').disabled = true;
      return;
    }
    for (const [id, action] of Object.entries(actions)) if (id !== 'language') byId(id).addEventListener('click', action);
    byId('go').max = states.length;
    byId('go').addEventListener('change', () => go(Number(byId('go').value) - 1));
    byId('map').addEventListener('click', (event) => {
      const index = [...byId('map').children].indexOf(event.target);
      if (index >= 0) go(index);
    });
    byId('dialog-no').addEventListener('click', () => byId('sheet-dialog').close());
    document.addEventListener('keydown', (event) => {
      if (event.target.tagName === 'INPUT' || byId('sheet-dialog').open || event.altKey || event.metaKey) return;
      const key = event.key.toLowerCase();
      const isUndo = event.ctrlKey && key === 'z';
      if (event.ctrlKey && !isUndo) return;
      if (key === '[') {
        event.preventDefault();
        return selectNext(-1);
      }
      const name = isUndo ? 'undo' : keys[key];
      if (!name || event.repeat && !['next', 'previous'].includes(name)) return;
      event.preventDefault();
      actions[name]();
    });
    window.addEventListener('beforeunload', (event) => { if (!isSaved) event.preventDefault(); });
  };

  byId('language').addEventListener('click', actions.language);
  start();
  speak();
  if (states.length) go(0);
})();
