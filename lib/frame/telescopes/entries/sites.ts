/**
 * Sites of observatories, for headers that do not give them.
 *
 * By code of the Minor Planet Center: longitude east [deg], latitude [deg], height [m], from the
 * observatories' own pages, rounded to 0.001 deg or so. Airmass needs no more, and a barycentric date
 * changes by less than a microsecond.
 *
 * @module
 */
import type { Site } from '../../../time/site.js';

const PLACES: Readonly<Record<string, readonly [string, number, number, number]>> = {
  '268': ['Las Campanas', -70.6926, -29.0146, 2402],
  '269': ['Las Campanas', -70.6926, -29.0146, 2402],
  '290': ['Mount Graham', -109.892, 32.7013, 3191],
  '309': ['Cerro Paranal', -70.4042, -24.6272, 2635],
  '413': ['Siding Spring', 149.0661, -31.2773, 1150],
  '493': ['Calar Alto', -2.5461, 37.2236, 2168],
  '511': ['Haute-Provence', 5.7133, 43.9308, 650],
  '568': ['Mauna Kea', -155.4722, 19.8253, 4205],
  '675': ['Palomar', -116.865, 33.3563, 1706],
  '679': ['San Pedro Martir', -115.4637, 31.0442, 2830],
  '688': ['Anderson Mesa', -111.5358, 35.0969, 2163],
  '695': ['Kitt Peak', -111.5997, 31.9584, 2096],
  '696': ['Mount Hopkins', -110.8851, 31.6883, 2608],
  '699': ['Anderson Mesa', -111.5358, 35.0969, 2163],
  '705': ['Apache Point', -105.8204, 32.7803, 2788],
  '711': ['McDonald', -104.0217, 30.6714, 2075],
  '807': ['Cerro Tololo', -70.8065, -30.1691, 2207],
  '809': ['La Silla', -70.7345, -29.2567, 2375],
  '950': ['La Palma', -17.8776, 28.7619, 2336],
  G37: ['Happy Jack', -111.4222, 34.7443, 2361],
  I33: ['Cerro Pachon', -70.7337, -30.238, 2738],
  I41: ['Palomar', -116.8599, 33.3563, 1706],
  J04: ['Teide', -16.5111, 28.3004, 2390],
  K94: ['Sutherland', 20.8107, -32.3798, 1760],
  V04: ['Anderson Mesa', -111.5358, 35.0969, 2163],
  Z18: ['La Palma', -17.8915, 28.7563, 2300],
  Z19: ['La Palma', -17.8891, 28.754, 2387],
  Z23: ['La Palma', -17.8851, 28.7573, 2382],
};

/** Sites by code of the Minor Planet Center. */
export const SITES: Readonly<Record<string, Site | undefined>> = Object.fromEntries(
  Object.entries(PLACES).map(([code, [name, longitude, latitude, height]]) => [
    code,
    { name, longitude, latitude, height },
  ]),
);
