/**
 * Page script, part 4: which star is meant by a click, and the line of code that repeats the choice.
 *
 * @module
 */

/** Picking stars. */
export const PICK_SCRIPT: string = `
/** Two decimals, no zeros at the end. @param {number} value */
function round2(value) {
  return Number(value.toFixed(2));
}

/**
 * The value at a place of the frame; NaN outside.
 * @param {FrameData} frame @param {Float64Array} values @param {number} x @param {number} y
 */
function valueAt(frame, values, x, y) {
  if (!(x >= -0.5 && y >= -0.5 && x < frame.width - 0.5 && y < frame.height - 0.5)) return NaN;
  return values[Math.floor((y + 0.5) / frame.bin) * frame.columns + Math.floor((x + 0.5) / frame.bin)];
}

/**
 * The star at a position: the nearest mark within reach, else the centroid of the light around it, else the position itself.
 * @param {FrameData} frame @param {Float64Array} values @param {MarkData[]} marks
 * @param {number} x @param {number} y @param {number} reach [px of the frame]
 */
function starAt(frame, values, marks, x, y, reach) {
  let nearest = null;
  let least = Infinity;
  for (const mark of marks) {
    const distance = Math.hypot(mark.x - x, mark.y - y);
    if (distance > Math.max(reach, mark.radius) || distance >= least) continue;
    nearest = mark;
    least = distance;
  }
  if (nearest) return { x: round2(nearest.x), y: round2(nearest.y), label: nearest.label };
  const centre = centreOfLight(frame, values, x, y);
  return { x: round2(centre.x), y: round2(centre.y), label: '' };
}

/**
 * The brightest pixel near a position, then the centroid of the light above the sky around it.
 * @param {FrameData} frame @param {Float64Array} values @param {number} x @param {number} y
 */
function centreOfLight(frame, values, x, y) {
  const { columns, rows, bin } = frame;
  const column = Math.floor((x + 0.5) / bin);
  const row = Math.floor((y + 0.5) / bin);
  const around = /** @type {number[]} */ ([]);
  let [peak, peakColumn, peakRow] = [-Infinity, column, row];
  for (let j = Math.max(0, row - 10); j <= Math.min(rows - 1, row + 10); j++)
    for (let i = Math.max(0, column - 10); i <= Math.min(columns - 1, column + 10); i++) {
      const value = values[j * columns + i];
      if (value !== value) continue;
      around.push(value);
      if (Math.hypot(i - column, j - row) <= 4 && value > peak) [peak, peakColumn, peakRow] = [value, i, j];
    }
  around.sort((a, b) => a - b);
  const sky = around[around.length >> 1];
  const noise = (sky - around[Math.floor(0.16 * around.length)]) || 0;
  if (!(peak > sky + 5 * noise)) return { x, y };
  let [cx, cy] = [peakColumn, peakRow];
  for (let step = 0; step < 5; step++) {
    let [sum, sumX, sumY] = [0, 0, 0];
    for (let j = Math.max(0, Math.ceil(cy - 4)); j <= Math.min(rows - 1, cy + 4); j++)
      for (let i = Math.max(0, Math.ceil(cx - 4)); i <= Math.min(columns - 1, cx + 4); i++) {
        const light = values[j * columns + i] - sky;
        if (!(light > noise) || Math.hypot(i - cx, j - cy) > 4) continue;
        sum += light;
        sumX += light * i;
        sumY += light * j;
      }
    if (sum > 0) [cx, cy] = [sumX / sum, sumY / sum];
  }
  return { x: (cx + 0.5) * bin - 0.5, y: (cy + 0.5) * bin - 0.5 };
}

/** The line of code that repeats a choice. @param {{ x: number, y: number }[]} stars */
function codeLine(stars) {
  return 'const targets = [' + stars.map(({ x, y }) => '{ x: ' + x + ', y: ' + y + ' }').join(', ') + '];';
}

/**
 * Tells the notebook's kernel of each choice, and returns whether somebody took it along: in JupyterLab the extension that
 * comes with the kernel, which hears the event and cancels it; in the classic notebook its comms.
 * @param {HTMLElement} root @param {string} id
 */
function kernelLink(root, id) {
  /** @typedef {{ send(data: object): void }} Comm */
  const page = /** @type {{ Jupyter?: { notebook?: { kernel?: { comm_manager?: { new_comm(target: string, data: object): Comm } } } } }} */ (
    /** @type {unknown} */ (window)
  );
  let comm = /** @type {Comm | null} */ (null);
  return (/** @type {{ x: number, y: number }[]} */ stars) => {
    const selected = stars.map(({ x, y }) => ({ x, y }));
    const detail = { viewer: id, selected };
    if (!root.dispatchEvent(new CustomEvent('skyframe:selected', { bubbles: true, cancelable: true, detail }))) return true;
    try {
      comm ??= page.Jupyter?.notebook?.kernel?.comm_manager?.new_comm('skyframe.viewer', { viewer: id }) ?? null;
      comm?.send({ selected });
    } catch {
      comm = null; // the kernel is gone: the line of code is still there
    }
    return comm !== null;
  };
}
`;
