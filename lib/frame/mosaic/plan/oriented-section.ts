/**
 * Sections of DETSEC, CCDSEC and DATASEC cards with the direction in which they run: `[2048:1025,1:1024]` runs backwards in x.
 *
 * @module
 */
import type { Rectangle } from '../../../fits/pixels/section.js';

/** Pixels along one axis, in the order in which a section names them. */
export interface Run {
  /** The pixel with the lowest number, counted from 0. */
  readonly low: number;
  /** Number of pixels. */
  readonly count: number;
  /** Whether the section names them from the highest to the lowest. */
  readonly backwards: boolean;
}

/** A section of an image or a detector, with its directions. */
export interface OrientedSection {
  readonly x: Run;
  readonly y: Run;
}

const AXIS = String.raw`(\*|-?\d+\s*:\s*-?\d+)`;
const SECTION = new RegExp(String.raw`^\s*\[\s*${AXIS}\s*,\s*${AXIS}\s*\]\s*$`);

/**
 * Reads a section; null where the text is not one, such as `UNKNOWN`.
 *
 * @param size what `*` means; without it `*` is not understood
 * @example orientedSection('[2048:1025,1:1024]') // x: { low: 1024, count: 1024, backwards: true }, y: { low: 0, ... }
 */
export function orientedSection(text: string, size?: readonly number[]): OrientedSection | null {
  const parts = SECTION.exec(text);
  if (parts === null) return null;
  const x = runOf(parts[1], size?.[0]);
  const y = runOf(parts[2], size?.[1]);
  return x && y && { x, y };
}

function runOf(text: string, length: number | undefined): Run | null {
  if (text === '*') return length === undefined ? null : { low: 0, count: length, backwards: false };
  const [a, b] = text.split(':').map(Number);
  return { low: Math.min(a, b) - 1, count: Math.abs(b - a) + 1, backwards: b < a };
}

/** All pixels of an image. */
export function wholeSection([width, height = 1]: readonly number[]): OrientedSection {
  return { x: { low: 0, count: width, backwards: false }, y: { low: 0, count: height, backwards: false } };
}

/** The pixels of a section, without its directions. */
export function rectangleOf({ x, y }: OrientedSection): Rectangle {
  return { x: x.low, y: y.low, width: x.count, height: y.count };
}

/** Whether a section has pixels of the image only. */
export function isInside({ x, y }: OrientedSection, [width, height = 1]: readonly number[]): boolean {
  return x.low >= 0 && y.low >= 0 && x.low + x.count <= width && y.low + y.count <= height;
}

/** The smallest section around others, running forwards. */
export function sectionAround(sections: readonly OrientedSection[]): OrientedSection {
  const axis = (name: 'x' | 'y'): Run => {
    const low = Math.min(...sections.map(section => section[name].low));
    const end = Math.max(...sections.map(section => section[name].low + section[name].count));
    return { low, count: end - low, backwards: false };
  };
  return { x: axis('x'), y: axis('y') };
}

/** A section as FITS writes it. */
export function sectionText({ x, y }: OrientedSection): string {
  const text = ({ low, count, backwards }: Run): string =>
    backwards ? `${low + count}:${low + 1}` : `${low + 1}:${low + count}`;
  return `[${text(x)},${text(y)}]`;
}

/** The number of pixels that two rectangles share. */
export function sharedPixels(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}
