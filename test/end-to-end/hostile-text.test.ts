/**
 * Text that would execute if interpreted as markup, in every place where a file can contain it: shown as text in
 * the displays of a notebook and in its report.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { afterAll, expect, test } from 'vitest';
import type { CodeCell } from '../../kernel-setup/notebook-json.js';
import { runNotebook } from '../../kernel-setup/runner/run-notebook.js';
import { renderReport } from '../../lib/report/render-report.js';
import { withDrawings } from '../helpers/drawings.js';

const folder = mkdtempSync(join(tmpdir(), 'skyframe-hostile-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SCRIPT = '<script>alert(1)</script>';
const IMAGE = '"><img src=x onerror=alert(1)>';

/** A FITS image of 8 x 8 pixels with texts in its header. */
function fitsBytes(texts: Readonly<Record<string, string>>): Buffer {
  const cards = [
    'SIMPLE  =                    T',
    'BITPIX  =                   16',
    'NAXIS   =                    2',
    'NAXIS1  =                    8',
    'NAXIS2  =                    8',
    "DATE-OBS= '2025-07-20T22:00:00'",
    'EXPTIME =                 60.0',
    ...Object.entries(texts).map(([keyword, text]) => `${keyword.padEnd(8)}= '${text.replaceAll("'", "''")}'`),
    `COMMENT ${SCRIPT}`,
    'END',
  ];
  const header = cards.map(card => card.padEnd(80)).join('');
  const pixels = Buffer.alloc(2880);
  for (let i = 0; i < 64; i++) pixels.writeInt16BE(100 + ((i * 7) % 13), 2 * i);
  return Buffer.concat([Buffer.from(header.padEnd(2880), 'latin1'), pixels]);
}

const CELLS = [
  "import { openFrame, openSeries, readTable, summary } from 'skyframe';\nconst night = await openSeries('*.fits');\nnight",
  "night.table.select('file', 'object', 'filter', 'telescope', 'path')",
  'const frame = await night.frame(0);\nframe',
  "const name = String(frame.header.get('OBJECT'));\nframe.picture({ title: name })",
  'frame.histogram({ title: name, xLabel: name })',
  'console.log(name); console.error(name);\nframe.header',
  "const stars = await readTable('stars.csv');\nstars",
  'display(stars);\nstars.describe()',
  'display({ name });\nname',
  'summary([name])',
  `display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/markdown': '# ' + name, 'text/plain': name }) })`,
  'throw new Error(name)',
];

/** Fails if markup holds anything that could run. */
function expectHarmless(document: Document, where: string): void {
  expect(document.querySelectorAll('script, iframe, object, embed, link, foreignObject').length, where).toBe(0);
  for (const element of document.querySelectorAll('*'))
    for (const { name, value } of [...element.attributes]) {
      expect(name, where).not.toMatch(/^on/i);
      if (/href|src/i.test(name)) expect(value, where).toMatch(/^(?:data:image\/|#)/);
    }
}

test('header values, file names and string columns stay text in cells and in the report', async () => {
  writeFileSync(
    join(folder, `a ${IMAGE}.fits`.replaceAll('/', '')),
    fitsBytes({ OBJECT: SCRIPT, FILTER: IMAGE, TELESCOP: SCRIPT, INSTRUME: IMAGE, IMAGETYP: 'light' }),
  );
  writeFileSync(
    join(folder, 'stars.csv'),
    `name,"${SCRIPT}","${IMAGE.replaceAll('"', '""')}"\n${SCRIPT},${SCRIPT},1\nb,c,2\n`,
  );
  const cells = [
    {
      cell_type: 'markdown',
      metadata: {},
      source: `# Night ${SCRIPT}\n\n## ${IMAGE}\n\n[x](javascript:alert(1)) ${IMAGE}`,
    },
    ...CELLS.map(source => ({ cell_type: 'code', metadata: {}, execution_count: null, outputs: [], source })),
  ];
  const path = join(folder, `night ${SCRIPT}.ipynb`.replaceAll('/', ''));
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 4, metadata: {}, cells }));
  const { notebook, failure, sha256 } = await runNotebook(path);
  expect(failure).toMatchObject({ cell: CELLS.length, error: { evalue: SCRIPT } });

  const outputs = notebook.cells
    .filter((cell): cell is CodeCell => cell.cell_type === 'code')
    .map(cell => cell.outputs);
  for (const [index, list] of outputs.entries()) expect(list.length, `outputs of ${CELLS[index]}`).toBeGreaterThan(0);
  let shown = 0;
  for (const [index, output] of outputs.flatMap((list, k) => list.map(output => [k, output] as const))) {
    if (!('data' in output)) continue;
    for (const type of ['text/html', 'image/svg+xml'])
      if (typeof output.data[type] === 'string') {
        shown++;
        expectHarmless(
          parseHTML(`<body>${withDrawings(output.data[type])}</body>`).document,
          `${type} of ${CELLS[index]}`,
        );
      }
  }
  expect(shown).toBeGreaterThan(8);

  const making = {
    versions: { [SCRIPT]: SCRIPT },
    parameters: { target: SCRIPT },
    notebook: { path: IMAGE, sha256 },
  };
  const html = renderReport(notebook, { making });
  expect(html.match(/<script\b/gi)).toHaveLength(1); // the page's own
  const { document } = parseHTML(html);
  document.querySelector('body > script')?.remove();
  expectHarmless(document, 'the report');
  // The text is not dropped: the reader sees it.
  expect(document.querySelector('.provenance')?.textContent).toContain(SCRIPT);
  expect(document.querySelectorAll('pre.stdout')[0].textContent).toBe(`${SCRIPT}\n`);
  expect(
    [...document.querySelectorAll('td')].filter(cell => cell.textContent?.includes(SCRIPT)).length,
  ).toBeGreaterThan(4);
});
