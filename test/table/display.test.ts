import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { describeFlags } from '../../lib/frame/source-flags.js';
import { tableHtml } from '../../lib/table/display-html.js';
import { tableText } from '../../lib/table/display-text.js';
import { stored } from '../../lib/table/stored-column.js';
import { Table } from '../../lib/table/table.js';
import type { TableData } from '../../lib/table/table-data.js';
import { Vectors } from '../../lib/table/vectors.js';

type Bundle = { readonly 'text/html': string; readonly 'text/plain': string };
type Displayed = { readonly [key: symbol]: () => Bundle };

const display = (value: unknown) => (value as Displayed)[Symbol.for('Jupyter.display')]();
const html = (table: Table<never>) => display(table)['text/html'];
/** The cells of the body, row by row. */
const cells = (table: Table<never>) =>
  [
    ...html(table)
      .split('<tbody>')[1]
      .matchAll(/<tr>(.*?)<\/tr>/g),
  ].map(row => [...row[1].matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(cell => cell[1]));
const one = (values: ArrayLike<number>, unit = '') =>
  cells(Table.fromColumns({ values }, { units: { values: unit as string } }) as Table<never>).map(([cell]) => cell);

const numbered = (n: number) => Table.fromColumns({ i: Array.from({ length: n }, (_, i) => i) });

afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(globalThis, Symbol.for('skyframe.show'));
});

describe('a table as HTML', () => {
  test('has names with units below, descriptions as hints, and its shape', () => {
    const table = Table.fromColumns(
      { flux: [1], s: ['a'] },
      { units: { flux: 'electron' }, descriptions: { flux: 'net' } },
    );
    const page = html(table as unknown as Table<never>);
    expect(page).toMatch(/<th[^>]* title="net">flux<\/th>/);
    expect(page).toMatch(/<tr><th[^>]*>electron<\/th><th[^>]*><\/th><\/tr><\/thead>/);
    expect(page).toContain('1 row \u00d7 2 columns');
  });

  test('escapes every text: names, units, descriptions, values', () => {
    const bad = `<img src=x onerror="alert('1')">&`;
    const table = Table.fromEntries<Record<string, string>>([[bad, [bad]]], {
      units: { [bad]: bad },
      descriptions: { [bad]: bad },
    });
    const page = html(table as Table<never>);
    expect(page).not.toContain('<img');
    expect(page.match(/&lt;img src=x onerror=&quot;alert\(&#39;1&#39;\)&quot;&gt;&amp;/g)).toHaveLength(4);
  });

  test('names no color, so that it fits light and dark pages', () => {
    expect(html(numbered(30) as unknown as Table<never>)).not.toMatch(
      /#[0-9a-f]{3}|rgb|white(?!-space)|black|background/i,
    );
  });

  test('shows all of 20 rows, and of more the first and last ten', () => {
    expect(cells(numbered(20) as unknown as Table<never>)).toHaveLength(20);
    const shown = cells(numbered(1000) as unknown as Table<never>).map(([cell]) => cell);
    expect(shown).toHaveLength(21);
    expect([shown[0], shown[9], shown[10], shown[11], shown[20]]).toEqual(['0', '9', '\u22ee', '990', '999']);
  });

  test('puts numbers on the right, texts and booleans on the left', () => {
    const table = Table.fromColumns({ x: [1], s: ['a'], b: [true], id: [1n] });
    const aligned = [...html(table as unknown as Table<never>).matchAll(/<td style="text-align:(\w+)/g)].map(m => m[1]);
    expect(aligned).toEqual(['right', 'left', 'left', 'right']);
  });

  test('marks missing values with a dash, and shows vectors', () => {
    const table = Table.fromColumns({
      s: [null, 'a'],
      v: new Vectors(new Float64Array([1, 2, 3, 4, 5.5, 1, 1, 1, 1, 1]), 5),
    });
    expect(cells(table as unknown as Table<never>)).toEqual([
      ['\u2014', '[1, 2, 3, 4, \u2026]'],
      ['a', '[1, 1, 1, 1, \u2026]'],
    ]);
  });
});

describe('a table of many rows', () => {
  test('is shown from few of them: 1,000,000 x 30 as fast as 30 x 30', () => {
    let reads = 0;
    const values = new Proxy([] as string[], {
      get: (target, key) => {
        if (key === 'length') return 1_000_000;
        if (typeof key !== 'string' || !/^\d+$/.test(key)) return Reflect.get(target, key);
        reads++;
        return `row ${key}`;
      },
    });
    const columns = new Map(Array.from({ length: 30 }, (_, k) => [`c${k}`, stored('string', values)] as const));
    const data = { length: 1_000_000, stored: columns } as unknown as TableData;
    const page = tableHtml(data);
    expect(reads).toBeLessThanOrEqual(30 * 21);
    expect(page).toContain('>row 999999<');
    expect(page).toContain('1,000,000 rows \u00d7 30 columns');
    expect(page.length).toBeLessThan(80_000);
    tableText(data);
    expect(reads).toBeLessThanOrEqual(30 * 21 + 30 * 8);
  });

  test('scrolls under a head that stays, when more are asked for than fit, and by keyboard', () => {
    const columns = new Map([['i', stored('int32', new Int32Array(500))]]);
    const page = (rows: number) => tableHtml({ length: 500, stored: columns } as unknown as TableData, rows);
    expect(page(20)).not.toContain('position:sticky');
    expect(page(200)).toMatch(/<div class="skyframe-table" style="overflow:auto;[^"]*max-height[^"]*" tabindex="0"/);
    expect(page(200)).toMatch(/<thead style="[^"]*position:sticky;top:0;[^"]*background:var\(--jp-layout-color0/);
  });
});

describe('long and coded cells', () => {
  test('long text is cut, and whole where the pointer rests', () => {
    const text = `${'a'.repeat(58)}\u{1f52d}${'"b'.repeat(30)}`;
    const page = html(Table.fromColumns({ text: [text] }) as unknown as Table<never>);
    expect(page).toContain(`>${'a'.repeat(58)}\u2026</td>`);
    expect(page).toContain(`title="${'a'.repeat(58)}\u{1f52d}${'&quot;b'.repeat(30)}"`);
    expect(html(Table.fromColumns({ t: ['x'.repeat(90_000)] }) as unknown as Table<never>).length).toBeLessThan(3000);
  });

  test('flags are said in words where the pointer rests', () => {
    const page = html(
      Table.fromColumns(
        { flags: Int32Array.of(0, 3), other: Int32Array.of(0, 3) },
        { descriptions: { flags: 'bits of SourceFlag; 0 is clean' } },
      ) as unknown as Table<never>,
    );
    expect(describeFlags(3)).toEqual(['truncated', 'saturated']);
    expect(page.match(/<td[^>]* title="truncated, saturated">3<\/td>/g)).toHaveLength(1);
    expect(page.match(/<td[^>]* title=/g)).toHaveLength(1);
  });
});

describe('digits', () => {
  test.each([
    ['whole numbers have no point', [1, 2, 300_000, NaN], '', ['1', '2', '300000', 'NaN']],
    ['common zeros are left out', [30, 60.5], '', ['30.0', '60.5']],
    [
      'dates of a night differ',
      [2460828.69512, 2460828.7, 2460828.90123],
      'd',
      ['2460828.69512', '2460828.70000', '2460828.90123'],
    ],
    ['magnitudes have four decimals', [15.123456, 18.9], 'mag', ['15.1235', '18.9000']],
    ['pixels have three', [1.23456, 100.5], 'px', ['1.235', '100.500']],
    ['a faint flux keeps three digits beside a bright one', [1.234, 300_000.4], '', ['1.23', '300000.40']],
    ['numbers far apart have their own digits', [1e-5, 1e5, 0], '', ['0.00001', '100000', '0']],
    ['very large ones are in powers of ten', [1.5e20, -Infinity], '', ['150000000000000000000', '-Infinity']],
    ['very small ones too', [1.5e-17, 0], '', ['1.5e-17', '0']],
    ['a constant keeps its digits', [0.1, 0.1], '', ['0.1', '0.1']],
    ['nothing but NaN', [NaN], '', ['NaN']],
    ['zeros', [0, 0], '', ['0', '0']],
  ])('%s', (_, values, unit, expected) => {
    expect(one(Float64Array.from(values), unit)).toEqual(expected);
  });

  test('of float32 do not show its rounding', () => {
    expect(one(new Float32Array([0.1, 0.25]))).toEqual(['0.10', '0.25']);
  });
});

describe('a table as text', () => {
  test('has shape, names, units and at most 12 lines', () => {
    const table = Table.fromColumns(
      { x: Array.from({ length: 100 }, (_, i) => i / 2), name: Array.from({ length: 100 }, (_, i) => `star ${i}`) },
      { units: { x: 'px' } },
    );
    const lines = String(table).split('\n');
    expect(lines).toHaveLength(12);
    expect(lines.slice(0, 4)).toEqual(['Table: 100 rows x 2 columns', '  x  name', ' px', '0.0  star 0']);
    expect(lines[11]).toBe('\u2026 92 more rows');
    expect(inspect(table)).toBe(String(table));
    expect(display(table)['text/plain']).toBe(String(table));
  });

  test('names the columns that do not fit the line, and cuts long cells', () => {
    const wide = Table.fromEntries(Array.from({ length: 30 }, (_, i) => [`column${i}`, ['a\nb'.repeat(50)]]));
    const lines = String(wide).split('\n');
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(120);
    expect(lines.at(-1)).toMatch(/columns not shown: column\d+, column/);
    expect(lines).toHaveLength(4);
  });
});

describe('show', () => {
  test('gives the value to the kernel and returns it', () => {
    const shown: unknown[] = [];
    Object.assign(globalThis, { [Symbol.for('skyframe.show')]: (value: unknown) => shown.push(value) });
    const table = numbered(3);
    expect(table.show()).toBe(table);
    expect(shown).toEqual([table]);
  });

  test('prints outside a notebook', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const table = numbered(3).show();
    expect(log.mock.calls).toEqual([[String(table)]]);
  });

  test('can be told the number of rows', () => {
    const shown: unknown[] = [];
    const owners: unknown[] = [];
    const show = (value: unknown, owner: unknown) => [shown.push(value), owners.push(owner)];
    Object.assign(globalThis, { [Symbol.for('skyframe.show')]: show });
    const table = numbered(100);
    expect(table.show({ rows: 40 })).toBe(table);
    expect(owners).toEqual([table]); // so that a kernel does not show it again as the cell's result
    expect(display(shown[0])['text/html'].match(/<tr>/g)).toHaveLength(42); // header and ellipsis
    expect(display(shown[0])['text/plain'].split('\n')).toHaveLength(43);
    expect(String(shown[0])).toBe(display(shown[0])['text/plain']);
  });
});
