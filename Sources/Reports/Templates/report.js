// SPDX-License-Identifier: Apache-2.0
// Sorting and filtering. Without it the page is whole: every table is there, nothing is hidden.
(() => {
  'use strict';
  const first = 40; // rows that fill a screen
  const chunk = 100; // rows of a table body; the browser lays out only the bodies in view
  const short = 400; // rows that are put in place at once
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: 'base' });
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const numberText = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
  const plain = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  class Table {
    constructor(table) {
      this.table = table;
      this.rows = Array.from(table.querySelectorAll('tbody > tr'));
      this.headers = Array.from(table.tHead.rows[0].cells);
      this.status = document.getElementById(table.dataset.status);
      this.ranks = new Map();
      this.order = this.rows.map((_, index) => index);
      this.matches = () => true;
      this.job = 0;
      this.headers.forEach((header, column) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.append(...header.childNodes);
        header.append(button);
        button.addEventListener('click', () => this.sort(column));
      });
    }

    // A rank for each row: equal texts share one, so that texts are compared once and rows by number.
    rank(column) {
      if (this.ranks.has(column)) return this.ranks.get(column);
      const kind = this.headers[column].dataset.sort;
      const texts = this.rows.map((row) => {
        const cell = row.cells[column];
        const text = cell.dataset.v ?? cell.textContent;
        return kind === 'n' ? text.replace(/[^0-9]/g, '') : text.trim();
      });
      let ranks;
      if (kind === 'n') {
        ranks = texts.map((digits) => (digits === '' ? -1 : Number(digits)));
      } else {
        const keys = kind === 'c' ? texts : texts.map((text) => text.toLowerCase());
        const unique = [...new Set(keys)];
        unique.sort(kind === 'c' || unique.length > 500 ? plain : collator.compare);
        const places = new Map(unique.map((text, index) => [text, index]));
        ranks = keys.map((text) => places.get(text));
      }
      this.ranks.set(column, ranks);
      return ranks;
    }

    sort(column) {
      const header = this.headers[column];
      const down = header.getAttribute('aria-sort') === 'ascending';
      const ranks = this.rank(column);
      this.order = this.rows.map((_, index) => index);
      this.order.sort((a, b) => (down ? ranks[b] - ranks[a] : ranks[a] - ranks[b]) || a - b);
      for (const other of this.headers) other.removeAttribute('aria-sort');
      header.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      if (this.status) this.sorted = fill(down ? this.status.dataset.down : this.status.dataset.up, { column: header.textContent });
      this.show();
    }

    // Puts the rows in place that match, in their order: what can be seen at once, the rest in turns.
    show() {
      const { table } = this;
      const job = ++this.job;
      const list = this.order.filter((index) => this.matches(index)).map((index) => this.rows[index]);
      const above = this.status && table.getBoundingClientRect().top < 0;
      // Taking thousands of rows out takes longer than hiding them; the old bodies go when there is time.
      const old = Array.from(table.tBodies);
      for (const body of old) {
        if (list.length <= short && old.length <= 5) body.remove();
        else body.hidden = true;
      }
      let next = 0;
      const add = (count) => {
        const body = document.createElement('tbody');
        if (table.hasAttribute('role')) body.setAttribute('role', 'rowgroup');
        body.append(...list.slice(next, next + count));
        table.append(body);
        next += count;
      };
      const more = () => {
        if (job !== this.job) return;
        for (let turn = 0; turn < 2; turn += 1) {
          old.shift()?.remove();
          if (next < list.length) add(chunk);
        }
        if (next < list.length || old.length > 0) setTimeout(more);
        else table.removeAttribute('aria-busy');
      };
      add(list.length > short ? first : list.length);
      if (next < list.length || old[0]?.isConnected) {
        table.setAttribute('aria-busy', 'true');
        setTimeout(more, 150);
      } else {
        table.removeAttribute('aria-busy');
      }
      if (above) this.status.scrollIntoView({ behavior: 'instant', block: 'start' });
      this.say(list.length);
    }

    say(count) {
      if (!this.status) return;
      const { all, some } = this.status.dataset;
      const total = this.rows.length;
      const shown = count === total ? all : fill(some, { n: numberText(count), total: numberText(total) });
      this.status.textContent = this.sorted ? shown + ' · ' + this.sorted : shown;
    }
  }

  function makeFilter(tools, sortable) {
    const search = document.getElementById('tag-search');
    const action = document.getElementById('tag-action');
    const vr = document.getElementById('tag-vr');
    let texts = null;
    const collect = () => {
      texts ??= sortable.rows.map((row) => ({
        text: Array.from(row.cells, (cell) => cell.textContent).join(' ').toLowerCase(), action: row.dataset.a, vr: row.cells[2].textContent,
      }));
    };

    function apply() {
      collect();
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      sortable.matches = (index) => {
        const entry = texts[index];
        return (action.value === '' || entry.action === action.value) && (vr.value === '' || entry.vr === vr.value) &&
          words.every((word) => entry.text.includes(word));
      };
      sortable.show();
    }

    search.addEventListener('input', apply);
    action.addEventListener('change', apply);
    vr.addEventListener('change', apply);
    document.getElementById('tag-reset').addEventListener('click', () => {
      search.value = '';
      action.value = '';
      vr.value = '';
      apply();
      search.focus();
    });
    tools.hidden = false;
    // What the first key or click needs, while there is nothing else to do.
    const steps = [collect, ...sortable.headers.map((_, column) => () => sortable.rank(column))];
    const prepare = () => {
      steps.shift()();
      if (steps.length > 0) setTimeout(prepare, 20);
    };
    setTimeout(prepare, 200);
  }

  const tables = new Map();
  for (const table of document.querySelectorAll('table[data-sortable]')) tables.set(table, new Table(table));
  for (const tools of document.querySelectorAll('[data-tools]')) makeFilter(tools, tables.get(document.getElementById(tools.dataset.tools)));
})();
