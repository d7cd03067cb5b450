/**
 * Start-up cost of whole processes: the import compared with bare Node, the kernel up to its first reply compared with
 * plain tslab, and a cold process for one frame compared with source-extractor (Debian package; skipped if missing).
 *
 *   npm run bench -- start
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { starFrame } from './tools/field.mjs';
import { kernelStart } from './tools/kernel-start.mjs';

const ROUNDS = 7;
const SIZE = 2048;
const STARS = 1500;
const root = join(import.meta.dirname, '../..');

/** SExtractor settings: the same threshold, background meshes of 64 pixels, five apertures. */
const SETTINGS = `
CATALOG_NAME stars.cat
PARAMETERS_NAME stars.param
FILTER N
DETECT_THRESH 5
PHOT_APERTURES 6,8,10,12,16
VERBOSE_TYPE QUIET
`;
const COLUMNS = 'X_IMAGE\nY_IMAGE\nFLUX_APER(5)\nFLUXERR_APER(5)\nFLAGS\n';

export default [{ name: 'start', table: startTable }];

async function startTable(folder) {
  writeFrame(join(folder, 'frame.fits'));
  writeFileSync(join(folder, 'stars.sex'), SETTINGS);
  writeFileSync(join(folder, 'stars.param'), COLUMNS);
  const node = (...words) => timed(process.execPath, words, root);
  const extractor = ['source-extractor', ['frame.fits', '-c', 'stars.sex'], folder];
  const hasExtractor = spawnSync('source-extractor', ['-v'], { stdio: 'ignore' }).error === undefined;
  const cases = {
    'bare Node': () => node('-e', '0'),
    "import 'skyframe'": () => node('--input-type=module', '-e', "import 'skyframe'"),
    'our kernel, first answer': () => kernelStart(folder, [join(root, 'dist/kernel-setup/kernel/kernel-process.js')]),
    'plain tslab, first answer': () =>
      kernelStart(folder, [join(root, 'node_modules/tslab/bin/tslab'), 'kernel', '--config-path']),
    'one frame, cold': () => node(join(import.meta.dirname, 'start-run.mjs'), join(folder, 'frame.fits')),
    ...(hasExtractor ? { 'source-extractor': () => timed(...extractor) } : {}),
  };
  const times = await inTurns(cases);
  const middle = name => median(times[name]);
  const lines = Object.keys(cases).map(
    name => `| ${name} | ${middle(name).toFixed(3)} s | ${Math.min(...times[name]).toFixed(3)} s |`,
  );
  const beyond = middle("import 'skyframe'") - middle('bare Node');
  const peer = hasExtractor
    ? `a cold frame takes ${(middle('one frame, cold') / middle('source-extractor')).toFixed(1)} times source-extractor`
    : 'source-extractor is not there (Debian: source-extractor)';
  return [
    `| ${SIZE} x ${SIZE} pixels, ${ROUNDS} rounds | median | least |`,
    '|---|---:|---:|',
    ...lines,
    '',
    `The import takes ${beyond.toFixed(3)} s more than bare Node (asked: under 0.15); ` +
      `the kernel ${(middle('our kernel, first answer') / middle('plain tslab, first answer')).toFixed(2)} times plain tslab (asked: 1); ${peer}.`,
  ].join('\n');
}

/** Alternates between all cases, so that other load affects them equally. The first round warms the file cache. */
async function inTurns(cases) {
  const times = Object.fromEntries(Object.keys(cases).map(name => [name, []]));
  for (let round = 0; round <= ROUNDS; round++)
    for (const [name, run] of Object.entries(cases)) {
      const seconds = await run();
      if (round > 0) times[name].push(seconds);
    }
  return times;
}

function timed(program, words, cwd) {
  const start = performance.now();
  const { status, stderr } = spawnSync(program, words, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed:\n${stderr}`);
  return (performance.now() - start) / 1000;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** Writes a frame of stars as a 16-bit FITS file. */
function writeFrame(path) {
  const { pixels } = starFrame(SIZE, STARS, 7);
  const card = (name, value) => `${name.padEnd(8)}= ${String(value).padStart(20)}`.padEnd(80);
  const cards = {
    SIMPLE: 'T',
    BITPIX: 16,
    NAXIS: 2,
    NAXIS1: SIZE,
    NAXIS2: SIZE,
    BZERO: 32768,
    GAIN: 1.5,
    RDNOISE: 10,
    EXPTIME: 60,
  };
  const header = Object.entries(cards).map(([name, value]) => card(name, value));
  const data = Buffer.alloc(Math.ceil((2 * pixels.length) / 2880) * 2880);
  for (let i = 0; i < pixels.length; i++)
    data.writeInt16BE(Math.max(0, Math.min(65_535, Math.round(pixels[i]))) - 32_768, 2 * i);
  writeFileSync(path, Buffer.concat([Buffer.from(`${header.join('')}${'END'.padEnd(80)}`.padEnd(2880)), data]));
}
