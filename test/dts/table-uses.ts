// Uses of Table that must compile; table.test.ts asks hover and completion at the marks.

import { readTable } from '../../lib/fluent/read-table.js';
import type { Column } from '../../lib/table/column/column.js';
import type { Quantity } from '../../lib/table/column/quantity.js';
import type { TableData } from '../../lib/table/column/table-data.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import {
  at,
  count,
  first,
  max,
  mean,
  median,
  min,
  std,
  sum,
  weightedMean,
} from '../../lib/table/statistics/aggregates.js';
import { cumulative, difference, rolling, shift } from '../../lib/table/statistics/window-functions.js';
import { Table, type TableKind } from '../../lib/table/table.js';
import type { AnyKind } from '../../lib/table/table-kind.js';

interface StarColumns {
  /** Centroid along a row [px]. */
  x: number;
  /** Aperture flux, sky subtracted [electron]. */
  flux: Quantity<'electron'>;
  /** Gaia DR3 source_id. */
  gaiaId: bigint;
  object: string;
  isStar: boolean;
}
declare const stars: Table<StarColumns>;

// names built from radii
type Fluxes<R extends readonly number[]> = { [K in `flux_${R[number]}`]: Quantity<'electron'> } & {
  [K in `area_${R[number]}`]: number;
};
declare function measure<const R extends readonly number[]>(options: { radii: R }): Table<Fluxes<R>>;
const measured = measure({ radii: [4, 2.5] });
// @computed
export const four: Column<number, 'electron'> = measured.columns.flux_4;
export const area: Column<number> = measured.columns['area_2.5'];

// @columns
export const flux: Column<number, 'electron'> = stars.columns.flux;
export const id: bigint = stars.columns.gaiaId[0];
export const name: string = stars.columns.object[0];
export const ok: boolean = stars.columns.isStar[0];
export const values: Float64Array | Float32Array | Int32Array | Uint8Array = stars.values('flux');
export const ids: BigInt64Array = stars.values('gaiaId');
export const objects: readonly string[] = stars.values('object');
export const all: number[] = [...stars.columns.flux];
export const electrons: Quantity<'electron'> = stars.columns.flux[0];
export const plain: number = stars.columns.flux[0] * 2;

// a chain keeps types, documentation and units
const chain = stars
  .filter(star => star.flux > 3 && star.object === 'M 31')
  .derive({ mag: star => -2.5 * Math.log10(star.flux), label: star => `${star.object}!` }, { units: { mag: 'mag' } })
  .derive({ flux: star => star.flux.toFixed(1), copy: stars.columns.flux, ready: new Float32Array(3) })
  .sortBy(['object', 'mag'], 'descending')
  .rename({ x: 'column' })
  .drop('isStar')
  .head(3);
// @chain
export const mags = chain.columns.mag;
export const chainedId = chain.columns.gaiaId;
export const text: string = chain.columns.flux[0];
export const copied = chain.columns.copy;
export const ready: Column<number> = chain.columns.ready;
export const renamed: Column<number> = chain.columns.column;
export const selected: Table<Pick<StarColumns, 'x' | 'gaiaId'>> = stars.select('x', 'gaiaId');

// tables created here: types and units follow from the input
const made = Table.fromColumns(
  { x: [1, 2], id: [1n, 2n], name: ['a', null], good: [true, false], series: new Vectors(new Float64Array(4), 2) },
  { units: { x: 'px' } },
);
// @made
export const madeX = made.columns.x;
export const madeName: Column<string | null> = made.columns.name;
export const series: Float64Array = made.columns.series[0];
export const typed: Table<{ x: Quantity<'px'> }> = made;
export const declared: Table<{ x: number; s: string }> = Table.fromColumns<{ x: number; s: string }>(
  { x: new Int32Array(2), s: ['a', 'b'] },
  { units: { x: 'px' } },
);

// a wider table is accepted where a narrower one is expected, with or without units
export function zeroPoint(table: Table<{ flux: number; object: string }>): number {
  return table.columns.flux.median();
}
export const zero: number = zeroPoint(stars) + zeroPoint(stars.derive({ more: stars.length < 2 ? [1] : [2] }));

// groups
const groups = stars.groupBy('object', 'isStar');
const summary = groups.aggregate({
  n: count(),
  flux: median('flux'),
  id: first('gaiaId'),
  meanX: mean('x'),
  widest: group => group.columns.x.max(),
});
// @groups
export const summaryFlux = summary.columns.flux;
export const summaryId: bigint = summary.columns.id[0];
export const widest: number = summary.columns.widest[0];
export const counts: Column<number> = groups.count().columns.count;
for (const [key, group] of groups) zeroPoint(group.filter(star => star.object === key.object));
// @aggregate
groups.aggregate({ flux: median('flux') });

// a subclass keeps its type
class Catalog<C extends { x: number }> extends Table<C> {
  protected override create(data: TableData): this {
    return new Catalog<C>(data) as this;
  }
  brightest(): number {
    return this.columns.x.max();
  }
}
export const catalog: Catalog<StarColumns> = new Catalog<StarColumns>(stars.data);
export const kept: number = catalog
  .filter(star => star.x > 1)
  .sortBy('x')
  .head(2)
  .brightest();
export const piped: number = catalog.pipe(table => table.brightest());
for (const [, group] of catalog.groupBy('object')) group.brightest();

// a subclass that names its kind keeps its type through the other verbs, too
interface SpectrumKind extends TableKind {
  readonly table: Spectrum<this['columns']>;
}
class Spectrum<C> extends Table<C> {
  declare readonly '~kind': SpectrumKind;
  protected override create(data: TableData): this {
    return new Spectrum<C>(data) as this;
  }
  protected override make<D>(data: TableData): Spectrum<D> {
    return new Spectrum<D>(data);
  }
  lines(): number {
    return this.length;
  }
}
export const spectrum: Spectrum<{ x: number; twice: Quantity<'px'> }> = new Spectrum<StarColumns>(stars.data)
  .derive({ twice: star => 2 * star.x }, { units: { twice: 'px' } })
  .select('x', 'twice');
export const lines: number = spectrum.rename({ x: 'y' }).drop('y').cut('twice', [0, 1]).lines();
export const groupedSpectrum: Table<{ x: number; n: number }> = spectrum.groupBy('x').aggregate({ n: count() });
export const kind: AnyKind = spectrum['~kind'];

// files
export const read = readTable('stars.csv', {
  schema: { id: 'bigint', mag: { type: 'number', unit: 'mag' }, name: { type: 'string' } },
});
read.then(table => {
  // @schema
  const schemaMag = table.columns.mag;
  const schemaId: bigint = table.columns.id[0];
  const schemaName: string = table.columns.name[0];
  return [schemaMag, schemaId, schemaName];
});
export const untyped: Promise<number> = readTable('stars.csv').then(table => table.columns.anything.median());

// joins: the right columns come after the left ones, keys once, duplicate names with a suffix
interface ColourColumns {
  gaiaId: bigint;
  /** Colour index [mag]. */
  colour: Quantity<'mag'>;
  flux: Quantity<'Jy'>;
  spectral: string;
}
declare const colours: Table<ColourColumns>;
const inner = stars.join(colours, { on: 'gaiaId' });
const left = stars.join(colours, { on: { gaiaId: 'gaiaId', object: 'spectral' }, how: 'left', suffix: '2' });
// @joined
export const innerColour = inner.columns.colour;
export const innerFlux = inner.columns.flux;
export const rightFlux = inner.columns.flux_right;
export const innerType: string = inner.columns.spectral[0];
export const leftFlux: Column<number, 'Jy'> = left.columns.flux2;
export const leftObject: string = left.columns.object[0];
const outer = stars.join(colours, { leftOn: 'gaiaId', rightOn: 'gaiaId', how: 'outer' });
export const outerId: bigint = outer.columns.gaiaId[0];
export const outerObject: Column<string | null> = outer.columns.object;
export const outerType: Column<string | null> = outer.columns.spectral;
export const anti: Table<StarColumns> = stars.join(colours, { on: ['gaiaId'], how: 'anti' });
export const runtime: Promise<string> = readTable('stars.csv').then(table => {
  const known = table.join(colours, { leftOn: 'source', rightOn: 'gaiaId' });
  const number: number = known.number('anything')[0];
  return `${known.columns.spectral[0]} ${number}`;
});

// reshaping
const wide = stars.pivot({
  rows: 'object',
  columns: 'isStar',
  values: 'flux',
  names: ['true', 'false'],
  aggregate: median,
});
const wides = stars.pivot({ rows: ['object', 'isStar'], columns: 'x', values: ['flux', 'gaiaId'], names: ['1', '2'] });
const anyWide = stars.pivot({ rows: 'object', columns: 'isStar', values: 'x' });
const long = stars.melt({ columns: ['x', 'flux'], name: 'what', value: 'number' });
// @reshaped
export const wideTrue = wide.columns.true;
export const wideId = wides.columns.gaiaId_2;
export const wideObject: string = wide.columns.object[0];
export const anyColumn: number = anyWide.columns.whatever[0];
export const what: string = long.columns.what[0];
export const melted: number = long.columns.number[0];
export const keptId = long.columns.gaiaId;
const stacked = stars.concat(colours, { missing: 'fill' });
// @stacked
export const stackedObject = stacked.columns.object;
export const stackedColour = stacked.columns.colour;

// windows, intervals, ranks, gaps
const windowed = stars
  .window(
    {
      smooth: rolling(median('flux'), 5),
      total: cumulative(sum('x')),
      before: shift('gaiaId'),
      gap: difference('x'),
      brightest: rolling(at('object', max('flux')), { rows: 3, least: 2 }),
      n: cumulative(count()),
      weighted: rolling(weightedMean('flux', { weights: 'x' }), { span: 2 }),
    },
    { within: ['object'], along: 'x' },
  )
  .rank('flux', { order: 'descending' })
  .cut('x', [0, 1, 2], { labels: ['a', 'b'] })
  .binBy('flux', { width: 3, as: 'bin' });
// @windowed
export const smooth = windowed.columns.smooth;
export const before = windowed.columns.before;
export const brightestObject = windowed.columns.brightest;
export const fluxRank: Column<number> = windowed.columns.flux_rank;
export const xCut = windowed.columns.x_cut;
export const bin = windowed.columns.bin;
export const filled: string = windowed.fill({ brightest: '' }).columns.brightest[0];
export const carried: Table<StarColumns> = stars.fill(['flux', 'x'], { how: 'linear', along: 'x' });
export const sampled: Table<StarColumns> = stars.sample({ rows: 3, weights: 'flux' });
export const dates = Table.fromColumns({ when: [new Date()], g: [1] })
  .groupBy('g')
  .aggregate({ d: max('when'), s: std('when') });
export const latest: Date | null = dates.columns.d[0];
export const scatter: number = dates.columns.s[0];

// twenty verbs in one chain
const twenty = stars
  .filter(star => star.flux > 0)
  .derive({ mag: star => -2.5 * Math.log10(star.flux) }, { units: { mag: 'mag' } })
  .join(colours, { on: 'gaiaId', how: 'left' })
  .rename({ spectral: 'type' })
  .fill({ type: '?' })
  .cut('mag', [10, 12, 14], { labels: ['bright', 'faint'], as: 'sample' })
  .window({ smooth: rolling(mean('mag'), 5) }, { within: 'object', along: 'x' })
  .rank('mag', { within: 'object' })
  .derive({ residual: star => star.mag - star.smooth }, { units: { residual: 'mag' } })
  .sortBy(['object', 'mag_rank'])
  .drop('x', 'isStar')
  .binBy('mag', { width: 0.5 })
  .unique('gaiaId')
  .sample({ fraction: 0.5 })
  .groupBy('type', 'mag_bin')
  .aggregate({ n: count(), mag: median('mag'), colour: first('colour'), worst: at('gaiaId', min('residual')) })
  .derive({ label: group => `${group.type} ${group.n}` })
  .melt({ columns: ['mag', 'colour'], name: 'band', value: 'value' })
  .pivot({ rows: ['type', 'worst'], columns: 'band', values: 'value', names: ['mag', 'colour'], aggregate: first })
  .join(stars.select('gaiaId', 'object'), { leftOn: 'worst', rightOn: 'gaiaId' })
  .select('type', 'mag', 'colour', 'worst', 'object')
  .head(3);
// @twenty
export const twentyMag = twenty.columns.mag;
export const twentyWorst = twenty.columns.worst;

declare function numbersOf(...columns: Column<number>[]): void;

// tables whose columns are known only at run time: every name is text or number, derived columns keep their types
export const unknown: Promise<string> = readTable('stars.csv').then(table => {
  const made = table
    .filter(row => row.filter === 'V' && row.visit !== 3)
    .derive({ label: row => `${row.x}`, twice: row => 2 * Number(row.y) })
    .filter(row => row.twice > 3 && row.label !== '')
    .rank('mag')
    .cut('mag', [1, 2])
    .window({ smooth: rolling(median('mag'), 3), before: shift('label') })
    .fill({ before: '', mag: 99, id: 0n })
    .sortBy(['mag', 'anything']);
  numbersOf(made.columns.mag_rank, made.columns.twice);
  const others = made.drop('flags').rename({ x: 'column' });
  const numbers: number[] = [made.columns.anything.median(), others.number('smooth')[0]];
  const texts: string[] = [...made.text('name'), String(made.columns.smooth[0])];
  // @runtime
  const cell = made.columns.mag[0];
  const column = made.columns.mag;
  const values = made.values('mag');
  const typed = table.withSchema({ ra: { type: 'number', unit: 'deg' }, name: 'string' });
  const right: Quantity<'deg'> = typed.columns.ra[0];
  const partly = stars.withSchema({ x: 'string' });
  const x: string = partly.columns.x[0] + String(partly.columns.flux[0] + right);
  typed.near({ ra: 1, dec: 2, within: 3 });
  const derived = table.derive({ twice: row => 2 * Number(row.y) }).withSchema({ mag: 'number' });
  numbersOf(derived.columns.twice, derived.columns.mag);
  numbersOf(made.drop('flags', 'smooth').columns.twice, made.rename({ twice: 'double', x: 'column' }).columns.double);
  numbersOf(others.columns.mag_rank);
  const byLabel = made.groupBy('label').aggregate({ n: count(), first: first('label') });
  return (
    made.columns.label[0] +
    made.columns.before[0] +
    byLabel.columns.first[0] +
    String([numbers, texts, cell, column, values, x])
  );
});

// from other tables
export const fromArrays: string = Table.from({ a: [1, 2], b: ['x', 'y'] }).columns.b[0];
export const fromRows: bigint = Table.from([{ id: 1n, mag: 2 }]).columns.id[0];
declare const frameOfOthers: unknown;
export const fromOthers: Column<number> = Table.from(frameOfOthers).number('mag');
