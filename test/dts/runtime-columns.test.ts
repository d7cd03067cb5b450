/**
 * Tables read without a schema in plain TypeScript: text or numbers, and messages that say what gives types.
 */
import { describe, expect, test } from 'vitest';
import { compilers, typeChecker } from './type-checker.js';

/** A user's file: one statement per line, each checked on its own. */
const file = (statements: readonly string[]) => `
  import { readTable } from '../../lib/fluent/read-table.js';
  import { median } from '../../lib/table/statistics/aggregates.js';
  import { Table } from '../../lib/table/table.js';
  declare const parsed: unknown;
  declare function wants(table: Table<{ ra: number }>): void;
  const t = await readTable('visits.csv');
${statements.join('\n')}
  // @hover
  export const column = t.columns.mag;
  export const cell = t.columns.mag[0];
  `;

const allowed = [
  "t.filter(r => r.filter === 'V');",
  "t.filter(r => r.filter !== 'V' && r.visit === 3);",
  't.filter(r => Number(r.mag) < 15);',
  "t.number('mag')[0].toFixed(2);",
  "t.text('name')[0].toUpperCase();",
  "t.withSchema({ mag: 'number', filter: 'string' }).filter(r => r.mag < 15 && r.filter.startsWith('V'));",
  "t.sortBy('mag').groupBy('filter').aggregate({ mag: median('mag') }).columns.filter[0] === 'V';",
  "Table.from(parsed).filter(r => r.name === 'a').number('mag').mean();",
  'const shown: string = String(t.columns.mag[0]); shown;',
];

const refused: readonly (readonly [statement: string, message: string])[] = [
  [
    't.columns.name[0].toFixed(2);',
    "Property 'toFixed' does not exist on type 'TextOrNumber<\"a schema gives types\">'",
  ],
  ['t.filter(r => r.mag < 15);', "'TextOrNumber<\"a schema gives types\">' and 'number'"],
  ['t.filter(r => r.mag + 1 > 2);', "'TextOrNumber<\"a schema gives types\">' and 'number'"],
  ['t.derive({ log: r => Math.log10(r.flux) });', 'TextOrNumber<"a schema gives types">'],
  ['const mag: number = t.columns.mag[0]; mag;', 'TextOrNumber<"a schema gives types">'],
  ['t.derive({ name: r => r.name.trim() });', 'TextOrNumber<"a schema gives types">'],
  ["t.groupBy('filter').aggregate({ mag: median('mag') }).columns.mag[0].toFixed(1);", 'a schema gives types'],
  ["t.pivot({ rows: 'id', columns: 'filter', values: 'mag' }).columns.V[0].toFixed(1);", 'a schema gives types'],
  ["t.values('mag').fill(0);", "'fill' does not exist"],
  ["Table.from(parsed).columns['mag'][0].toFixed(1);", 'a schema gives types'],
  ["t.withSchema({ mag: 'number' }).columns.other;", "Property 'other' does not exist"],
  ['wants(t);', "Property 'ra' is missing"],
];

describe.each(compilers)('V2: a table without a schema under $name', ({ ts }) => {
  const checker = typeChecker(ts, 'runtime.ts', file([...allowed, ...refused.map(([statement]) => statement)]));
  const errors = checker.errors();
  const firstLine = 8 + allowed.length;

  test('can be compared, shown, sorted and narrowed, and nothing else', () => {
    const lines = errors.map(text => Number(/:(\d+) /.exec(text)?.[1]));
    expect([...new Set(lines)]).toEqual(refused.map((_, k) => firstLine + k));
  });

  test.each(refused.map(([statement, message], k) => ({ statement, message, k })))(
    'is refused in $statement, with the remedy',
    ({ message, k }) => {
      expect(errors.find(text => text.includes(`:${firstLine + k} `))).toContain(message);
    },
  );

  test('has readable columns', () => {
    expect(checker.hover('hover', 'column =')).toContain('Column<TextOrNumber<"a schema gives types">');
    expect(checker.hover('hover', 'cell =')).toContain('const cell: TextOrNumber<"a schema gives types">');
  });
});
