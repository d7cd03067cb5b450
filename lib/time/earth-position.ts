/**
 * Where the Earth is, seen from the centre of mass of the solar system and from the Sun.
 *
 * @module
 */
import { AstroTime, BaryState, Body, HelioVector } from 'astronomy-engine';
import { centuriesSinceJ2000 } from './earth-rotation.js';
import type { Instant } from './instant.js';
import type { Vector } from './site.js';

/** Where a light-travel time is counted to: the centre of mass of the solar system, or of the Sun. */
export type LightOrigin = 'barycentre' | 'sun';

/**
 * The place of the Earth's centre [au], ICRS axes.
 *
 * @see astronomy-engine (truncated VSOP87)
 */
export function earthPosition(instant: Instant, origin: LightOrigin = 'barycentre'): Vector {
  const time = AstroTime.FromTerrestrialTime(centuriesSinceJ2000(instant) * 36525);
  const { x, y, z } = origin === 'sun' ? HelioVector(Body.Earth, time) : BaryState(Body.Earth, time);
  return [x, y, z];
}
