/**
 * One cold run of the first-light benchmarks: first-light-run.mjs NIGHT_FOLDER KNOWN.json [field].
 *
 * Without `field` the stars measured are those the peer measures; with it they are found on a deep field, the median
 * of all aligned frames, as the notebooks do: a step that the peer has not.
 */
import { readFileSync } from 'node:fs';
import { openSeries } from 'skyframe';

const [folder, known, field] = process.argv.slice(2);
const { target, positions } = JSON.parse(readFileSync(known, 'utf8'));
const [ra, dec] = target;

const start = performance.now();
const night = await openSeries([`${folder}/calib/*.fits`, `${folder}/science/*.fits`]);
const bias = await night.where(h => h.imagetyp === 'bias').combine();
const dark = await night
  .where(h => h.imagetyp === 'dark')
  .subtract(bias)
  .combine();
const flat = await night
  .where(h => h.imagetyp === 'flat')
  .reduce({ bias, dark })
  .combine({ normalize: 'each' });
const science = night
  .where(h => h.imagetyp === 'light')
  .reduce({ bias, dark, flat })
  .align();
const stars = field ? (await science.combine()).detect({ sigma: 5 }) : positions.map(([x, y]) => ({ x, y }));
const measured = await science.measure(stars, { radii: [5, 7, 9], annulus: [12, 18] });
const curve = measured.differential({ target: { ra, dec }, radius: 7 });
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ seconds, frames: curve.length, stars: stars.length }));
