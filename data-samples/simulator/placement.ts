/**
 * How a frame lies against the first one: shifted by drift and jumps, turned, or rotated by half a turn at the meridian.
 *
 * @module
 */
import { randomStream } from './random.js';

/** Rotation about the middle of the CCD, then a shift. Takes positions in the first frame to those in this one. */
export interface Placement {
  /** Shift along x [px]. */
  readonly dx: number;
  /** Shift along y [px]. */
  readonly dy: number;
  /** From +x toward +y [deg], without the half turn of a flip. */
  readonly rotation: number;
  /** The mount is on the other side of the pier: half a turn more. */
  readonly flipped: boolean;
}

/** x' = a x - b y + tx, y' = b x + a y + ty. */
export interface LinearPlacement {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/** Tracking of a night. */
export interface MotionOptions {
  /** Even drift from the first light to the last [px], default none. */
  readonly drift?: { readonly dx: number; readonly dy: number };
  /** Half amplitude of the periodic error, along x [px], default 0; seven periods in a night. */
  readonly periodicError?: number;
  /** Random part of the pointing [px, 1 sigma], default 0.3. */
  readonly jitter?: number;
  /** Turn of the field from first to last [deg], default 0. */
  readonly turn?: number;
  /** From light number `at` on, everything stands off by this [px]. */
  readonly jump?: { readonly at: number; readonly dx: number; readonly dy: number };
  /** From light number `at` on, half a turn and this shift [px]. */
  readonly flip?: { readonly at: number; readonly dx: number; readonly dy: number };
}

/** One placement for each of `count` lights. The first is always the identity. */
export function planMotion(count: number, seed: number, options: MotionOptions = {}): Placement[] {
  const { drift = { dx: 0, dy: 0 }, periodicError = 0, jitter = 0.3, turn = 0, jump, flip } = options;
  const random = randomStream(seed, 'tracking');
  return Array.from({ length: count }, (_, k) => {
    const fraction = count > 1 ? k / (count - 1) : 0;
    const flipped = flip !== undefined && k >= flip.at;
    let dx = drift.dx * fraction + periodicError * Math.sin(14 * Math.PI * fraction);
    let dy = drift.dy * fraction;
    if (k > 0) dx += jitter * random.normal();
    if (k > 0) dy += jitter * random.normal();
    if (jump && k >= jump.at) {
      dx += jump.dx;
      dy += jump.dy;
    }
    if (flip && flipped) {
      dx += flip.dx;
      dy += flip.dy;
    }
    return { dx, dy, rotation: turn * fraction, flipped };
  });
}

/** The placement as coefficients, for a CCD of the given size. */
export function linearPlacement(placement: Placement, width: number, height: number): LinearPlacement {
  const angle = ((placement.rotation + (placement.flipped ? 180 : 0)) * Math.PI) / 180;
  const a = Math.cos(angle);
  const b = Math.sin(angle);
  const cx = (width - 1) / 2;
  const cy = (height - 1) / 2;
  return { a, b, tx: cx + placement.dx - (a * cx - b * cy), ty: cy + placement.dy - (b * cx + a * cy) };
}

/** Where a position in the first frame lies in this one. */
export function place(
  { a, b, tx, ty }: LinearPlacement,
  point: { readonly x: number; readonly y: number },
): { x: number; y: number } {
  return { x: a * point.x - b * point.y + tx, y: b * point.x + a * point.y + ty };
}
