/**
 * Makes the committed samples again: `npm run samples`. The bytes are the same each time.
 *
 * `node data-samples/make.mjs --check` writes nothing; it fails if a committed file differs from what would be made.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const check = process.argv.includes('--check');

execFileSync(process.execPath, [join(here, '../node_modules/typescript/bin/tsc'), '-p', here], { stdio: 'inherit' });
const { nightFiles } = await import('./dist/write-night.js');
const { rrLyraeNight } = await import('./dist/nights/rr-lyrae.js');
const { transitNight } = await import('./dist/nights/transit.js');
const { clusterFiles } = await import('./dist/cluster.js');
const { acsFiles } = await import('./dist/acs.js');

const stale = [];
const samples = {
  'rr-lyrae': () => nightFiles(rrLyraeNight),
  transit: () => nightFiles(transitNight),
  cluster: () => clusterFiles(),
  acs: () => acsFiles(),
};
for (const [name, make] of Object.entries(samples)) {
  const folder = join(here, name);
  const files = make();
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) {
    if (files.has(file)) continue;
    stale.push(`${name}/${file} is not made any more`);
    if (!check) rmSync(join(folder, file));
  }
  let bytes = 0;
  for (const [file, content] of files) {
    const path = join(folder, file);
    bytes += content.length;
    if (existsSync(path) && readFileSync(path).equals(content)) continue;
    stale.push(`${name}/${file} differs`);
    if (!check) writeFileSync(path, content);
  }
  console.log(`${name}: ${files.size} files, ${(bytes / 1e6).toFixed(2)} MB`);
}
if (!check) console.log(stale.length === 0 ? 'All files were up to date.' : `Written: ${stale.length} files.`);
else if (stale.length > 0) {
  console.error(`Not up to date; run npm run samples.\n  ${stale.join('\n  ')}`);
  process.exitCode = 1;
}
