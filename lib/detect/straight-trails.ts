/**
 * Peaks along a bright straight line: a satellite's trail, a bleeding column, a spike of a bright star.
 *
 * Such a line breaks up into dozens of peaks that are brighter than the stars. They are told from stars by two things
 * together: they lie on one line for a long way, and it stays bright between them.
 *
 * @module
 */
import type { Image } from '../frame/image.js';

/** A local maximum. */
interface Peak {
  readonly x: number;
  readonly y: number;
  /** Light of the 3 x 3 pixels about the peak, sky subtracted. */
  readonly flux: number;
  readonly sky: number;
}

/** Peaks farther from each other are not linked [px]. */
const MAX_GAP = 12;
/** Between linked peaks there is at least this part of the fainter one's light. */
const MIN_LIT = 0.35;
/** A trail has at least so many peaks, */
const MIN_PEAKS = 8;
/** is at least so long [px], */
const MIN_LENGTH = 50;
/** has a peak for so many pixels of its length, on average, */
const MAX_SPACING = 10;
/** and holds this part of the peaks that are linked with each other: a crowded field has no main line. */
const MIN_PART = 0.4;
/** Peaks within this of the line are on it [px]. */
const HALF_WIDTH = 3;
/** Number of peaks through pairs of which lines are tried. */
const MAX_TRIED = 48;
/** Maximum number of trails in one group of linked peaks. */
const MAX_TRAILS = 3;
/** The brightest peaks, among which trails are looked for. */
const MAX_PEAKS = 4000;

/** A stretch of a line: a point, the direction, and where it begins and ends along it. */
interface Stretch {
  readonly x: number;
  readonly y: number;
  readonly u: number;
  readonly v: number;
  readonly from: number;
  readonly to: number;
}

/** Leaves out the peaks on bright straight lines, and stars that lie on these. @param peaks brightest first */
export function withoutTrails<P extends Peak>(image: Image, peaks: P[]): P[] {
  if (peaks.length < MIN_PEAKS) return peaks;
  const trails = linkedPeaks(image, peaks.slice(0, MAX_PEAKS)).flatMap(trailsIn);
  return trails.length === 0 ? peaks : peaks.filter(peak => !trails.some(trail => isOn(trail, peak)));
}

/** Groups of peaks that light connects, of {@link MIN_PEAKS} at least. */
function linkedPeaks(image: Image, peaks: readonly Peak[]): Peak[][] {
  const sorted = [...peaks].sort((p, q) => p.y - q.y);
  const parent = Int32Array.from(sorted, (_, k) => k);
  const rootOf = (k: number): number => {
    let root = k;
    while (parent[root] !== root) root = parent[root];
    parent[k] = root;
    return root;
  };
  for (let i = 0; i < sorted.length; i++)
    for (let j = i + 1; j < sorted.length && sorted[j].y - sorted[i].y <= MAX_GAP; j++)
      if (Math.abs(sorted[j].x - sorted[i].x) <= MAX_GAP && isLitBetween(image, sorted[i], sorted[j]))
        parent[rootOf(i)] = rootOf(j);
  const groups = new Map<number, Peak[]>();
  sorted.forEach((peak, k) => {
    const root = rootOf(k);
    const group = groups.get(root);
    if (group) group.push(peak);
    else groups.set(root, [peak]);
  });
  return [...groups.values()].filter(group => group.length >= MIN_PEAKS);
}

/** Whether the 3 x 3 pixels in the middle between two peaks are bright. */
function isLitBetween({ pixels, width }: Image, p: Peak, q: Peak): boolean {
  const middle = Math.round((p.y + q.y) / 2) * width + Math.round((p.x + q.x) / 2);
  let light = -9 * Math.max(p.sky, q.sky);
  for (let row = middle - width; row <= middle + width; row += width)
    light += pixels[row - 1] + pixels[row] + pixels[row + 1];
  return light >= MIN_LIT * Math.min(p.flux, q.flux);
}

/** The trails in one group of linked peaks. */
function trailsIn(group: readonly Peak[]): Stretch[] {
  const trails: Stretch[] = [];
  let left = group;
  while (left.length >= MIN_PEAKS && trails.length < MAX_TRAILS) {
    const line = fullestLine(left);
    const on = left.filter(peak => across(line, peak) <= HALF_WIDTH);
    const along = on.map(peak => line.u * (peak.x - line.x) + line.v * (peak.y - line.y));
    const from = Math.min(...along);
    const to = Math.max(...along);
    const isTrail =
      on.length >= Math.max(MIN_PEAKS, MIN_PART * left.length, (to - from) / MAX_SPACING) && to - from >= MIN_LENGTH;
    if (!isTrail) break;
    const trail = { ...line, from: from - MAX_GAP, to: to + MAX_GAP };
    trails.push(trail);
    left = left.filter(peak => !isOn(trail, peak));
  }
  return trails;
}

/** The line through two of some evenly chosen peaks that has most of the peaks. */
function fullestLine(peaks: readonly Peak[]): Omit<Stretch, 'from' | 'to'> {
  const step = Math.max(1, peaks.length / MAX_TRIED);
  const tried = Array.from({ length: Math.min(peaks.length, MAX_TRIED) }, (_, k) => peaks[Math.floor(k * step)]);
  let best = { x: 0, y: 0, u: 1, v: 0 };
  let most = -1;
  for (let i = 0; i < tried.length; i++)
    for (let j = i + 1; j < tried.length; j++) {
      const [dx, dy] = [tried[j].x - tried[i].x, tried[j].y - tried[i].y];
      const size = Math.hypot(dx, dy);
      const line = { x: tried[i].x, y: tried[i].y, u: dx / size, v: dy / size };
      let on = 0;
      for (const peak of peaks) if (across(line, peak) <= HALF_WIDTH) on++;
      if (on > most) [most, best] = [on, line];
    }
  return best;
}

/** Distance of a peak from a line [px]. */
function across({ x, y, u, v }: Omit<Stretch, 'from' | 'to'>, peak: Peak): number {
  return Math.abs(u * (peak.y - y) - v * (peak.x - x));
}

function isOn(trail: Stretch, peak: Peak): boolean {
  const along = trail.u * (peak.x - trail.x) + trail.v * (peak.y - trail.y);
  return along >= trail.from && along <= trail.to && across(trail, peak) <= HALF_WIDTH;
}
