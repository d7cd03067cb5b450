/** Every relative link of the documentation leads to a file, and every anchor to a heading. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A document with the Markdown in it. */
interface Document {
  readonly path: string;
  readonly markdown: string;
}

const FOLDERS = ['docs', 'lib', 'notebooks', 'data-samples'];
const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
const FENCED = /^```[\s\S]*?^```/gm;

function documents(): Document[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(path => join(folder, path));
  const paths = [...readdirSync(root), ...FOLDERS.flatMap(below)].filter(path => !path.startsWith('docs/api/'));
  return paths.flatMap(path => {
    if (path.endsWith('.md')) return [{ path, markdown: readFileSync(join(root, path), 'utf8') }];
    if (path.endsWith('.ipynb')) return [{ path, markdown: markdownOfNotebook(path) }];
    return [];
  });
}

function markdownOfNotebook(path: string): string {
  const { cells } = JSON.parse(readFileSync(join(root, path), 'utf8')) as {
    cells: readonly { cell_type: string; source: string | readonly string[] }[];
  };
  return cells
    .filter(cell => cell.cell_type === 'markdown')
    .map(({ source }) => (typeof source === 'string' ? source : source.join('')))
    .join('\n\n');
}

/** The anchors of the headings, as GitHub makes them. */
function anchorsOf(markdown: string): Set<string> {
  const headings = markdown.replace(FENCED, '').matchAll(/^#+\s+(.+)$/gm);
  return new Set(
    [...headings].map(([, text]) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}

function brokenLinks({ path, markdown }: Document): string[] {
  const targets = [...markdown.replace(FENCED, '').matchAll(LINK)].map(([, target]) => target);
  return targets
    .filter(target => !/^[a-z]+:/.test(target))
    .filter(target => {
      const [file, anchor] = target.split('#');
      const whole = file === '' ? join(root, path) : resolve(root, dirname(path), decodeURIComponent(file));
      if (!existsSync(whole)) return true;
      return anchor !== undefined && whole.endsWith('.md') && !anchorsOf(readFileSync(whole, 'utf8')).has(anchor);
    })
    .map(target => `${relative('.', path)}: ${target}`);
}

it('has no broken links', () => {
  const all = documents();
  const links = all.flatMap(({ markdown }) => [...markdown.matchAll(LINK)]);
  expect(all.length).toBeGreaterThan(25);
  expect(links.length).toBeGreaterThan(20);
  expect(all.flatMap(brokenLinks)).toEqual([]);
});
