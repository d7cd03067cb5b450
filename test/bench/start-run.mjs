/** One cold run of the start benchmark: start-run.mjs FRAME detects stars and measures them in five apertures. */
import { openFrame } from 'skyframe';

const frame = await openFrame(process.argv[2]);
frame.background();
const stars = frame.detect({ sigma: 5 });
const measured = frame.measure(stars, { radii: [3, 4, 5, 6, 8], annulus: [12, 18] });
console.log(`${measured.length} stars`);
