import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { Table } from '../../lib/index.js';
import { withPaperTables } from '../../lib/report/tables/paper-tables.js';

const row = (cells: readonly string[], tag = 'td'): string =>
  `<tr>${cells.map(cell => `<${tag} style="x">${cell}</${tag}>`).join('')}</tr>`;

function table(columns: number, cell: (row: number, column: number) => string, rows = 3): string {
  const numbers = Array.from({ length: columns }, (_, column) => column);
  const body = Array.from({ length: rows }, (_, r) => row(numbers.map(c => cell(r, c))));
  return `<table class="t"><thead>${row(
    numbers.map(c => `name${c}`),
    'th',
  )}</thead><tbody>${body.join('\n')}</tbody></table>`;
}

const number = (r: number, c: number): string => (r * 1234.5 + c).toFixed(4);

/** The printed parts: the text of each cell, row by row. */
function parts(html: string): string[][][] {
  const { document } = parseHTML(`<main>${withPaperTables(html)}</main>`);
  return [...document.querySelectorAll('.paper table')].map(part =>
    [...part.querySelectorAll('tr')].map(tr => [...tr.querySelectorAll('th, td')].map(cell => cell.textContent ?? '')),
  );
}

test.each([15, 16, 40, 200])(
  'a table of %i columns is printed in parts that hold each cell once, and the first column in each',
  columns => {
    const printed = parts(table(columns, number));
    expect(printed.length).toBeGreaterThan(1);
    for (const part of printed)
      for (const [index, cells] of part.entries()) {
        expect(cells[0]).toBe(index === 0 ? 'name0' : number(index - 1, 0));
        expect(cells.join('  ').length).toBeLessThan(112);
      }
    const rows = Array.from({ length: 4 }, (_, r) => printed.flatMap((part, k) => part[r].slice(k === 0 ? 0 : 1)));
    expect(rows[0]).toEqual(Array.from({ length: columns }, (_, c) => `name${c}`));
    expect(rows[3]).toEqual(Array.from({ length: columns }, (_, c) => number(2, c)));
  },
);

test('a table that fits is left as it is', () => {
  const html = `<p>before</p>${table(8, number)}`;
  expect(withPaperTables(html)).toBe(html);
});

test('long texts wrap and do not make a table wide by themselves', () => {
  expect(withPaperTables(table(3, () => 'many words '.repeat(40)))).not.toContain('class="paper"');
  expect(parts(table(9, (_, c) => (c === 0 ? 'x'.repeat(300) : 'many words '.repeat(3)))).length).toBeGreaterThan(1);
});

test('names the columns of each part', () => {
  const { document } = parseHTML(withPaperTables(table(40, number)));
  const titles = [...document.querySelectorAll('.part')].map(part => part.textContent);
  expect(titles[0]).toMatch(/^Columns 1 to \d+ of 40$/);
  expect(titles.at(-1)).toMatch(/ 40 of 40$/);
});

test.each([
  [
    'cells that span others',
    `<tr><th colspan="30">all</th></tr>${row(Array.from({ length: 30 }, (_, c) => `value ${c}`))}`,
  ],
  ['missing end tags', `<tr>${Array.from({ length: 30 }, (_, c) => `<td>name of ${c}`).join('')}`],
  ['rows of different lengths', row(Array.from({ length: 30 }, (_, c) => `name of ${c}`)) + row(['1'])],
])('a table with %s is printed smaller', (_, rows) => {
  const html = `<table>${rows}</table>`;
  const printed = withPaperTables(html);
  expect(printed).toMatch(/^<div class="shrunk" style="--line:\d+">/);
  expect(printed).toContain(html);
});

test('a table in a table, and text that is no table, stay as they are', () => {
  for (const html of ['<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>', '<table>', 'a < b'])
    expect(withPaperTables(html)).toBe(html);
});

test('the display of a table keeps the texts that the screen cuts', () => {
  const path = `/data/${'night/'.repeat(14)}light.fits`;
  const columns = Object.fromEntries(Array.from({ length: 20 }, (_, c) => [`column${c}`, [1.5, 2.25]]));
  const shown = Table.fromColumns({ file: [path, path], ...columns }) as unknown as Record<
    symbol,
    () => Record<string, string>
  >;
  const html = shown[Symbol.for('Jupyter.display')]()['text/html'];
  const { document } = parseHTML(withPaperTables(html));
  expect(document.querySelector('.paper td.skyframe-cut')?.getAttribute('title')).toBe(path);
});
