/**
 * One cold run of the first-light benchmarks: first-light-run.mjs NIGHT_FOLDER KNOWN.json [field].
 *
 * Without `field`, it measures the same stars as the peer. With it, stars are detected on the median of all aligned
 * frames, as in the notebooks, which the peer does not do.
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
