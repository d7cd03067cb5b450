/** One cold run of the headers benchmark: headers-run.mjs FOLDER. */
import { headerTable } from 'skyframe';

const start = performance.now();
const table = await headerTable(process.argv[2]);
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ seconds, frames: table.length }));
