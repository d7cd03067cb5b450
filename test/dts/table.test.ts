import { describe, expect, test } from 'vitest';
import { compilers, typeChecker, userOptions } from './type-checker.js';

describe.each(compilers)('tables under $name', ({ ts }) => {
  const uses = typeChecker(ts, 'table-uses.ts');

  test('the uses compile, and so do all declarations without DOM and Node types', () => {
    expect(uses.errors()).toEqual([]);
  });

  test('the mistakes are reported', () => {
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

  test('a join shows units and documentation of both tables, with null if a row may have no partner', () => {
    expect(uses.hover('joined', 'innerColour')).toContain('Column<number, "mag">');
    expect(uses.hover('joined', 'colour;')).toContain('Colour index [mag].');
    expect(uses.hover('joined', 'innerFlux')).toContain('Column<number, "electron">');
    expect(uses.hover('joined', 'rightFlux')).toContain('Column<number, "Jy">');
    expect(uses.hover('joined', 'outerType')).toContain('Column<string | null');
    expect(uses.completions('joined', 'left.columns.').sort()).toEqual(
      ['colour', 'flux', 'flux2', 'gaiaId', 'isStar', 'object', 'x'].sort(),
    );
  });

  test('pivot and melt know their columns', () => {
    expect(uses.hover('reshaped', 'wideTrue')).toContain('Column<number, "electron">');
    expect(uses.hover('reshaped', 'wideId')).toContain('Column<bigint | null');
    expect(uses.hover('reshaped', 'gaiaId;')).toContain('Gaia DR3 source_id.');
    expect(uses.hover('stacked', 'stackedObject')).toContain('Column<string | null');
    expect(uses.hover('stacked', 'stackedColour')).toContain('Column<number, "mag">');
  });

  test('window functions, intervals and bins keep units and kinds', () => {
    expect(uses.hover('windowed', 'smooth')).toContain('Column<number, "electron">');
    expect(uses.hover('windowed', 'before')).toContain('Column<bigint | null');
    expect(uses.hover('windowed', 'brightestObject')).toContain('Column<string | null');
    expect(uses.hover('windowed', 'xCut')).toContain('Column<string | null');
    expect(uses.hover('windowed', 'bin')).toContain('Column<number, "electron">');
  });

  test('hover and completion are right at the end of a chain of twenty verbs', () => {
    expect(uses.hover('twenty', 'twentyMag')).toContain('Column<number, "mag">');
    expect(uses.hover('twenty', 'twentyWorst')).toContain('Column<bigint');
    expect(uses.completions('twenty', 'twenty.columns.').sort()).toEqual(
      ['colour', 'mag', 'object', 'type', 'worst'].sort(),
    );
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
      import { median } from '../../lib/table/statistics/aggregates.js';
      import type { Table } from '../../lib/table/table.js';
      import { rolling } from '../../lib/table/statistics/window-functions.js';
      declare const stars: Table<{ x: number; flux: number }>;
      // @sort
      stars.sortBy('');
      // @aggregate
      stars.groupBy('x').aggregate({ flux: median('') });
      // @join
      stars.join(stars, { on: '' });
      // @pairs
      stars.join(stars, { on: { x: '' } });
      // @rolling
      stars.window({ smooth: rolling(median(''), 5) });
      // @within
      stars.window({}, { within: '' });
      // @how
      stars.join(stars, { on: 'x', how: '' });
      // @melt
      stars.melt({ columns: [''] });
      // @pivot
      stars.pivot({ rows: 'x', columns: '' });`;
    const checker = typeChecker(ts, 'unfinished.ts', unfinished);
    expect(checker.completions('sort', "sortBy('").sort()).toEqual(['flux', 'x']);
    expect(checker.completions('aggregate', "median('")).toEqual(expect.arrayContaining(['flux', 'x']));
    expect(checker.completions('join', "on: '").sort()).toEqual(['flux', 'x']);
    expect(checker.completions('pairs', "x: '").sort()).toEqual(['flux', 'x']);
    // TypeScript 5.0 does not infer through two calls
    if (!ts.version.startsWith('5.0'))
      expect(checker.completions('rolling', "median('")).toEqual(expect.arrayContaining(['flux', 'x']));
    expect(checker.completions('within', "within: '").sort()).toEqual(['flux', 'x']);
    expect(checker.completions('how', "how: '")).toEqual(expect.arrayContaining(['left', 'anti']));
    expect(checker.completions('melt', "columns: ['").sort()).toEqual(['flux', 'x']);
    expect(checker.completions('pivot', "columns: '").sort()).toEqual(['flux', 'x']);
  });
});
