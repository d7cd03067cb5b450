import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import type { NotebookCell, NotebookOutput } from '../../lib/report/notebook-json.js';
import { renderReport } from '../../lib/report/render-report.js';

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

describe('nothing runs that was only text:', () => {
  test.each([
    ['markdown', text(`A title ${SCRIPT} <img src=x onerror=alert(1)> <b onclick="x()">b</b>`)],
    ['a block of HTML in markdown', text(`<div>\n${SCRIPT}\n</div>`)],
    ['a broken tag in markdown', text('<script\nsrc="x.js"\n>a')],
    ['code', code(`const a = '${SCRIPT}';`)],
    ['printed text', code('1', { output_type: 'stream', name: 'stdout', text: SCRIPT })],
    ['a value', code('1', display({ 'text/plain': SCRIPT }))],
    ['an error', code('1', { output_type: 'error', ename: 'E', evalue: SCRIPT, traceback: [SCRIPT] })],
    ['a picture', code('1', display({ 'image/png': `"${SCRIPT}`, 'text/plain': SCRIPT }))],
    ['a formula', text(`$x^{${SCRIPT}}$ and $\\frac{1}{2} ${SCRIPT}$`)],
    ['a raw cell', { cell_type: 'raw', metadata: {}, source: SCRIPT } as NotebookCell],
  ])('%s', (_, cell) => {
    const document = page(cell);
    expect(document.querySelectorAll('script')).toHaveLength(0);
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

describe('an output is shown in its richest form:', () => {
  test('HTML as it was made', () => {
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

  test('text without the colours of a terminal', () => {
    const esc = String.fromCharCode(27);
    const document = page(
      code('1', { output_type: 'stream', name: 'stderr', text: [`${esc}[31mred${esc}[0m\n`, 'plain'] }),
    );
    expect(document.querySelector('pre.stderr')?.textContent).toBe('red\nplain');
  });

  test('progress lines not at all', () => {
    const document = page(code('m', display({ 'text/plain': '48 of 48' }, { skyframe: { progress: true } })));
    expect(document.querySelector('main')?.textContent).not.toContain('48 of 48');
  });
});

describe('the page', () => {
  test('needs nothing from elsewhere', () => {
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

  test('carries the pictures that a cell carries', () => {
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

  test('labels folded code with the comment that opens it', () => {
    const document = page(code('// 1  The <night>\nrun();'), code('run();'));
    const labels = [...document.querySelectorAll('summary')].map(label => label.textContent);
    expect(labels).toEqual(['1  The <night>', 'Code of cell 1']);
  });

  test('is named for the first heading unless told otherwise', () => {
    expect(renderReport(notebook(text('intro\n# The *night* of XO-1')))).toContain('<title>The night of XO-1</title>');
    expect(renderReport(notebook(text('# A')), { title: 'B' })).toContain('<title>B</title>');
    expect(renderReport(notebook())).toContain('<title>Notebook</title>');
  });

  test('is the same for the same notebook', () => {
    const cells = [text('# A $x_1$'), code('1', display({ 'text/plain': '1' }))];
    expect(renderReport(notebook(...cells))).toBe(renderReport(notebook(...cells)));
  });
});
