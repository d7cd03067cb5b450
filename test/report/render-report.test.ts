import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import type { NotebookCell, NotebookOutput } from '../../lib/report/notebook-json.js';
import { renderReport } from '../../lib/report/render-report.js';
import { REPORT_SCRIPT } from '../../lib/report/report-script.js';

const notebook = (...cells: NotebookCell[]) => ({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });

const code = (source: string, ...outputs: NotebookOutput[]): NotebookCell => ({
  cell_type: 'code',
  metadata: {},
  execution_count: 1,
  source,
  outputs,
});

const text = (source: string, rest: object = {}): NotebookCell => ({
  cell_type: 'markdown',
  metadata: {},
  source,
  ...rest,
});

const display = (data: Record<string, string>, metadata: Record<string, unknown> = {}): NotebookOutput => ({
  output_type: 'display_data',
  data,
  metadata,
});

const page = (...cells: NotebookCell[]): Document => parseHTML(renderReport(notebook(...cells))).document;

const SCRIPT = '<script>alert(1)</script>';

describe('does not execute text:', () => {
  test.each([
    ['markdown', text(`A title ${SCRIPT} <img src=x onerror=alert(1)> <b onclick="x()">b</b>`)],
    ['a block of HTML in markdown', text(`<div>\n${SCRIPT}\n</div>`)],
    ['a broken tag in markdown', text('<script\nsrc="x.js"\n>a')],
    ['code', code(`const a = '${SCRIPT}';`)],
    ['printed text', code('1', { output_type: 'stream', name: 'stdout', text: SCRIPT })],
    ['a value', code('1', display({ 'text/plain': SCRIPT }))],
    ['an error', code('1', { output_type: 'error', ename: 'E', evalue: SCRIPT, traceback: [SCRIPT] })],
    ['an image', code('1', display({ 'image/png': `"${SCRIPT}`, 'text/plain': SCRIPT }))],
    ['a formula', text(`$x^{${SCRIPT}}$ and $\\frac{1}{2} ${SCRIPT}$`)],
    ['a raw cell', { cell_type: 'raw', metadata: {}, source: SCRIPT } as NotebookCell],
  ])('%s', (_, cell) => {
    const document = page(cell);
    expect(document.querySelectorAll('script')).toHaveLength(1); // the page's own
    expect(document.querySelector('main script, header script')).toBeNull();
    for (const element of document.querySelectorAll('*'))
      for (const name of element.getAttributeNames()) expect(name).not.toMatch(/^on/);
  });

  test('the title', () => {
    const html = renderReport(notebook(), { title: `</title>${SCRIPT}` });
    expect(html).not.toContain(SCRIPT);
  });

  test('the address of a link', () => {
    const document = page(
      text('[a](javascript:alert(1)) [b](https://example.org/?a=1&b="2") [c](#part) [d](data:text/html,x)'),
    );
    const links = [...document.querySelectorAll('main a')].map(link => link.getAttribute('href'));
    expect(links).toHaveLength(2);
    expect(links[0]).toMatch(/^https:\/\/example.org/);
    expect(links[1]).toBe('#part');
  });
});

describe('shows an output in its richest format:', () => {
  test('HTML unchanged', () => {
    const document = page(
      code('t', display({ 'text/html': '<table><tr><td>1</td></tr></table>', 'text/plain': 'no' })),
    );
    expect(document.querySelector('.output td')?.textContent).toBe('1');
    expect(document.querySelector('main')?.textContent).not.toContain('no');
  });

  test('SVG inline, without its XML declaration', () => {
    const html = renderReport(
      notebook(code('f', display({ 'image/svg+xml': '<?xml version="1.0"?>\n<svg id="s"></svg>', 'text/plain': 'f' }))),
    );
    expect(html).toContain('<figure class="output"><svg id="s"></svg></figure>');
  });

  test('a PNG as a picture with a description', () => {
    const image = page(code('f', display({ 'image/png': 'iVBO\nRw==', 'text/plain': 'a "frame"' }))).querySelector(
      'img',
    );
    expect(image?.getAttribute('src')).toBe('data:image/png;base64,iVBORw==');
    expect(image?.getAttribute('alt')).toBe('a "frame"');
  });

  test('text without terminal colours', () => {
    const esc = String.fromCharCode(27);
    const document = page(
      code('1', { output_type: 'stream', name: 'stderr', text: [`${esc}[31mred${esc}[0m\n`, 'plain'] }),
    );
    expect(document.querySelector('pre.stderr')?.textContent).toBe('red\nplain');
  });

  test('the beginning and the end of very long output', () => {
    const lines = Array.from({ length: 20_000 }, (_, k) => `line ${k} & more\n`);
    const html = renderReport(notebook(code('1', { output_type: 'stream', name: 'stdout', text: lines.join('') })));
    const { document } = parseHTML(html);
    expect(html.length).toBeLessThan(110_000);
    expect(document.querySelector('.more > summary')?.textContent).toMatch(/^19,960 lines more/);
    expect([...document.querySelectorAll('pre.stdout')].at(-1)?.textContent).toMatch(/line 19999 & more\n$/);
  });

  test('a figure whose drawing is an address, drawn in the page', () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="10"><circle r="2"><title>star 7 \u2212 \u00b5</title></circle></svg>';
    const figure = (drawing: string): Document => {
      const source = `data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}`;
      const html = `<div><img class="skyframe-figure" alt="f" src="${source}"><script>swap()</script></div>`;
      return page(code('f', display({ 'text/html': html, 'text/plain': 'f' })));
    };
    const drawn = figure(svg);
    expect(drawn.querySelector('.output svg title')?.textContent).toBe('star 7 \u2212 \u00b5');
    expect(drawn.querySelectorAll('main script, main img')).toHaveLength(0);
    for (const active of [
      '<script>alert(1)</script>',
      '<g onload="alert(1)"/>',
      '<a href="javascript:alert(1)"/>',
      '<foreignObject/>',
      '<image href="https://example.org/x.png"/>',
      '<style>@import "x.css"</style>',
    ]) {
      const kept = figure(svg.replace('<circle', `${active}<circle`));
      expect(kept.querySelectorAll('main img')).toHaveLength(1); // a picture runs nothing
      expect(kept.querySelectorAll('main svg, main script')).toHaveLength(0);
    }
  });

  test('no progress lines', () => {
    const document = page(code('m', display({ 'text/plain': '48 of 48' }, { skyframe: { progress: true } })));
    expect(document.querySelector('main')?.textContent).not.toContain('48 of 48');
  });
});

describe('the page', () => {
  test('loads no external resources', () => {
    const html = renderReport(
      notebook(
        text('![sky](https://example.org/sky.png) ![near](near.png)'),
        code('1', display({ 'text/plain': '1' })),
      ),
      { embedPicture: path => (path === 'near.png' ? 'data:image/png;base64,AAAA' : null) },
    );
    const { document } = parseHTML(html);
    const sources = [...document.querySelectorAll('[src]')].map(element => element.getAttribute('src'));
    expect(sources).toEqual(['data:image/png;base64,AAAA']);
    expect(document.querySelectorAll('link')).toHaveLength(0);
    expect(html).not.toMatch(/@import|url\(/);
  });

  test('embeds the pictures attached to a cell', () => {
    const attachments = { 'a.png': { 'image/png': 'QUJD' } };
    const image = page(text('![a](attachment:a.png)', { attachments })).querySelector('img');
    expect(image?.getAttribute('src')).toBe('data:image/png;base64,QUJD');
  });

  test('folds code, but not that of a cell that failed', () => {
    const document = page(
      code('const quiet = 1;'),
      code('bad()', { output_type: 'error', ename: 'E', evalue: 'x', traceback: ['E: x'] }),
    );
    const [quiet, bad] = document.querySelectorAll('details');
    expect(quiet.hasAttribute('open')).toBe(false);
    expect(bad.hasAttribute('open')).toBe(true);
    expect(quiet.querySelector('code')?.textContent).toBe('const quiet = 1;');
  });

  test('labels folded code with its first comment', () => {
    const document = page(code('// 1  The <night>\nrun();'), code('run();'));
    const labels = [...document.querySelectorAll('summary')].map(label => label.textContent);
    expect(labels).toEqual(['1  The <night>', 'Code of cell 1']);
  });

  test('uses the first heading as its title by default', () => {
    expect(renderReport(notebook(text('intro\n# The *night* of XO-1')))).toContain('<title>The night of XO-1</title>');
    expect(renderReport(notebook(text('# A')), { title: 'B' })).toContain('<title>B</title>');
    expect(renderReport(notebook())).toContain('<title>Notebook</title>');
  });

  test('is the same for the same notebook', () => {
    const cells = [text('# A $x_1$'), code('1', display({ 'text/plain': '1' }))];
    expect(renderReport(notebook(...cells))).toBe(renderReport(notebook(...cells)));
  });
});

describe('the tags of a cell', () => {
  const tagged = (tags: string[], source: string, ...outputs: NotebookOutput[]): NotebookCell => ({
    ...code(source, ...outputs),
    metadata: { tags },
  });
  const printed = (words: string): NotebookOutput => ({ output_type: 'stream', name: 'stdout', text: words });
  const failed: NotebookOutput = { output_type: 'error', ename: 'E', evalue: 'clouds', traceback: ['E: clouds'] };
  const words = (...cells: NotebookCell[]): string => page(...cells).querySelector('main')?.textContent ?? '';

  test.each([
    ['remove-cell', false, false],
    ['remove_cell', false, false],
    ['remove-input', false, true],
    ['remove-output', true, false],
    ['remove_all_outputs', true, false],
    ['hide-input', true, true],
    ['hide-output', true, true],
    ['hide-cell', true, true],
    ['anything', true, true],
  ])('%s', (tag, hasCode, hasOutput) => {
    const text = words(tagged([tag], 'const a = 1;', printed('PRINTED')));
    expect([text.includes('const a'), text.includes('PRINTED')]).toEqual([hasCode, hasOutput]);
  });

  test('fold outputs, and code that is else open', () => {
    const html = renderReport(notebook(tagged(['hide-cell'], 'const a = 1;', printed('PRINTED'))), { codeOpen: true });
    const folds = [...parseHTML(html).document.querySelectorAll('main details')];
    expect(folds.map(fold => fold.hasAttribute('open'))).toEqual([false, false]);
    expect(folds[1].textContent).toContain('PRINTED');
  });

  test('remove text, too', () => {
    expect(words({ ...text('secret'), metadata: { tags: ['remove-cell'] } })).not.toContain('secret');
  });

  test('may be anything that a file holds', () => {
    for (const tags of [null, 'result', 3, [null, {}]])
      expect(words({ ...code('1', printed('x')), metadata: { tags } } as unknown as NotebookCell)).toContain('x');
  });

  test('an expected error is shown and is no failure', () => {
    const document = page(tagged(['raises-exception'], 'bad()', failed), code('2'));
    expect(document.querySelector('main')?.textContent).toContain('E: clouds');
    expect(document.querySelector('.failed')).toBeNull();
    expect(document.querySelector('details')?.hasAttribute('open')).toBe(false);
  });

  test('a cell that failed is shown whatever its tags, and the first screen says so', () => {
    const cells = [text('# Night'), code('1'), tagged(['remove-cell'], '// 2  Sky\nbad()', failed)];
    const left = { ...code('3'), execution_count: null };
    const document = page(...cells, left, left, { ...left, source: ' ' });
    const first = document.querySelector('h1')?.parentElement?.nextElementSibling;
    expect(first?.className).toBe('failed');
    expect(first?.textContent?.replace(/\s+/g, ' ')).toBe(
      'This run failed in cell 1: Sky. The 2 cells after it were not run. E: clouds',
    );
    const target = document.getElementById(first!.querySelector('a')!.getAttribute('href')!.slice(1));
    expect(target?.closest('section')?.textContent).toContain('bad()');
  });
});

describe('the first screen', () => {
  const result = (...outputs: NotebookOutput[]): NotebookCell => ({
    ...code('// 9  The depth\nfound', ...outputs),
    metadata: { tags: ['result'] },
  });
  const summary = {
    ...display({ 'text/plain': 'x', 'text/html': '<ul><li>claim</li></ul>' }),
    data: {
      'text/html': '<ul><li>claim</li></ul>',
      'application/vnd.skyframe.summary+json': { lines: ['depth <b> 2 %'] },
    },
  } as unknown as NotebookOutput;
  const foundOf = (...cells: NotebookCell[]): Element | null => page(...cells).querySelector('.found');

  test('shows the cell tagged result below the title, once, with a link to the cell', () => {
    const document = page(text('# Night\nwords\n## Sky'), code('1'), result(display({ 'text/plain': 'depth 1.73 %' })));
    const found = document.querySelector('h1')?.parentElement?.nextElementSibling;
    expect(found?.className).toBe('found');
    expect(found?.textContent).toContain('depth 1.73 %');
    expect(found?.nextElementSibling?.textContent).toContain('words');
    expect(document.querySelector('main')?.textContent?.split('depth 1.73 %')).toHaveLength(2);
    const link = found!.querySelector('a')!;
    expect(link.textContent).toBe('from cell 1: The depth');
    const cell = document.getElementById(link.getAttribute('href')!.slice(1))!;
    expect(cell.textContent).toContain('shown above');
    expect(document.getElementById(cell.querySelector('p.from a')!.getAttribute('href')!.slice(1))).toBe(found);
  });

  test('shows several results in order, a text that is tagged, and nothing of a result without outputs', () => {
    const tagged = { ...text('**bold** claim'), metadata: { tags: ['result'] } };
    const found = foundOf(code('1'), result(display({ 'text/plain': 'one' })), tagged, result())!;
    expect(found.querySelector('strong')?.textContent).toBe('bold');
    expect(found.textContent).toMatch(/one[\s\S]*bold claim/);
    expect(foundOf(result())).toBeNull();
  });

  test('shows the claim of summary without a tag, else nothing', () => {
    const document = page(code('1'), code('// Claim\nsummary()', summary));
    expect(document.querySelector('main')?.firstElementChild?.className).toBe('found');
    expect(document.querySelector('.found li')?.textContent).toBe('depth <b> 2 %');
    expect(foundOf(code('1'), result(display({ 'text/plain': 'one' })), code('2', summary))?.textContent).not.toContain(
      '2 %',
    );
    expect(foundOf(code('1', display({ 'text/plain': '1' })))).toBeNull();
  });
});

describe('the contents', () => {
  test('link to each heading, nested by level', () => {
    const document = page(
      text('# Night\n## The *raw* frames\n### Bias'),
      text('## The raw frames\n## [Link](x) $x^2$'),
    );
    const links = [...document.querySelectorAll('nav a')];
    expect(links.map(link => link.textContent?.replace(/\s+/g, ' ').trim())).toEqual([
      'The raw frames',
      'Bias',
      'The raw frames',
      'Link x2',
    ]);
    for (const link of links) {
      const id = decodeURIComponent(link.getAttribute('href')!.slice(1));
      expect([...document.querySelectorAll('h2, h3')].filter(heading => heading.id === id)).toHaveLength(1);
    }
    expect(links[0].getAttribute('href')).toBe('#The-raw-frames'); // as in Jupyter
    expect(links[2].getAttribute('href')).toBe('#The-raw-frames-2');
    expect([...document.querySelectorAll('nav li')].map(item => item.className)[1]).toBe('level-3');
    expect(document.querySelectorAll('nav a a')).toHaveLength(0);
  });

  test('are the labels of the cells if the text has no chapters', () => {
    const document = page(text('# Night'), code('// 1  Bias & dark\n1'), code('2'), code('// 2  Flat\n3'));
    const links = [...document.querySelectorAll('nav a')];
    expect(links.map(link => link.textContent)).toEqual(['1  Bias & dark', '2  Flat']);
    for (const link of links)
      expect(document.getElementById(decodeURIComponent(link.getAttribute('href')!.slice(1)))?.tagName).toBe('SECTION');
  });

  test('list chapters with the same heading level as the title, and ignore comments in code', () => {
    const labels = (...cells: NotebookCell[]): (string | null)[] =>
      [...page(...cells).querySelectorAll('nav a')].map(link => link.textContent);
    expect(labels(text('# Night\n# Bias\n# Flat'))).toEqual(['Bias', 'Flat']);
    const shell = text('# Night\n```sh\n# run it\nnpm start\n```');
    expect(labels(shell, code('// One\n1'), code('// Two\n2'))).toEqual(['One', 'Two']);
  });

  test('are omitted if there is nothing to link to', () => {
    expect(page(text('# Night\n## One'), code('1')).querySelector('nav')).toBeNull();
  });

  test('show markup in a heading as text', () => {
    const document = page(text(`## ${SCRIPT}\n## "quoted" \`a<b\``));
    expect(document.querySelectorAll('nav script, main script')).toHaveLength(0);
    expect(document.querySelector('nav')?.textContent).toContain('alert(1)');
    for (const element of document.querySelectorAll('*'))
      expect([...element.attributes].filter(({ name }) => name.startsWith('on'))).toEqual([]);
  });
});

describe('the provenance', () => {
  const carrying = (record: object): NotebookOutput => ({
    ...display({ 'text/plain': 'x' }),
    data: { 'text/plain': 'x', 'application/vnd.skyframe.provenance+json': record as Record<string, unknown> },
  });
  const bias = {
    steps: [{ verb: 'combine', options: { method: 'median', clip: [3, 5] }, citation: 'B 1999, X 2; A 2006, Y 1' }],
    files: [{ path: 'bias.fits', sha256: 'b'.repeat(64) }],
  };
  const light = {
    steps: [...bias.steps, { verb: 'measure', options: {}, citation: 'A 2006, Y 1' }],
    files: [{ path: 'a.fits', sha256: '' }, ...bias.files],
  };
  const making = {
    versions: { Skyframe: '0.1.0' },
    parameters: { target: 'XO-1', radii: [1, 2] },
    notebook: { path: 'night.ipynb', sha256: 'c'.repeat(64) },
  };
  const cellsOf = (html: string): Record<string, string[][]> => {
    const { document } = parseHTML(html);
    return Object.fromEntries(
      [...document.querySelectorAll('.provenance table')].map(table => [
        table.previousElementSibling?.textContent ?? '',
        [...table.querySelectorAll('tbody tr')].map(row =>
          [...row.querySelectorAll('td')].map(c => c.textContent ?? ''),
        ),
      ]),
    );
  };

  test('lists versions, parameters, each step and each file once, and the papers', () => {
    const html = renderReport(notebook(code('a', carrying(bias)), code('b', carrying(light))), { making });
    expect(cellsOf(html)).toEqual({
      'Made with': [['Skyframe', '0.1.0']],
      Parameters: [
        ['target', 'XO-1'],
        ['radii', '[1,2]'],
      ],
      Steps: [
        ['combine', 'method: median, clip: [3,5]', 'B 1999, X 2; A 2006, Y 1'],
        ['measure', '', 'A 2006, Y 1'],
      ],
      Files: [
        ['night.ipynb', 'c'.repeat(64)],
        ['a.fits', 'not read whole'],
        ['bias.fits', 'b'.repeat(64)],
      ],
    });
    const papers = [...parseHTML(html).document.querySelectorAll('.provenance li')].map(item => item.textContent);
    expect(papers).toEqual(['A 2006, Y 1', 'B 1999, X 2']);
  });

  test('is omitted if nothing is known', () => {
    expect(page(code('1', display({ 'text/plain': '1' }))).querySelector('.provenance')).toBeNull();
  });

  test('is shown as text, whatever the notebook file contains', () => {
    const hostile = {
      steps: [{ verb: SCRIPT, options: { [SCRIPT]: SCRIPT }, citation: SCRIPT }, null, 3, { verb: 1 }],
      files: [{ path: SCRIPT, sha256: SCRIPT }, 'x', { path: 3 }],
    };
    const document = page(code('a', carrying(hostile)), code('b', carrying({ steps: 'x' })));
    expect(document.querySelectorAll('main script')).toHaveLength(0);
    expect(document.querySelectorAll('.provenance tbody tr')).toHaveLength(2);
  });
});

describe('the script', () => {
  test('opens and folds all code; its button is hidden until it runs', () => {
    const { document, window } = parseHTML(renderReport(notebook(code('1'), code('2'))));
    const button = document.querySelector('button')!;
    const open = (): boolean[] => [...document.querySelectorAll('details')].map(fold => fold.hasAttribute('open'));
    expect(button.hasAttribute('hidden')).toBe(true);
    for (const fold of document.querySelectorAll('details'))
      Object.defineProperty(fold, 'open', {
        get: () => fold.hasAttribute('open'),
        set: (value: boolean) => fold.toggleAttribute('open', value),
      });
    new Function('document', REPORT_SCRIPT)(document);
    expect(button.hasAttribute('hidden')).toBe(false);
    const click = (): boolean => button.dispatchEvent(new window.Event('click'));
    click();
    expect(open()).toEqual([true, true]);
    expect(button.textContent).toBe('Hide all code');
    click();
    expect(open()).toEqual([false, false]);
  });
});
