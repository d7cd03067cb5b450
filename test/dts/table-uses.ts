// Uses of Table that must compile; table.test.ts asks hover and completion at the marks.
import { count, first, mean, median } from '../../lib/table/aggregates.js';
import type { Column } from '../../lib/table/column.js';
import type { Quantity } from '../../lib/table/quantity.js';
import { readTable } from '../../lib/fluent/read-table.js';
import { Table } from '../../lib/table/table.js';
import type { TableData } from '../../lib/table/table-data.js';
import { Vectors } from '../../lib/table/vectors.js';

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

// names made of radii
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

// a chain keeps types, docs and units
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

// tables made here: types and units follow from what is given
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

// a wider table goes where a narrower one is asked for, with or without units
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

// a subclass stays itself
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
