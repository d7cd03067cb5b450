/**
 * Page script, part 5: what is drawn over the pixels.
 *
 * @module
 */

/** Marks, scale bar, compass, crosshair, colour bar. */
export const DRAW_SCRIPT: string = `
/** @typedef {{ x: number, y: number, zoom: number, width: number, height: number }} View */

/** @param {View} view @param {number} x */
function screenX(view, x) {
  return view.width / 2 + (x - view.x) * view.zoom;
}

/** @param {View} view @param {number} y */
function screenY(view, y) {
  return view.height / 2 - (y - view.y) * view.zoom;
}

/**
 * Text with a dark rim, readable on any picture.
 * @param {CanvasRenderingContext2D} context @param {string} text @param {number} x @param {number} y @param {string} colour
 */
function rimmedText(context, text, x, y, colour) {
  context.lineWidth = 3;
  context.strokeStyle = 'rgba(0, 0, 0, 0.65)';
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} radius */
function ring(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}

/**
 * Apertures and annuli; then labels, the first marks first, those left out that would overlap another.
 * @param {CanvasRenderingContext2D} context @param {View} view @param {MarkData[]} marks @param {boolean} labels
 */
function drawMarks(context, view, marks, labels) {
  const taken = /** @type {number[][]} */ ([]);
  for (const mark of marks) {
    const x = screenX(view, mark.x);
    const y = screenY(view, mark.y);
    const reach = Math.max(mark.radius, mark.annulus ? mark.annulus[1] : 0) * view.zoom;
    if (x + reach < 0 || y + reach < 0 || x - reach > view.width || y - reach > view.height) continue;
    context.lineWidth = 1.5;
    context.strokeStyle = mark.colour;
    ring(context, x, y, Math.max(3, mark.radius * view.zoom));
    if (mark.annulus) {
      context.setLineDash([4, 3]);
      context.strokeStyle = '#3aa0ff';
      for (const radius of mark.annulus) ring(context, x, y, radius * view.zoom);
      context.setLineDash([]);
    }
    if (!labels || !mark.label) continue;
    const left = x + Math.max(3, reach) + 3;
    const box = [left, y - 14, left + context.measureText(mark.label).width, y + 2];
    if (taken.some(other => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
    taken.push(box);
    rimmedText(context, mark.label, left, y - 2, mark.colour);
  }
}

/**
 * The stars that were collected, numbered.
 * @param {CanvasRenderingContext2D} context @param {View} view @param {{ x: number, y: number }[]} stars
 */
function drawChosen(context, view, stars) {
  stars.forEach((star, k) => {
    const x = screenX(view, star.x);
    const y = screenY(view, star.y);
    context.lineWidth = 2;
    context.strokeStyle = '#ffd84a';
    context.strokeRect(x - 9, y - 9, 18, 18);
    rimmedText(context, String(k + 1), x - 18, y + 14, '#ffd84a');
  });
}

/** @param {CanvasRenderingContext2D} context @param {View} view @param {{ x: number, y: number }} cursor */
function drawCursor(context, view, cursor) {
  const x = screenX(view, cursor.x);
  const y = screenY(view, cursor.y);
  for (const [width, colour] of /** @type {[number, string][]} */ ([[3, 'rgba(0, 0, 0, 0.7)'], [1.2, '#5ef2a0']])) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(x + 4 * dx, y + 4 * dy);
      context.lineTo(x + 14 * dx, y + 14 * dy);
    }
    context.stroke();
  }
}

/** Round lengths of a scale bar ["]. */
const BAR_LENGTHS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18000, 36000];

/**
 * Scale bar, and north and east where the frame knows them.
 * @param {CanvasRenderingContext2D} context @param {View} view @param {FrameData} frame
 */
function drawSkyMarks(context, view, frame) {
  const scale = frame.pixelScale;
  if (scale) {
    const fitting = BAR_LENGTHS.filter(length => (length / scale) * view.zoom <= view.width / 4);
    const arcsec = fitting[fitting.length - 1] ?? BAR_LENGTHS[0];
    const length = (arcsec / scale) * view.zoom;
    const y = view.height - 14;
    context.fillStyle = 'rgba(0, 0, 0, 0.65)';
    context.fillRect(11, y - 1, length + 2, 5);
    context.fillStyle = 'white';
    context.fillRect(12, y, length, 3);
    const text = arcsec >= 3600 ? arcsec / 3600 + '\u00b0' : arcsec >= 60 ? arcsec / 60 + '\u2032' : arcsec + '\u2033';
    rimmedText(context, text, 12, y - 6, 'white');
  }
  if (!frame.compass) return;
  const [x, y] = [view.width - 46, 46];
  for (const [name, [dx, dy]] of /** @type {[string, number[]][]} */ ([['N', frame.compass.north], ['E', frame.compass.east]])) {
    for (const [width, colour] of /** @type {[number, string][]} */ ([[4, 'rgba(0, 0, 0, 0.65)'], [2, 'white']])) {
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + 24 * dx, y - 24 * dy);
      context.stroke();
    }
    context.textAlign = 'center';
    rimmedText(context, name, x + 34 * dx, y - 34 * dy + 4, 'white');
    context.textAlign = 'left';
  }
}

/** @param {HTMLCanvasElement} canvas @param {number[]} limits @param {string} stretch */
function drawColourBar(canvas, [low, high], stretch) {
  const shades = shadeTable(low, high, stretch, canvas.width);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  for (let k = 0; k < canvas.width; k++) {
    context.fillStyle = 'rgb(' + shades[k] + ',' + shades[k] + ',' + shades[k] + ')';
    context.fillRect(k, 0, 1, canvas.height);
  }
}
`;
