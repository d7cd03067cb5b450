/** One cold run of the first-light benchmark: first-light-run.mjs NIGHT_FOLDER. */
import { openSeries } from 'skyframe';

const folder = process.argv[2];
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
const stars = (await science.combine()).detect({ sigma: 5 });
const measured = await science.measure(stars, { radii: [5, 7, 9], annulus: [12, 18] });
const curve = measured.differential({ target: { ra: 240.549372, dec: 28.169556 } });
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ seconds, frames: curve.length, stars: stars.length }));
