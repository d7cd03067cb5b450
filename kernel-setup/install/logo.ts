/**
 * The kernel's logo: a star's light curve dipping under a star, drawn by a few formulas.
 *
 * @module
 */
import { encode } from 'fast-png';

const NIGHT = [16, 24, 48] as const;
const STAR = [255, 214, 102] as const;
const CURVE = [120, 190, 255] as const;

/** The logo as SVG. */
export function logoSvg(): string {
  const points = Array.from(
    { length: 29 },
    (_, i) => `${4 + i * 2},${(64 * curveHeight((4 + i * 2) / 64)).toFixed(1)}`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" rx="12" fill="rgb(${NIGHT})"/>
<circle cx="32" cy="20" r="8" fill="rgb(${STAR})"/>
<polyline points="${points.join(' ')}" fill="none" stroke="rgb(${CURVE})" stroke-width="3.5" stroke-linecap="round"/>
</svg>
`;
}

/** The logo as a PNG of `size` times `size` pixels. */
export function logoPng(size: number): Uint8Array {
  const data = new Uint8Array(4 * size * size);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) data.set(pixel((x + 0.5) / size, (y + 0.5) / size), 4 * (y * size + x));
  return encode({ width: size, height: size, data, channels: 4, depth: 8 });
}

/** Height of the light curve [0 is the top], a transit in the middle. */
function curveHeight(x: number): number {
  return 0.62 + 0.2 * Math.exp(-(((x - 0.5) / 0.13) ** 4));
}

function pixel(x: number, y: number): readonly number[] {
  const corner = 0.19;
  const dx = Math.max(corner - x, x - 1 + corner, 0);
  const dy = Math.max(corner - y, y - 1 + corner, 0);
  if (Math.hypot(dx, dy) > corner) return [0, 0, 0, 0];
  if (Math.hypot(x - 0.5, y - 0.31) < 0.125) return [...STAR, 255];
  if (x > 0.06 && x < 0.94 && distanceToCurve(x, y) < 0.03) return [...CURVE, 255];
  return [...NIGHT, 255];
}

function distanceToCurve(x: number, y: number): number {
  const step = 0.01;
  const slope = (curveHeight(x + step) - curveHeight(x - step)) / (2 * step);
  return Math.abs(y - curveHeight(x)) / Math.hypot(1, slope);
}
