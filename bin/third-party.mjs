// Writes THIRD-PARTY.md: every package that a user's install brings, with its licence, and the licence texts of those whose
// code is in dist/.
// Run after a change of dependencies: node bin/third-party.mjs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

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

/** Packages under the ISC licence that come without its text, and whom they name. */
const ISC_HOLDERS = {
  boolbase: 'Copyright (c) Felix Boehm',
  saxes:
    'Copyright (c) Louis-Dominique Dubeau and contributors; derived from sax, Copyright (c) Isaac Z. Schlueter and contributors',
};
const ISC = `Permission to use, copy, modify, and/or distribute this software for any
purpose with or without fee is hereby granted, provided that the above
copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES
WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF
OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`;

/** Packages whose code is bundled, and the text of their licences. */
const bundled = (await bundle()).packages.map(name => {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { name, version, license, text: licenceText(name, folder).trim().replaceAll('\r\n', '\n') };
});

function licenceText(name, folder) {
  const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8');
  if (name === 'astronomy-engine') return headOfAstronomy(readFileSync(join(folder, 'astronomy.js'), 'utf8'));
  if (name in ISC_HOLDERS) return `${ISC_HOLDERS[name]}\n\n${ISC}`;
  throw new Error(`${name} has no licence file: its text must be found and added`);
}

/** The licence in the first comment of the file. */
function headOfAstronomy(source) {
  return /MIT License[\s\S]*?(?=\*\/)/.exec(source)[0].replace(/^ {4}/gm, '');
}

/** Each text once, with the copyright notices of the packages that it belongs to. */
function licenceTexts() {
  const groups = new Map();
  for (const { name, version, license, text } of bundled) {
    const { notice, permission } = partsOf(text);
    const key = permission.replace(/\s+/g, ' ').toLowerCase();
    const group = groups.get(key) ?? { permission, members: [] };
    group.members.push({ name: `${name} ${version} (${license})`, notice });
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ permission, members }) => {
      const notices = members.map(({ name, notice }) => `${name}${notice && `\n${notice.replace(/^/gm, '  ')}`}`);
      return `### ${members.map(({ name }) => name.split(' ')[0]).join(', ')}\n\n\`\`\`text\n${notices.join('\n')}\n\n${permission}\n\`\`\``;
    })
    .join('\n\n');
}

/** The lines of a licence that name its holders, and the rest without its title: what all packages of a licence share. */
function partsOf(text) {
  const lines = text.split('\n');
  const isNotice = line => /^\s*(?:copyright\b|\(c\)|©)/i.test(line);
  const isTitle = line => /^\s*(?:the )?(?:MIT|ISC)(?: licen[cs]e)?(?: \((?:MIT|ISC)\))?\s*$/i.test(line);
  return {
    notice: lines
      .filter(isNotice)
      .map(line => line.trim())
      .join('\n'),
    permission: lines
      .filter(line => !isNotice(line) && !isTitle(line))
      .join('\n')
      .trim(),
  };
}

const text = `# Third-party software

Skyframe itself is under the MIT licence (LICENSE). Installing it brings these packages from the npm
registry, each under its own licence.
zeromq's prebuilt binary contains libzmq (MPL-2.0) and libsodium (ISC). Made by \`node bin/third-party.mjs\`.

| package | version | licence |
|---|---|---|
${[...new Set(rows)].join('\n')}

## Packages in dist/

The code of these packages is part of the published files; none of it is copied into the repository.

${licenceTexts()}
`;
writeFileSync(join(root, 'THIRD-PARTY.md'), text);
console.log(`THIRD-PARTY.md: ${rows.length} packages`);
