import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { describeFlags } from '../../lib/frame/source-flags.js';
import { Lists } from '../../lib/table/column/lists.js';
import { type StoredColumn, stored } from '../../lib/table/column/stored-column.js';
import type { TableData } from '../../lib/table/column/table-data.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { tableHtml } from '../../lib/table/display/display-html.js';
import { tableText } from '../../lib/table/display/display-text.js';
import { printfWriter } from '../../lib/table/display/printf.js';
import { Table } from '../../lib/table/table.js';

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
  test('has names with units below, descriptions and types as tooltips, and its shape', () => {
    const table = Table.fromColumns(
      { flux: [1], s: ['a'] },
      { units: { flux: 'electron' }, descriptions: { flux: 'net' } },
    );
    const page = html(table as unknown as Table<never>);
    expect(page).toMatch(/<th[^>]* title="net; float64">flux<\/th>/);
    expect(page).toMatch(/<th[^>]* title="string">s<\/th>/);
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

  test('sets no colours, so that it fits light and dark pages', () => {
    expect(html(numbered(30) as unknown as Table<never>)).not.toMatch(
      /#[0-9a-f]{3}|rgb|white(?!-space)|black|background/i,
    );
  });

  test('shows all of 20 rows, and the first and last ten of a longer table', () => {
    expect(cells(numbered(20) as unknown as Table<never>)).toHaveLength(20);
    const shown = cells(numbered(1000) as unknown as Table<never>).map(([cell]) => cell);
    expect(shown).toHaveLength(21);
    expect([shown[0], shown[9], shown[10], shown[11], shown[20]]).toEqual(['0', '9', '\u22ee', '990', '999']);
  });

  test('right-aligns numbers, and left-aligns texts and booleans', () => {
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
  test('is rendered from a few of them: 1,000,000 x 30 as fast as 30 x 30', () => {
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

  test('scrolls under a fixed header when more rows are requested than fit, also by keyboard', () => {
    const columns = new Map([['i', stored('int32', new Int32Array(500))]]);
    const page = (rows: number) => tableHtml({ length: 500, stored: columns } as unknown as TableData, rows);
    expect(page(20)).not.toContain('position:sticky');
    expect(page(200)).toMatch(/<div class="skyframe-table" style="overflow:auto;[^"]*max-height[^"]*" tabindex="0"/);
    expect(page(200)).toMatch(/<thead style="[^"]*position:sticky;top:0;[^"]*background:var\(--jp-layout-color0/);
  });
});

describe('long and coded cells', () => {
  test('long text is truncated, and complete in the tooltip', () => {
    const text = `${'a'.repeat(58)}\u{1f52d}${'"b'.repeat(30)}`;
    const page = html(Table.fromColumns({ text: [text] }) as unknown as Table<never>);
    expect(page).toContain(`><span>${'a'.repeat(58)}\u2026</span></td>`);
    expect(page).toContain(`title="${'a'.repeat(58)}\u{1f52d}${'&quot;b'.repeat(30)}"`);
    expect(html(Table.fromColumns({ t: ['x'.repeat(90_000)] }) as unknown as Table<never>).length).toBeLessThan(3000);
  });

  test('text of several lines stays in one, and a file name is shortened in the middle', () => {
    const night = 'a-very-long-folder-of-a-night/2025-02-03/';
    const files = [`${night}wasp-10-0001-light-rp.fits`, `${night}wasp-10-0002-light-rp.fits`];
    const page = html(Table.fromColumns({ note: ['one\ntwo', 'x'], file: files }) as unknown as Table<never>);
    expect(page).toContain('>one two</td>');
    expect(page).toContain(`title="${files[1]}"><span>a-very-long-folder-`);
    expect(page).toMatch(/\u2026[\w/-]*wasp-10-0002-light-rp\.fits<\/span><\/td>/);
    const text = String(Table.fromColumns({ file: files }));
    expect(text).toMatch(/\u2026\S*0001-light-rp\.fits\n.*\u2026\S*0002-light-rp\.fits/);
  });

  test('flags are described in words in the tooltip', () => {
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
    ['integers have no decimal point', [1, 2, 300_000, NaN], '', ['1', '2', '300000', 'NaN']],
    ['common trailing zeros are omitted', [30, 60.5], '', ['30.0', '60.5']],
    [
      'Julian dates of a night are distinguishable',
      [2460828.69512, 2460828.7, 2460828.90123],
      'd',
      ['2460828.69512', '2460828.70000', '2460828.90123'],
    ],
    ['magnitudes have four decimals', [15.123456, 18.9], 'mag', ['15.1235', '18.9000']],
    ['pixels have three decimals', [1.23456, 100.5], 'px', ['1.235', '100.500']],
    ['a faint flux next to a bright one keeps three digits', [1.234, 300_000.4], '', ['1.23', '300000.40']],
    ['numbers of very different magnitude are formatted individually', [1e-5, 1e5, 0], '', ['0.00001', '100000', '0']],
    ['very large numbers and infinity', [1.5e20, -Infinity], '', ['150000000000000000000', '-Infinity']],
    ['very small numbers use exponents', [1.5e-17, 0], '', ['1.5e-17', '0']],
    ['a constant keeps its digits', [0.1, 0.1], '', ['0.1', '0.1']],
    ['only NaN', [NaN], '', ['NaN']],
    ['zeros', [0, 0], '', ['0', '0']],
  ])('%s', (_, values, unit, expected) => {
    expect(one(Float64Array.from(values), unit)).toEqual(expected);
  });

  test('of float32 do not show its rounding', () => {
    expect(one(new Float32Array([0.1, 0.25]))).toEqual(['0.10', '0.25']);
  });
});

describe('digits of measurements', () => {
  const texts = (columns: Record<string, number[]>, units: Record<string, string> = {}) => {
    const table = Table.fromColumns<Record<string, number>>(columns, { units });
    return cells(table as Table<never>);
  };

  test.each([
    ['mag', 'magErr'],
    ['flux', 'flux_err'],
    ['flux_4', 'fluxErr_4'],
    ['MAG_AUTO', 'MAGERR_AUTO'],
    ['Vmag', 'e_Vmag'],
    ['parallax', 'parallax_error'],
    ['V', 'sigma_V'],
  ])('%s is shown to the precision that %s justifies: two digits of the smallest error', (name, error) => {
    expect(texts({ [name]: [15.123456, 18.98766], [error]: [0.00123, 0.0456] })).toEqual([
      ['15.1235', '0.0012'],
      ['18.9877', '0.0456'],
    ]);
  });

  test('fluxes in physical units are each shown to the second digit of their own error', () => {
    expect(texts({ flux_4_apcor: [1.4968123e-17, -2.9172e-19, NaN], err_4_apcor: [3.21e-20, 1.76e-20, NaN] })).toEqual([
      ['1.4968e-17', '3.2e-20'],
      ['-2.92e-19', '1.8e-20'],
      ['NaN', 'NaN'],
    ]);
    expect(texts({ flux: [3.4777e-21, 0], fluxErr: [1.76e-20, 2e-20] })).toEqual([
      ['3e-21', '1.8e-20'],
      ['0', '2.0e-20'],
    ]);
  });

  test('a small error shows more digits than the unit would, a large one fewer', () => {
    expect(texts({ mag: [15.1234567], magErr: [0.000012] }, { mag: 'mag', magErr: 'mag' })[0]).toEqual([
      '15.123457',
      '0.000012',
    ]);
    expect(texts({ flux: [123_456.78], fluxErr: [1234.5] })[0]).toEqual(['123457', '1235']);
    expect(texts({ x: [0.123456], xErr: [0.0999] })[0]).toEqual(['0.12', '0.10']);
  });

  test('errors that are missing, zero, or in another unit are ignored', () => {
    expect(texts({ mag: [15.125, 16], magErr: [NaN, 0] }).map(row => row[0])).toEqual(['15.125', '16.000']);
    const other = texts({ flux: [10.25], fluxErr: [7] }, { flux: 'electron', fluxErr: 'mag' });
    expect(other[0]).toEqual(['10.25', '7']);
    expect(texts({ dec: [1.5], dec_error: [NaN] })[0]).toEqual(['1.5', 'NaN']);
  });
});

describe('a column with a format', () => {
  test.each([
    ['%.3f', 2.71765, '2.718'],
    ['%8.2f', -1.005, '-1.00'],
    ['%+.1e', 12_345, '+1.2e+04'],
    ['%E', 1.5e-7, '1.500000E-07'],
    ['%g', 0.0001, '0.0001'],
    ['%g', 1e-5, '1e-05'],
    ['%.3g', 123_456, '1.23e+05'],
    ['%#.3g', 1, '1.00'],
    ['%g', 100_000, '100000'],
    ['%05d', -42, '-0042'],
    ['%5i', 42.4, '42'],
    ['%.4d', 7, '0007'],
    ['%x', 255, 'ff'],
    ['%X', 255, 'FF'],
    ['%o', 8, '10'],
    ['%s', 2.5, '2.5'],
    ['% d', 5, ' 5'],
    ['%.2f', NaN, 'NaN'],
    ['%.2f', -Infinity, '-Infinity'],
    ['%d', 2n ** 60n + 1n, '1152921504606846977'],
  ] as [string, number | bigint, string][])('%s of %s is shown as %s', (format, value, text) => {
    expect(printfWriter(format)?.(value)).toBe(text);
  });

  test('that is not a printf format is ignored', () => {
    for (const format of ['', '.3f', '%', '%q', '%.3f mag', 'abc', '%n']) expect(printfWriter(format)).toBeNull();
  });

  test('uses it whatever its errors are; missing values remain dashes', () => {
    const columns = new Map([
      ['mag', stored('float64', Float64Array.of(1.23456, 2), null, { format: '%.2f' })],
      ['magErr', stored('float64', Float64Array.of(0.0001, 0.0001))],
      ['n', stored('int32', Int32Array.of(7, 0), Uint8Array.of(1, 0), { format: '%03d' })],
      ['v', stored('vector', new Vectors(Float64Array.of(1, 2, 3, 4), 2), null, { format: '%.1f' })],
    ]);
    const data = { length: 2, stored: columns, meta: {}, provenance: [] };
    expect(cells(new Table<never>(data))).toEqual([
      ['1.23', '0.00010', '007', '[1.0, 2.0]'],
      ['2.00', '0.00010', '\u2014', '[3.0, 4.0]'],
    ]);
  });
});

describe('dates, vectors and lists', () => {
  const shown = (column: StoredColumn, length: number) =>
    cells(new Table<never>({ length, stored: new Map([['c', column]]), meta: {}, provenance: [] })).map(
      ([cell]) => cell,
    );
  const day = Date.UTC(2025, 5, 2);

  test.each([
    ['only the day at midnight', [day, NaN], ['2025-06-02', '\u2014']],
    ['seconds if needed', [day, day + 1000], ['2025-06-02T00:00:00', '2025-06-02T00:00:01']],
    ['fractions of a second if needed', [day, day + 250.5], ['2025-06-02T00:00:00.0000', '2025-06-02T00:00:00.2505']],
  ])('dates: %s', (_, times, texts) => {
    const valid = Uint8Array.from(times, time => Number(!Number.isNaN(time)));
    expect(shown(stored('date', Float64Array.from(times), valid), times.length)).toEqual(texts);
  });

  test.each([
    [
      'complex numbers',
      new Vectors(Float64Array.of(1, -2.5, 0, 3), 4, { element: 'complex128' }),
      '[1.0-2.5i, 0.0+3.0i]',
    ],
    ['booleans', new Vectors(Uint8Array.of(1, 0), 2, { element: 'boolean' }), '[true, false]'],
    ['big integers', new Vectors(BigInt64Array.of(2n ** 60n, 1n), 2), '[1152921504606846976, 1]'],
    ['strings', new Vectors(['a', 'b', 'c', 'd', 'e'], 5), '[a, b, c, d, \u2026]'],
  ])('vectors of %s', (_, vectors, text) => {
    expect(shown(stored('vector', vectors as Vectors<unknown>), 1)).toEqual([text]);
  });

  test('lists state how many elements are not shown', () => {
    const lists = new Lists(
      Float64Array.from({ length: 12 }, (_, i) => i),
      [0, 2, 2, 12],
    ) as Lists<unknown>;
    expect(shown(stored('list', lists, Uint8Array.of(1, 1, 1)), 3)).toEqual([
      '[0, 1]',
      '[]',
      '[2, 3, 4, 5, \u2026 6 more]',
    ]);
  });
});

describe('a table as text', () => {
  test('has shape, names, units, the first rows and the last, in at most 12 lines', () => {
    const table = Table.fromColumns(
      { x: Array.from({ length: 100 }, (_, i) => i / 2), name: Array.from({ length: 100 }, (_, i) => `star ${i}`) },
      { units: { x: 'px' } },
    );
    const lines = String(table).split('\n');
    expect(lines).toEqual([
      'Table: 100 rows x 2 columns',
      '   x  name',
      '  px',
      ' 0.0  star 0',
      ' 0.5  star 1',
      ' 1.0  star 2',
      ' 1.5  star 3',
      '   \u22ee  \u22ee',
      '48.5  star 97',
      '49.0  star 98',
      '49.5  star 99',
    ]);
    expect(inspect(table)).toBe(String(table));
    expect(display(table)['text/plain']).toBe(String(table));
  });

  test('names the columns that do not fit the line, and truncates long cells', () => {
    const wide = Table.fromEntries(Array.from({ length: 30 }, (_, i) => [`column${i}`, ['a\nb'.repeat(50)]]));
    const lines = String(wide).split('\n');
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(120);
    expect(lines.at(-1)).toMatch(/columns not shown: column\d+, column/);
    expect(lines).toHaveLength(4);
  });
});

describe('show', () => {
  test('passes the value to the kernel and returns it', () => {
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

  test('accepts the number of rows', () => {
    const shown: unknown[] = [];
    const owners: unknown[] = [];
    const show = (value: unknown, owner: unknown) => [shown.push(value), owners.push(owner)];
    Object.assign(globalThis, { [Symbol.for('skyframe.show')]: show });
    const table = numbered(100);
    expect(table.show({ rows: 40 })).toBe(table);
    expect(owners).toEqual([table]); // so that a kernel does not show it again as the result of the cell
    expect(display(shown[0])['text/html'].match(/<tr>/g)).toHaveLength(42); // header and ellipsis
    expect(display(shown[0])['text/plain'].split('\n')).toHaveLength(43); // title, header, 40, ellipsis
    expect(String(shown[0])).toBe(display(shown[0])['text/plain']);
  });
});
