/**
 * Debian's classic Notebook in chromium, driven like a user would: outputs work in its page, keys and buttons do what
 * they should, and no output depends on RequireJS or anything else specific to this front end.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotebookPage } from './notebook-page.js';
import { missingPackages, NotebookServer } from './notebook-server.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const samples = `${root}data-samples/rr-lyrae`;
const executablePath = '/usr/bin/chromium';

/** What is missing to run these tests, and where to get it. */
function missing(): string[] {
  const packages = [...missingPackages(), ...(existsSync(executablePath) ? [] : ['chromium'])];
  const needed = packages.length > 0 ? [`apt install ${packages.join(' ')}`] : [];
  try {
    createRequire(import.meta.url).resolve('playwright-core');
  } catch {
    needed.push('npm install --no-save --prefix test/integration');
  }
  return needed;
}
const needed = missing();
if (process.env.CI === 'true' && needed.length > 0) throw new Error(`CI needs: ${needed.join('; ')}`);

const CELLS = [
  `import { openSeries } from 'skyframe';
const night = await openSeries('${samples}/*.fits');
night.table.select('file', 'exptime', 'airmass')`,
  `const frame = await night.where(h => h.imagetyp === 'light').frame(0);
const stars = frame.detect({ sigma: 5 }).head(8);
frame.histogram({ title: 'All pixels' })`,
  `const viewer = frame.view({ stars, radius: 5 });
viewer`,
];
const [TABLE, FIGURE, VIEWER] = [0, 1, 2];

describe.skipIf(needed.length > 0)(
  `the classic Notebook${needed.length > 0 ? ` (needs ${needed.join('; ')})` : ''}`,
  () => {
    const complaints: string[] = [];
    let server: NotebookServer;
    let browser: Browser;
    let notebook: NotebookPage;
    let address: string;

    async function newNotebook(): Promise<NotebookPage> {
      const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
      page.on('pageerror', error => complaints.push(String(error)));
      page.on('console', message => {
        const text = `${message.text()} ${message.location().url}`;
        // Debian's front end requests an ipywidgets extension that is not installed
        if (message.type() === 'error' && !text.includes('/nbextensions/widgets/')) complaints.push(text);
      });
      page.on('request', request => {
        const url = request.url();
        if (!url.startsWith(server.url) && !/^(?:data|blob):/.test(url)) complaints.push(`request ${url}`);
      });
      return new NotebookPage(page);
    }

    beforeAll(async () => {
      server = await NotebookServer.start();
      const { chromium } = await import('playwright-core');
      browser = await chromium.launch({
        executablePath,
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      });
      notebook = await newNotebook();
      address = server.add('night.ipynb', CELLS);
      await notebook.open(address);
      await notebook.runAll();
    });
    afterAll(async () => {
      await browser?.close();
      await server?.stop();
    });

    it('runs all cells in order', async () => {
      for (const index of [TABLE, FIGURE, VIEWER]) {
        expect(await notebook.text(notebook.cell(index).locator('.input_prompt'))).toMatch(
          new RegExp(`\\[${index + 1}\\]`),
        );
        expect(await notebook.cell(index).locator('.output_error').count()).toBe(0);
      }
    });

    it('shows a table with units in its header and its row count', async () => {
      const table = notebook.cell(TABLE).locator('.output_html table');
      expect(await notebook.text(table.locator('thead'))).toMatch(/^file\s+exptime\s+airmass\s+s\s*$/);
      expect(await notebook.text(table.locator('tbody tr').first())).toMatch(/-bias\.fits\s+0\s+NaN/);
      expect(await notebook.output(notebook.cell(TABLE))).toContain('39 rows × 3 columns');
      expect((await table.boundingBox())?.width).toBeGreaterThan(200);
      await notebook.look('table');
    });

    it('shows a figure as SVG', async () => {
      const figure = notebook.cell(FIGURE).locator('.output svg').first();
      const box = await figure.boundingBox();
      expect(box?.width).toBeGreaterThan(400);
      expect(box?.height).toBeGreaterThan(100);
      expect(await figure.locator('rect').count()).toBeGreaterThan(5);
      const words = await notebook.output(notebook.cell(FIGURE));
      for (const word of ['All pixels', 'pixel value [adu]']) expect(words).toContain(word);
    });

    it('colours cells as TypeScript', async () => {
      const foreign = await newNotebook();
      await foreign.open(server.add('colours.ipynb', ['interface Kind { a: number }']));
      for (const [word, kind] of [
        ['interface', 'keyword'],
        ['number', 'type'],
      ])
        await foreign.page.locator(`.CodeMirror-line .cm-${kind}`, { hasText: new RegExp(`^${word}$`) }).waitFor();
      await foreign.page.close();
    });

    it('does not depend on this front end: no RequireJS, and comms only if available', async () => {
      const scripts = await notebook.page.locator('.output script:not([type])').allTextContents();
      expect(scripts.length).toBe(2); // of the figure's tooltips, and of the viewer
      for (const script of scripts) {
        expect(script).not.toMatch(/\b(?:require|requirejs|define|IPython|jQuery)\b|\$\(/);
        expect(script.match(/(?<![\w?])Jupyter\.|Jupyter\.\w/g)).toBeNull(); // only Jupyter?. is allowed
      }
    });

    it('completes a column name', async () => {
      const cell = await notebook.type('night.table.columns.ai');
      await notebook.page.keyboard.press('Tab');
      const menu = notebook.page.locator('#complete option');
      await menu.first().waitFor();
      expect((await menu.allInnerTexts()).slice(0, 2)).toEqual(['airmass', 'airmassHeader']);
      await notebook.look('completion');
      await notebook.page.keyboard.press('Enter');
      expect(await notebook.text(cell.locator('.CodeMirror-code'))).toBe('night.table.columns.airmass');
    });

    it('shows a column with its unit and description in a tooltip', async () => {
      await notebook.type('night.table.columns.exptime');
      await notebook.page.keyboard.press('Shift+Tab');
      const tooltip = notebook.page.locator('#tooltip .tooltiptext');
      await tooltip.filter({ hasText: 'exptime' }).waitFor();
      await notebook.page.waitForFunction(`getComputedStyle(document.querySelector('#tooltip')).opacity === '1'`);
      await notebook.look('tooltip');
      const text = await notebook.text(tooltip);
      expect(text).toContain('exptime: Column<number, "s"');
      expect(text).toContain('Exposure time [s]');
      await notebook.page.keyboard.press('Escape');
    });

    it('can be driven by keyboard, and the selected stars are available in a variable', async () => {
      const viewer = notebook.cell(VIEWER).locator('.skyframe-viewer');
      expect(await viewer.getAttribute('data-state')).toBe('running');
      await viewer.locator('button').first().focus();
      const isThere = `document.activeElement.dataset.part === 'canvas'`;
      for (let k = 0; k < 9 && !(await notebook.page.evaluate(isThere)); k++) await notebook.page.keyboard.press('Tab');
      const cells = await notebook.count();
      // in the surrounding page, these keys save, add, cut and merge cells
      for (const key of ['s', 'b', 'a', 'x', 'n', 'Enter', 'n', 'n', 'Enter', '+'])
        await notebook.page.keyboard.press(key);
      expect(await viewer.getAttribute('data-stretch')).toBe('asinh');
      expect(await notebook.count()).toBe(cells);
      const line = await notebook.text(viewer.locator('[data-part="line"]'));
      await notebook.look('viewer');
      const targets = new Function(`${line} return targets;`)() as { x: number; y: number }[];
      const [, said] = (
        await notebook.run('JSON.stringify([viewer.selected, stars.columns.x[0], stars.columns.x[2]])')
      ).split("'");
      const [selected, first, third] = JSON.parse(said) as [typeof targets, number, number];
      expect(selected).toEqual(targets);
      expect(selected.map(({ x }) => x)).toEqual([expect.closeTo(first, 1), expect.closeTo(third, 1)]);
    });

    it('works again when the saved notebook is reopened', async () => {
      await notebook.save();
      const again = await newNotebook();
      await again.open(address);
      await again.page.locator('.skyframe-viewer[data-state="running"]').waitFor();
      expect(await again.output(again.cell(TABLE))).toContain('39 rows × 3 columns');
      expect(await again.cell(FIGURE).locator('.output svg rect').count()).toBeGreaterThan(5);
      await again.page.close();
    });

    it('still shows a table in an untrusted notebook, where the front end removes scripts and styles', async () => {
      const foreign = await newNotebook();
      await foreign.open(server.addForeign('night.ipynb', ['All pixels', 'Every pixel']));
      const table = foreign.cell(TABLE).locator('.output_html table');
      expect(await foreign.text(table.locator('thead'))).toMatch(/^file\s+exptime\s+airmass\s+s\s*$/);
      expect(await foreign.output(foreign.cell(TABLE))).toContain('39 rows × 3 columns');
      expect(await foreign.page.locator('.skyframe-viewer script').count()).toBe(0);
      for (const cell of [FIGURE, VIEWER]) {
        const image = foreign.cell(cell).locator('.output img[src^="data:image/svg+xml"]');
        expect(await image.count()).toBe(1);
        expect((await image.boundingBox())?.width).toBeGreaterThan(400);
      }
      expect(await foreign.output(foreign.cell(VIEWER))).toMatch(
        /^Out\[3\]:\s+Trust this notebook to look closer[^\n]*$/,
      );
      await foreign.look('foreign');
      await foreign.page.close();
    });

    it('interrupts a synchronous loop, keeps the variables, and runs the next cell', async () => {
      const cell = await notebook.type('for (;;) {}');
      await notebook.start();
      await notebook.page.locator('.kernel_busy_icon').waitFor();
      await notebook.page.waitForTimeout(1000); // long enough for the cell to be compiled
      await notebook.press('interrupt-kernel');
      await notebook.idle(15_000);
      await notebook.look('interrupted');
      const error = cell.locator('.output_error');
      expect(await notebook.text(error)).toMatch(/^Interrupted: The cell was stopped\./);
      expect(await notebook.run('stars.length')).toMatch(/8$/);
    });

    it('shows a type error with a caret and the nearest name', async () => {
      const said = await notebook.run('night.table.columns.airmas.length');
      await notebook.look('type-error');
      expect(said).toContain("'airmas' does not exist");
      expect(said).toContain('Nearest: airmass');
      const lines = said.split('\n');
      const code = lines.findIndex(line => line.endsWith('| night.table.columns.airmas.length'));
      expect(lines[code + 1].indexOf('^')).toBe(lines[code].indexOf('airmas'));
      expect(lines[code + 1]).toMatch(/\^{6}$/);
    });

    it('restarts the kernel: variables are cleared and cells run', async () => {
      const restarted = notebook.page.waitForResponse(response => response.url().endsWith('/restart'));
      await notebook.press('confirm-restart-kernel');
      await notebook.page.locator('.modal-dialog button.btn-danger').click();
      expect((await restarted).ok()).toBe(true);
      await notebook.idle();
      expect(await notebook.run('stars.length')).toContain("Cannot find name 'stars'");
      const cell = await notebook.type('6 * 7');
      await notebook.start();
      await notebook.idle();
      expect(await notebook.output(cell)).toMatch(/42$/);
      expect(await notebook.text(cell.locator('.input_prompt'))).toContain('[2]');
      await notebook.look('restarted');
    });

    it('runs the notebook-tricks guide', async () => {
      const guide = await newNotebook();
      await guide.open(server.addCopy(`${root}notebooks/2-guide/notebook-tricks.ipynb`));
      await guide.runAll();
      expect(await guide.page.locator('.output_error, .output_stderr').allInnerTexts()).toEqual([]);
      const prompts = await guide.page.locator('.code_cell .input_prompt').allInnerTexts();
      expect(prompts.map(prompt => Number(/\d+/.exec(prompt)))).toEqual(prompts.map((_, index) => index + 1));
      expect(await guide.page.locator('.skyframe-viewer[data-state="running"]').count()).toBe(2);
      expect(await guide.page.locator('.output_html table').count()).toBeGreaterThan(2);
      const words = await guide.text(guide.page.locator('.output'));
      for (const step of ['combine 5 of 5', 'measure 24 of 24']) expect(words).toContain(step);
      for (const index of prompts.keys()) {
        await guide.cell(index).scrollIntoViewIfNeeded();
        await guide.look(`guide-${index + 1}`);
      }
    });

    it('logs no errors and sends no external requests', () => {
      expect(complaints).toEqual([]);
    });
  },
);
