// Mistakes that the compiler must report: each line below a mark is an error, otherwise the mark is.
import { median } from '../../lib/table/statistics/aggregates.js';
import type { Quantity } from '../../lib/table/column/quantity.js';
import { Table } from '../../lib/table/table.js';
import { rolling } from '../../lib/table/statistics/window-functions.js';

interface StarColumns {
  flux: Quantity<'electron'>;
  width: Quantity<'px'>;
  object: string;
}
declare const stars: Table<StarColumns>;
declare function wantsPixels(width: Quantity<'px'>): void;
declare function wantsGaia(table: Table<{ flux: number; gMag: number }>): void;

// unknown columns
// @ts-expect-error
stars.columns.flix;
// @ts-expect-error
stars.column('flix');
// @ts-expect-error
stars.filter(star => star.flix > 3);
// @ts-expect-error
stars.sortBy('flix');
// @ts-expect-error
stars.sortBy(['flux', 'flix']);
// @ts-expect-error
stars.select('flux', 'flix');
// @ts-expect-error
stars.drop('flux').columns.flux;
// @ts-expect-error
stars.rename({ flux: 'counts' }).columns.flux;
// @ts-expect-error
stars.rename({ flix: 'counts' });
// @ts-expect-error
stars.groupBy('flix');
// @ts-expect-error
stars.groupBy('object').aggregate({ flux: median('flix') });
// @ts-expect-error
wantsGaia(stars);

// wrong unit
// @ts-expect-error
wantsPixels(stars.columns.flux[0]);
// @ts-expect-error
const wrongUnit: Quantity<'px'> = stars.columns.flux[0];
// @ts-expect-error
const wrongColumn: Table<{ flux: Quantity<'adu'> }>['columns']['flux'] = stars.columns.flux;
// @ts-expect-error
const wrongTable: Table<{ width: Quantity<'deg'> }> = stars;
// @ts-expect-error
stars.filter(star => wantsPixels(star.flux) === undefined);
// @ts-expect-error
const wrongDerived: Quantity<'px'> = stars.derive({ mag: () => 1 }, { units: { mag: 'mag' } }).columns.mag[0];
wantsPixels(stars.columns.width[0]);
wantsPixels(3);

// wrong type
// @ts-expect-error
stars.filter(star => star.object > 3);
// @ts-expect-error
stars.filter(star => star.flux);
// @ts-expect-error
const wrongType: string = stars.columns.flux[0];
// @ts-expect-error
Table.fromColumns<{ x: number }>({ x: ['a'] });
// @ts-expect-error
Table.fromColumns<{ x: number }>({ x: [1], y: [2] });
// @ts-expect-error
Table.fromColumns<{ x: number; y: number }>({ x: [1] });
// @ts-expect-error
Table.fromColumns({ x: [1] }, { units: { y: 'px' } });
// @ts-expect-error
stars.derive({ mag: () => 1 }, { units: { flux: 'mag' } });
// @ts-expect-error
stars.concat(stars.drop('flux'));

// joins, windows and similar verbs with unknown columns or columns of the wrong type
declare const colours: Table<{ gaiaId: bigint; object: string; colour: number }>;
// @ts-expect-error
stars.join(colours, { on: 'flux' });
// @ts-expect-error
stars.join(colours, { on: { object: 'objekt' } });
// @ts-expect-error
stars.join(colours, { leftOn: 'objekt', rightOn: 'object' });
// @ts-expect-error
stars.join(colours, { on: 'object', how: 'full' });
// @ts-expect-error
stars.join(colours, { on: 'object', hwo: 'left' });
// @ts-expect-error
stars.join(colours, { on: 'object' }).columns.object_right;
// @ts-expect-error
stars.join(colours, { on: 'object', how: 'anti' }).columns.colour;
// @ts-expect-error
stars.window({ smooth: rolling(median('flix'), 5) });
// @ts-expect-error
stars.window({ smooth: rolling(median('flux'), 5) }, { within: 'flix' });
// @ts-expect-error
stars.pivot({ rows: 'object', columns: 'object', values: 'flix' });
// @ts-expect-error
stars.pivot({ rows: 'object', columns: 'object', values: 'flux', names: ['V'] }).columns.R;
// @ts-expect-error
stars.melt({ columns: ['flix'] });
// @ts-expect-error
stars.melt({ columns: ['flux', 'width'] }).columns.flux;
// @ts-expect-error
stars.fill({ object: 3 });
// @ts-expect-error
stars.fill('flix', { how: 'forward' });
// @ts-expect-error
stars.fill('flux', { how: 'nearest' });
// @ts-expect-error
stars.sample({ rows: 3, weights: 'flix' });
// @ts-expect-error
stars.rank('flix');
// @ts-expect-error
const wrongRolled: Quantity<'px'> = stars.window({ s: rolling(median('flux'), 5) }).columns.s[0];

// columns and tables are read-only
// @ts-expect-error
stars.columns.flux[0] = 3;
// @ts-expect-error
stars.columns.flux = stars.columns.flux;
// @ts-expect-error
stars.filter(star => (star.flux = 3) > 2);

export { wrongColumn, wrongDerived, wrongRolled, wrongTable, wrongType, wrongUnit };
