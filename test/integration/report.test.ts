/** A report opened from a file in a real browser: links, folding, keyboard, printing, no scripts, injection. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NotebookCell } from '../../lib/report/notebook-json.js';
import { renderReport } from '../../lib/report/render-report.js';

const program = '/usr/bin/chromium';
if (process.env.CI === 'true' && !existsSync(program)) throw new Error(`CI needs ${program} (Debian package chromium)`);

const SCRIPT = '<script>window.hacked = 1; alert(1)</script>';
const IMAGE = '"><img src=x onerror="window.hacked = 1">';

const text = (source: string): NotebookCell => ({ cell_type: 'markdown', metadata: {}, source });

const code = (source: string, data: Record<string, string> = {}): NotebookCell => ({
  cell_type: 'code',
  metadata: {},
  execution_count: 1,
  source,
  outputs: [
    { output_type: 'stream', name: 'stdout', text: SCRIPT + IMAGE },
    { output_type: 'display_data', data: { 'text/plain': SCRIPT, ...data }, metadata: {} },
  ],
});

const cells = [
  text(`# A night ${SCRIPT}\n\n[paper](https://example.org/paper) ${IMAGE}`),
  text('## Bias & dark'),
  code('// Master bias\nconst bias = 1;'),
  text('## Größe der Blende'),
  code(`const text = '${SCRIPT}';`),
  text('filler\n\n'.repeat(120)),
];
const making = { versions: { Skyframe: SCRIPT }, parameters: { target: IMAGE } };

describe.skipIf(!existsSync(program))('a report in chromium', async () => {
  const { chromium } = await import('playwright-core');
  const folder = mkdtempSync(join(tmpdir(), 'skyframe-report-'));
  const path = join(folder, 'report.html');
  const said: string[] = [];
  let browser: Awaited<ReturnType<typeof chromium.launch>>;

  beforeAll(async () => {
    writeFileSync(path, renderReport({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }, { making }));
    browser = await chromium.launch({
      executablePath: program,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (javaScriptEnabled = true) => {
    const page = await browser.newPage({ javaScriptEnabled });
    page.on('dialog', dialog => {
      said.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', error => said.push(String(error)));
    page.on('console', message => said.push(message.text()));
    page.on('request', request => {
      if (!/^(?:file|data):/.test(request.url())) said.push(`request ${request.url()}`);
    });
    await page.goto(pathToFileURL(path).href);
    return page;
  };
  type Page = Awaited<ReturnType<typeof open>>;
  const openFolds = (page: Page): Promise<boolean[]> =>
    page.$$eval('section.code > details', folds => folds.map(fold => (fold as unknown as { open: boolean }).open));

  it('executes no injected text and sends no external requests', async () => {
    const page = await open();
    expect(await page.evaluate('window.hacked ?? 0')).toBe(0);
    expect(await page.textContent('h1')).toContain('window.hacked');
    expect(await page.$$eval('img', images => images.length)).toBe(0);
    expect(said).toEqual([]);
    await page.close();
  });

  it('links from the table of contents to each heading', async () => {
    const page = await open();
    const links = await page.$$('nav.contents a');
    expect(links.length).toBe(3);
    for (const [index, title] of ['Bias & dark', 'Größe der Blende', 'Provenance'].entries()) {
      await links[index].click();
      const top = await page.evaluate(
        `[...document.querySelectorAll('h2')].find(h => h.textContent === ${JSON.stringify(title)}).getBoundingClientRect().top`,
      );
      expect(await page.evaluate('document.querySelector(":target")?.textContent')).toBe(title);
      expect(Number(top)).toBeLessThan(720);
    }
    await page.close();
  });

  it('expands and folds all code with a button, and each cell by keyboard', async () => {
    const page = await open();
    expect(await openFolds(page)).toEqual([false, false]);
    await page.focus('button.all-code');
    await page.keyboard.press('Enter');
    expect(await openFolds(page)).toEqual([true, true]);
    await page.keyboard.press('Space');
    expect(await openFolds(page)).toEqual([false, false]);
    await page.focus('section.code summary');
    await page.keyboard.press('Enter');
    expect(await openFolds(page)).toEqual([true, false]);
    expect(await page.textContent('button.all-code')).toBe('Show all code');
    await page.close();
  });

  it('works without scripts: no button, and code folds cell by cell', async () => {
    const page = await open(false);
    expect(await page.isVisible('button.all-code')).toBe(false);
    await page.click('section.code summary');
    expect(await page.isVisible('pre.source')).toBe(true);
    await page.close();
  });

  it('prints dark on white, with code folded as on screen and link addresses', async () => {
    const page = await open();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const style = (selector: string, name: string, pseudo = ''): Promise<unknown> =>
      page.evaluate(
        `getComputedStyle(document.querySelector(${JSON.stringify(selector)}), ${JSON.stringify(pseudo)})[${JSON.stringify(name)}]`,
      );
    expect(await style('body', 'backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await style('body', 'color')).toBe('rgb(0, 0, 0)');
    expect(await page.isVisible('button.all-code')).toBe(false);
    const [labelled, plain] = await page.$$('section.code > details');
    expect(await labelled.isVisible()).toBe(true); // its label, which describes the cell
    expect(await plain.isVisible()).toBe(false);
    expect(await page.isVisible('pre.source')).toBe(false);
    expect(await style('a[href^="https"]', 'content', '::after')).toContain('https://example.org/paper');
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(5000);
    await page.close();
  });

  describe('with wide and long content', () => {
    const wide = join(folder, 'wide.html');
    const drawing =
      '<svg xmlns="http://www.w3.org/2000/svg" width="1500" height="300"><rect width="1500" height="300"/></svg>';
    const figure = `<img class="skyframe-figure" alt="f" src="data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}">`;
    const path = `/data/${'a-long-name-of-a-folder/'.repeat(8)}light.fits`;
    const tableOf = (columns: number, head: string): string =>
      `<div class="skyframe-table" style="overflow:auto;max-height:9em"><table style="white-space:nowrap"><thead>${head}<tr>` +
      `${Array.from({ length: columns }, (_, c) => `<th>name${c}</th>`).join('')}</tr></thead><tbody>${`<tr>${Array.from(
        { length: columns },
        (_, c) => `<td>${c === 2 ? path : `${c}.12345`}</td>`,
      ).join('')}</tr>`.repeat(60)}</tbody></table></div>`;
    const outputs = [
      ...[9, 15, 40].map(columns => tableOf(columns, '')),
      tableOf(25, '<tr><th colspan="25">spanning</th></tr>'),
      figure,
      `<div style="width:1800px"><img width="1700" height="200" src="data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}"></div>`,
      `<ul><li>${'unbroken'.repeat(60)}</li></ul>`,
    ];
    const columns = Array.from({ length: 14 }, (_, c) => `name ${c}`).join('|');
    const log = Array.from({ length: 3000 }, (_, k) => `line ${k}\n`).join('') + 'x'.repeat(1_000_000);
    const content: NotebookCell[] = [
      text(`# Wide\n\n|${columns}|\n|${'---|'.repeat(14)}\n|${columns}|\n\n\`${'code'.repeat(99)}\``),
      ...outputs.map(html => code(`// Wide\nconst text = '${'long'.repeat(99)}';`, { 'text/html': html })),
      {
        ...code('1'),
        outputs: [{ output_type: 'stream', name: 'stdout', text: log }],
      } as NotebookCell,
    ];
    const longMaking = { ...making, notebook: { path, sha256: 'a'.repeat(64) } };

    beforeAll(() =>
      writeFileSync(
        wide,
        renderReport({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: content }, { making: longMaking }),
      ),
    );

    const openWide = async (width: number) => {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.goto(pathToFileURL(wide).href);
      return page;
    };

    it('prints everything within the page, without scroll bars, and long logs cut with a count', async () => {
      const page = await openWide(688); // A4 without its margins
      await page.emulateMedia({ media: 'print' });
      const beyond = await page.evaluate(`[...document.querySelectorAll('main *')]
        .filter(e => !e.closest('svg *') && e.getBoundingClientRect().right > 689)
        .map(e => e.tagName + ' ' + e.className + ' ' + e.textContent.slice(0, 40))`);
      expect(beyond).toEqual([]);
      const scrolling = await page.evaluate(`[...document.querySelectorAll('main *')]
        .filter(e => e.clientWidth > 0 && getComputedStyle(e).overflowX !== 'visible' && !e.closest('svg')).map(e => e.outerHTML.slice(0, 80))`);
      expect(scrolling).toEqual([]);
      const names = await page.$$eval('.paper th', heads => heads.map(head => head.textContent));
      expect(names).toContain('name39');
      const printed = (await page.evaluate('document.querySelector("main").innerText')) as string;
      expect(printed).toContain('2,961 lines more in the executed notebook');
      expect(printed).toContain('characters more in the executed notebook');
      expect(printed.match(/line \d+\n/g)?.length).toBeLessThan(60);
      await page.close();
    });

    it('fits a narrow screen: tables scroll, pictures shrink, no column is narrower than its words', async () => {
      const page = await openWide(400);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
      const narrow = await page.evaluate(`[...document.querySelectorAll('td, th')]
        .filter(e => e.offsetWidth > 0 && e.offsetWidth < 8 * Math.min(4, e.textContent.length)).map(e => e.textContent)`);
      expect(narrow).toEqual([]);
      const pictures = await page.$$eval('.output img, .output svg', all =>
        all.map(one => one.getBoundingClientRect().width),
      );
      for (const width of pictures) expect(width).toBeLessThanOrEqual(400);
      expect(await page.isVisible('.paper')).toBe(false);
      await page.close();
    });
  });
});
