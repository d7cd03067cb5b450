/**
 * Rows drawn at random, the same in every run.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type RandomGenerator, randomGenerator } from '../../math/random.js';
import { stored } from '../column/stored-column.js';
import { requireColumn, type TableData } from '../column/table-data.js';
import { rowOrder } from '../rows/row-order.js';
import { numbersOf } from '../windows/row-windows.js';
import { keepRows } from './filter.js';

/** How many rows are drawn, and how; `rows` or `fraction`. */
export interface SampleOptions<K extends string = string> {
  /** How many rows to draw. */
  readonly rows?: number;
  /** Fraction of the rows, rounded to a whole number of rows. */
  readonly fraction?: number;
  /** Equal seeds draw equal rows (default 0). */
  readonly seed?: number;
  /** A column of weights: a row of twice the weight is drawn first twice as often. Missing and 0: never. Default: all alike. */
  readonly weights?: K;
  /** Draw each row as often as it comes (default false: once at most). */
  readonly replace?: boolean;
}

/** Draws rows; they come in the order in which they were drawn. */
export function sample(data: TableData, options: SampleOptions): TableData {
  const { seed = 0, weights, replace = false } = options;
  if (typeof seed !== 'number' || !Number.isFinite(seed))
    throw new PhotometryError('bad-argument', `sample: the seed is a number, got ${seed}`);
  const random = randomGenerator(seed);
  const weightOf = weights === undefined ? null : weightsOf(data, weights);
  const there = weightOf === null ? data.length : weightOf.reduce((n, weight) => n + (weight > 0 ? 1 : 0), 0);
  const count = sampleSize(options, data.length);
  if (count > there && (!replace || there === 0))
    throw new PhotometryError(
      'bad-argument',
      `sample: ${count} rows requested, but there are ${there}${weights === undefined ? '' : ' of positive weight'}` +
        `${there > 0 ? '; draw some of them again with { replace: true }' : ''}`,
      { rows: count, there },
    );
  const draw = replace ? drawAgain : drawOnce;
  return keepRows(data, draw(random, data.length, count, weightOf));
}

function sampleSize({ rows, fraction }: SampleOptions, length: number): number {
  if ((rows === undefined) === (fraction === undefined))
    throw new PhotometryError('bad-argument', 'sample takes a number of rows or { fraction }, one of them');
  if (rows !== undefined && !(Number.isInteger(rows) && rows >= 0))
    throw new PhotometryError('bad-argument', `sample takes a whole number of rows, got ${rows}`);
  if (fraction !== undefined && !(fraction >= 0 && Number.isFinite(fraction)))
    throw new PhotometryError('bad-argument', `sample: the fraction is a number from 0, got ${fraction}`);
  return rows ?? Math.round(fraction! * length);
}

function weightsOf(data: TableData, name: string): Float64Array {
  const weights = numbersOf(requireColumn(data, name), 'sample()');
  const bad = weights.findIndex(weight => weight < 0 || weight === Infinity);
  if (bad < 0) return weights;
  throw new PhotometryError(
    'bad-argument',
    `sample: row ${bad} has the weight ${weights[bad]}; weights are 0 or more`,
    {
      column: name,
      row: bad,
    },
  );
}

function drawOnce(random: RandomGenerator, length: number, count: number, weights: Float64Array | null): Uint32Array {
  if (weights !== null) return drawWeighted(random, count, weights);
  const rows = Uint32Array.from({ length }, (_, row) => row);
  // the beginning of a shuffle (Fisher & Yates; Durstenfeld 1964, CACM 7, 420)
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random.uniform() * (length - i));
    const row = rows[j];
    rows[j] = rows[i];
    rows[i] = row;
  }
  return rows.slice(0, count);
}

/** Each row gets an exponential waiting time of rate `weight`; the first come (Efraimidis & Spirakis 2006, IPL 97, 181). */
function drawWeighted(random: RandomGenerator, count: number, weights: Float64Array): Uint32Array {
  const times = weights.map(weight => (weight > 0 ? -Math.log(1 - random.uniform()) / weight : NaN));
  const order = rowOrder(weights.length, [{ column: stored('float64', times), order: 'ascending' }]);
  return order.slice(0, count);
}

function drawAgain(random: RandomGenerator, length: number, count: number, weights: Float64Array | null): Uint32Array {
  if (weights === null) return Uint32Array.from({ length: count }, () => Math.floor(random.uniform() * length));
  const upTo = new Float64Array(length); // sum of the weights up to and with each row
  let total = 0;
  for (let row = 0; row < length; row++) {
    if (weights[row] > 0) total += weights[row];
    upTo[row] = total;
  }
  return Uint32Array.from({ length: count }, () => firstAbove(upTo, random.uniform() * total));
}

/** The first place in numbers that never go down whose number is above `value`. */
function firstAbove(numbers: Float64Array, value: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
