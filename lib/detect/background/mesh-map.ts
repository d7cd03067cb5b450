/**
 * A grid of mesh values, and the full-size map that a bicubic spline draws through it.
 *
 * @module
 */
import type { Pixels } from '../../frame/image.js';
import { medianInPlace } from '../../math/select.js';

const { fround } = Math;

/** Values at the middle of each mesh, row by row. */
export interface MeshGrid {
  /** Meshes along x. */
  readonly columns: number;
  /** Meshes along y. */
  readonly rows: number;
  /** Side of a mesh [px]; the last ones of a row and a column may be cut by the image. */
  readonly boxSize: number;
  /** One value a mesh; NaN where the mesh could not be measured. */
  readonly values: Float64Array;
}

/**
 * Gives each mesh without a value the mean of its nearest neighbours that have one (several when
 * they are equally far). All stay NaN where none has.
 */
export function fillMissingMeshes(grid: MeshGrid): MeshGrid {
  const { columns, rows, values } = grid;
  const filled = values.slice();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (!Number.isNaN(values[row * columns + column])) continue;
      let nearest = Infinity;
      let sum = 0;
      let n = 0;
      for (let k = 0; k < values.length; k++) {
        if (Number.isNaN(values[k])) continue;
        const distance = ((k % columns) - column) ** 2 + (Math.floor(k / columns) - row) ** 2;
        if (distance > nearest) continue;
        if (distance < nearest) {
          nearest = distance;
          sum = 0;
          n = 0;
        }
        sum += values[k];
        n++;
      }
      filled[row * columns + column] = sum / n;
    }
  }
  return { ...grid, values: filled };
}

/**
 * Medians over `size` x `size` meshes, which removes meshes that a bright star fills. Near the
 * border the window shrinks so that it stays centred: corner meshes keep their value.
 */
export function medianFilterMeshes(grid: MeshGrid, size: number): MeshGrid {
  const { columns, rows, values } = grid;
  const reach = size >> 1;
  const window = new Float64Array((2 * reach + 1) ** 2);
  const filtered = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    const dy = Math.min(reach, row, rows - 1 - row);
    for (let column = 0; column < columns; column++) {
      const dx = Math.min(reach, column, columns - 1 - column);
      let n = 0;
      for (let j = row - dy; j <= row + dy; j++)
        for (let i = column - dx; i <= column + dx; i++) window[n++] = values[j * columns + i];
      filtered[row * columns + column] = medianInPlace(window, n);
    }
  }
  return { ...grid, values: filtered };
}

/**
 * Draws the grid at every pixel of a `width` x `height` image with a bicubic spline.
 *
 * The nodes are at the centres of the meshes. It reproduces the maps of SExtractor and sep to the
 * last bits, hence single precision at every step, and their two peculiarities, both far below what
 * a background can tell: the map is half a pixel late in y, and the spline's curvature is the one of
 * {@link curvatureInto}.
 *
 * @param like an array with the element type of the map
 */
export function drawMeshes(grid: MeshGrid, width: number, height: number, like: Pixels): Pixels {
  const { columns, rows, boxSize, values } = grid;
  const out = like instanceof Float32Array ? new Float32Array(width * height) : new Float64Array(width * height);
  const curvatureY = new Float32Array(values.length);
  const nodes = Float32Array.from(values);
  for (let column = 0; column < columns; column++) curvatureInto(curvatureY, nodes, column, columns, rows);
  const steps = columnSteps(width, columns, boxSize);
  const line = new Float32Array(columns);
  const curvatureX = new Float32Array(columns);

  for (let y = 0; y < height; y++) {
    const position = fround(fround(y / boxSize) - 0.5);
    const row = Math.min(Math.max(0, rows - 2), Math.max(0, Math.floor(position)));
    const t = rows > 1 ? fround(position - row) : 0;
    const u = fround(1 - t);
    const t3 = fround(fround(fround(t * t) * t) - t);
    const u3 = fround(fround(fround(u * u) * u) - u);
    const below = row * columns;
    const above = rows > 1 ? below + columns : below;
    for (let i = 0; i < columns; i++) {
      const straight = fround(fround(u * nodes[below + i]) + fround(t * nodes[above + i]));
      line[i] = fround(straight + fround(u3 * curvatureY[below + i])) + fround(t3 * curvatureY[above + i]);
    }
    curvatureInto(curvatureX, line, 0, 1, columns);
    drawLine(out, y * width, line, curvatureX, steps);
  }
  return out;
}

/**
 * A sixth of the second derivative at `count` nodes, `stride` apart in `values`; 0 at both ends.
 *
 * The forward sweep is that of a natural cubic spline (Press et al. 1992, section 3.3). On the way
 * back SExtractor divides by 6 what already is a sixth, so that a node feels its right neighbour's
 * curvature six times too little: the map stays continuous and close to the natural spline.
 */
function curvatureInto(out: Float32Array, values: Float32Array, offset: number, stride: number, count: number): void {
  const last = offset + (count - 1) * stride;
  out[offset] = 0;
  out[last] = 0;
  const factors = new Float32Array(count);
  for (let i = 1, k = offset + stride; i < count - 1; i++, k += stride) {
    factors[i] = -1 / fround(factors[i - 1] + 4);
    // `out` keeps the sweep's constant until the way back.
    const bend = fround(fround(values[k + stride] + values[k - stride]) - 2 * values[k]);
    out[k] = factors[i] * fround(out[k - stride] - fround(6 * bend));
  }
  for (let i = count - 2, k = last - stride; i > 0; i--, k -= stride)
    out[k] = fround(fround(factors[i] * out[k + stride]) + out[k]) / 6;
}

/** Position of each pixel of a row between two nodes, and the coefficients of the cubic there. */
interface ColumnSteps {
  /** The node to the left. */
  readonly left: Int32Array;
  /** The fraction t of a mesh before it; negative or above 1 beyond the end nodes. */
  readonly t: Float32Array;
  /** 1 - t. */
  readonly u: Float32Array;
  /** t^2 - 1. */
  readonly t2: Float32Array;
  /** u^2 - 1. */
  readonly u2: Float32Array;
}

function columnSteps(width: number, columns: number, boxSize: number): ColumnSteps {
  const left = new Int32Array(width);
  const t = new Float32Array(width);
  const u = new Float32Array(width);
  const t2 = new Float32Array(width);
  const u2 = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    const position = (x + 0.5) / boxSize - 0.5;
    left[x] = Math.min(Math.max(0, columns - 2), Math.max(0, Math.floor(position)));
    t[x] = columns > 1 ? position - left[x] : 0;
    u[x] = 1 - t[x];
    t2[x] = fround(t[x] * t[x]) - 1;
    u2[x] = fround(u[x] * u[x]) - 1;
  }
  return { left, t, u, t2, u2 };
}

/** Evaluates one row's spline. Hot: one cubic a pixel. */
function drawLine(
  out: Pixels,
  offset: number,
  line: Float32Array,
  curvature: Float32Array,
  { left, t, u, t2, u2 }: ColumnSteps,
): void {
  const last = line.length - 1;
  const width = left.length;
  for (let x = 0; x < width; x++) {
    const i = left[x];
    const j = i < last ? i + 1 : i;
    // u * (line[i] + (u^2 - 1) * curvature[i]) + t * (line[j] + (t^2 - 1) * curvature[j])
    const before = fround(u[x] * fround(line[i] + fround(u2[x] * curvature[i])));
    const behind = fround(t[x] * fround(line[j] + fround(t2[x] * curvature[j])));
    out[offset + x] = fround(before + behind);
  }
}
