/**
 * Page script, part 2: values to shades, numbers to text.
 *
 * @module
 */

/** Stretching; the curves are those of `lib/plot/stretch.ts`. */
export const SHADES_SCRIPT: string = `
/** Red, green and blue of a pixel without data. */
const NO_DATA = [74, 32, 66];

/** The shade of a value, 0 to 1. @param {number} value @param {number} low @param {number} high @param {string} stretch */
function shadeOf(value, low, high, stretch) {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  if (stretch === 'asinh') return Math.asinh(20 * t) / Math.asinh(20);
  if (stretch === 'log') return Math.log10(1 + 1000 * t) / Math.log10(1001);
  return t;
}

/**
 * Shades of evenly spaced values between the limits, 0 to 255.
 * @param {number} low @param {number} high @param {string} stretch @param {number} count
 */
function shadeTable(low, high, stretch, count) {
  const shades = new Uint8ClampedArray(count);
  for (let k = 0; k < count; k++)
    shades[k] = Math.round(255 * shadeOf(low + (k / (count - 1)) * (high - low), low, high, stretch));
  return shades;
}

/**
 * Paints values into a canvas of as many pixels, first row at the bottom.
 * @param {HTMLCanvasElement} canvas @param {FrameData} frame @param {Float64Array} values
 * @param {number[]} limits @param {string} stretch
 */
function paintValues(canvas, frame, values, limits, stretch) {
  const { columns, rows } = frame;
  const [low, high] = limits;
  const shades = shadeTable(low, high, stretch, 8192);
  const scale = 8191 / (high - low);
  canvas.width = columns;
  canvas.height = rows;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const picture = context.createImageData(columns, rows);
  const out = picture.data;
  for (let row = 0; row < rows; row++) {
    let to = 4 * (rows - 1 - row) * columns;
    for (let i = row * columns; i < (row + 1) * columns; i++, to += 4) {
      const value = values[i];
      if (value !== value) {
        out[to] = NO_DATA[0];
        out[to + 1] = NO_DATA[1];
        out[to + 2] = NO_DATA[2];
      } else {
        const k = Math.round((value - low) * scale);
        out[to] = out[to + 1] = out[to + 2] = shades[k < 0 ? 0 : k > 8191 ? 8191 : k];
      }
      out[to + 3] = 255;
    }
  }
  context.putImageData(picture, 0, 0);
}

/** A value with the decimals that its step leaves. @param {number} value @param {number} step */
function valueText(value, step) {
  return value.toFixed(Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))));
}

/** A short number. @param {number} value */
function shortNumber(value) {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}
`;
