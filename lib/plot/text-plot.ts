/**
 * Small plots in characters, for terminals.
 *
 * @module
 */

const BARS = '▁▂▃▄▅▆▇█';
/** The first of the 256 braille characters; each bit of the number added to it is a dot. */
const BRAILLE = 0x2800;
/** Bits of the dots of a character, by row and column. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

/** Heights as a line of bars; only 0 is a space, so that every other value is visible. */
export function textBars(heights: ArrayLike<number>): string {
  let most = 0;
  for (let i = 0; i < heights.length; i++) most = Math.max(most, heights[i]);
  return Array.from(heights, height =>
    height > 0 ? BARS[Math.min(7, Math.ceil((height / most) * BARS.length) - 1)] : ' ',
  ).join('');
}

/** Settings of {@link textScatter}. */
interface TextScatterOptions {
  /** Characters across. Default 60. */
  readonly width?: number;
  /** Lines. Default 8. */
  readonly height?: number;
  /** Larger values below, as for magnitudes. Default false. */
  readonly reverse?: boolean;
  /** Range of the drawn values; points beyond are at the edge. Default: that of the values. */
  readonly range?: readonly [number, number];
}

/** Points as dots, two across and four down in a character; ends of the axes in numbers. Empty if no point is finite. */
export function textScatter(x: ArrayLike<number>, y: ArrayLike<number>, options: TextScatterOptions = {}): string {
  const { width = 60, height = 8, reverse = false } = options;
  const points: [number, number][] = [];
  for (let i = 0; i < x.length; i++) if (Number.isFinite(x[i]) && Number.isFinite(y[i])) points.push([x[i], y[i]]);
  if (points.length === 0) return '';
  const [left, right] = rangeOf(points.map(([at]) => at));
  const [low, high] = options.range ?? rangeOf(points.map(([, value]) => value));
  const cells = new Uint8Array(width * height);
  for (const [at, value] of points) {
    const column = place(at, left, right, 2 * width);
    const level = place(value, low, high, 4 * height);
    const row = reverse ? level : 4 * height - 1 - level;
    cells[(row >> 2) * width + (column >> 1)] |= DOTS[row & 3][column & 1];
  }
  const ends = reverse ? [low, high] : [high, low];
  const margin = Math.max(...ends.map(end => label(end, high - low).length));
  const lines = Array.from({ length: height }, (_, row) => {
    const end = row === 0 ? ends[0] : row === height - 1 ? ends[1] : null;
    const text = end === null ? '' : label(end, high - low);
    const dots = Array.from(cells.subarray(row * width, (row + 1) * width), bits =>
      String.fromCharCode(BRAILLE + bits),
    );
    return `${text.padStart(margin)} ${dots.join('')}`;
  });
  const [first, last] = [label(left, right - left), label(right, right - left)];
  return [...lines, `${' '.repeat(margin + 1)}${first}${last.padStart(width - first.length)}`].join('\n');
}

function rangeOf(values: readonly number[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** Index of a value among `count` positions from `low` to `high`; the middle one if the range is empty. */
function place(value: number, low: number, high: number, count: number): number {
  if (!(high > low)) return count >> 1;
  return Math.max(0, Math.min(count - 1, Math.floor(((value - low) / (high - low)) * count)));
}

/** A number with the digits that distinguish the ends of a range. */
function label(value: number, range: number): string {
  if (!(range > 0)) return String(Number(value.toPrecision(6)));
  return value.toFixed(Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(range)))));
}
