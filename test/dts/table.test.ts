import { describe, expect, test } from 'vitest';
import { compilers, typeChecker, userOptions } from './type-checker.js';

describe.each(compilers)('tables under $name', ({ ts }) => {
  const uses = typeChecker(ts, 'table-uses.ts');

  test('the uses compile, and so do all declarations without DOM and Node types', () => {
    expect(uses.errors()).toEqual([]);
  });

  test('the mistakes are found', () => {
    expect(typeChecker(ts, 'table-misuses.ts').errors()).toEqual([]);
  });

  test('uses and mistakes are the same without strict null checks, as cells may be compiled', () => {
    const lax = { ...userOptions(ts), strictNullChecks: false };
    expect(typeChecker(ts, 'table-uses.ts', undefined, lax).errors()).toEqual([]);
    expect(typeChecker(ts, 'table-misuses.ts', undefined, lax).errors()).toEqual([]);
  });

  test('hover shows the documentation of a column, also after derive, rename and sortBy', () => {
    expect(uses.hover('columns', 'flux;')).toContain('Aperture flux, sky subtracted [electron].');
    expect(uses.hover('chain', 'gaiaId;')).toContain('Gaia DR3 source_id.');
  });

  test('hover shows the unit of a column', () => {
    expect(uses.hover('columns', 'flux;')).toContain('Column<number, "electron">');
  });

  test('hover shows the unit of a column whose name is computed', () => {
    expect(uses.hover('computed', 'flux_4;')).toContain('Column<number, "electron">');
  });

  test('hover shows units given to derive and fromColumns, and those of copied columns', () => {
    expect(uses.hover('chain', 'mags')).toContain('Column<number, "mag">');
    expect(uses.hover('chain', 'copied')).toContain('Column<number, "electron">');
    expect(uses.hover('made', 'madeX')).toContain('Column<number, "px">');
    expect(uses.hover('schema', 'schemaMag')).toContain('Column<number, "mag">');
  });

  test('an aggregate keeps the unit of its column', () => {
    expect(uses.hover('groups', 'summaryFlux')).toContain('Column<number, "electron">');
  });

  test('completion after columns. lists the columns and nothing else', () => {
    expect(uses.completions('columns', 'stars.columns.').sort()).toEqual(['flux', 'gaiaId', 'isStar', 'object', 'x']);
    expect(uses.completions('chain', 'chain.columns.').sort()).toEqual(
      ['column', 'copy', 'flux', 'gaiaId', 'label', 'mag', 'object', 'ready'].sort(),
    );
  });

  test('completion lists computed names', () => {
    const names = uses.completions('computed', 'measured.columns.');
    expect(names).toEqual(expect.arrayContaining(['flux_4', 'flux_2.5', 'area_4', 'area_2.5']));
  });

  test('completion lists the columns inside the quotes of a verb and of an aggregate', () => {
    const unfinished = `
      import { median } from '../../lib/table/aggregates.js';
      import type { Table } from '../../lib/table/table.js';
      declare const stars: Table<{ x: number; flux: number }>;
      // @sort
      stars.sortBy('');
      // @aggregate
      stars.groupBy('x').aggregate({ flux: median('') });`;
    const checker = typeChecker(ts, 'unfinished.ts', unfinished);
    expect(checker.completions('sort', "sortBy('").sort()).toEqual(['flux', 'x']);
    expect(checker.completions('aggregate', "median('")).toEqual(expect.arrayContaining(['flux', 'x']));
  });
});
