/**
 * Page script, part 1: the packed images back to values.
 *
 * The page's scripts are plain JavaScript in text, so that they are part of every display. Their types are in
 * JSDoc, and a test compiles the whole with the DOM's types; no backticks or backslashes occur in them.
 *
 * @module
 */

/** Types of the data, and reading it. */
export const PIXELS_SCRIPT: string = `
/** @typedef {{ u: number[], v: number[], c: number[] }} Terms */
/** @typedef {{ crval: { ra: number, dec: number }, crpix: { x: number, y: number }, cd: number[][], sip: { a: Terms, b: Terms } | null }} PlaneData */
/** @typedef {{ x: number, y: number, radius: number, annulus: number[] | null, label: string, colour: string }} MarkData */
/**
 * @typedef {{ name: string, width: number, height: number, columns: number, rows: number, bin: number, offset: number,
 *   step: number, bytes: number, png: string, limits: Record<string, number[]>, plane: PlaneData | null,
 *   compass: { north: number[], east: number[] } | null, pixelScale: number | null }} FrameData
 */
/** @typedef {{ id: string, unit: string, stretch: string, frames: FrameData[], marks: MarkData[] }} ViewerData */

/** Bytes of base64 text. @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function bytesOf(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** The compressed rows of a PNG. @param {Uint8Array<ArrayBuffer>} png */
function compressedRows(png) {
  const view = new DataView(png.buffer);
  const parts = [];
  for (let at = 8; at < png.length; at += view.getUint32(at) + 12)
    if (view.getUint32(at + 4) === 0x49444154) parts.push(png.subarray(at + 8, at + 8 + view.getUint32(at)));
  return new Blob(parts);
}

/** The values of a frame; NaN where there is no data. @param {FrameData} frame */
async function valuesOf(frame) {
  const { columns, rows, bytes, offset, step } = frame;
  const stream = compressedRows(bytesOf(frame.png)).stream().pipeThrough(new DecompressionStream('deflate'));
  const data = new Uint8Array(await new Response(stream).arrayBuffer());
  const values = new Float64Array(columns * rows);
  for (let band = bytes - 1; band >= 0; band--)
    for (let row = 0; row < rows; row++) {
      const from = (band * rows + row) * (columns + 1) + 1; // each row of a PNG begins with its filter, none here
      const to = row * columns;
      for (let i = 0; i < columns; i++) values[to + i] = values[to + i] * 256 + data[from + i];
    }
  for (let i = 0; i < values.length; i++) values[i] = values[i] > 0 ? offset + step * (values[i] - 1) : NaN;
  return values;
}
`;
