// Writes THIRD-PARTY.md: every package that a user's install brings, with its licence.
// Run after a change of dependencies: node bin/third-party.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

const rows = Object.entries(lock.packages)
  .filter(([path, entry]) => path.startsWith('node_modules/') && !entry.dev && !entry.devOptional && !entry.link)
  .map(([path, entry]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return `| ${name} | ${entry.version} | ${licenceOf(path, entry)} |`;
  });

function licenceOf(path, entry) {
  if (entry.license) return entry.license;
  try {
    const own = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
    return own.license?.type ?? own.license ?? own.licenses?.map(licence => licence.type).join(' OR ') ?? 'see package';
  } catch {
    return 'see package';
  }
}

const text = `# Third-party software

Skyframe itself is under the MIT licence (LICENSE). Installing it brings these packages from the npm
registry, each under its own licence; none of their code is copied into this repository.
zeromq's prebuilt binary contains libzmq (MPL-2.0) and libsodium (ISC). Made by \`node bin/third-party.mjs\`.

| package | version | licence |
|---|---|---|
${[...new Set(rows)].join('\n')}
`;
writeFileSync(join(root, 'THIRD-PARTY.md'), text);
console.log(`THIRD-PARTY.md: ${rows.length} packages`);
