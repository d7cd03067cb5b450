/**
 * The library in a browser: bundled without any node: module, it opens a FITS file, detects stars and measures them in
 * chromium, with the same results as in Node.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFrame } from 'skyframe';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const chromium = '/usr/bin/chromium';
const required = process.env.CI === 'true';
if (required && !existsSync(chromium)) throw new Error(`CI needs ${chromium} (Debian package chromium)`);

const page = `<!doctype html><meta charset="utf-8"><title>skyframe</title><script type="module" src="/page.js"></script>`;
const program = `
import { openFrame } from 'skyframe';
window.answer = (async () => {
  const bytes = await (await fetch('/frame.fits')).arrayBuffer();
  const frame = await openFrame(bytes);
  const stars = frame.detect({ sigma: 5 });
  const measured = frame.measure(stars, { radius: 4, annulus: [8, 12] });
  return { stars: stars.length, fluxes: Array.from(measured.columns.flux), picture: frame.picture().toSvg().length };
})();
`;

/** sql.js also contains a `require`, which it calls only in Node. */
const IMPORTS_OF_NODE = /\b(from|import)\s*\(?\s*["']node:|__vite-browser-external/;

function readOrNull(path: string): Buffer | null {
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path) : null;
}

describe.skipIf(!existsSync(chromium))('the library in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skyframe-browser-'));
  const samples = join(root, 'data-samples/transit');
  const light = join(
    samples,
    readdirSync(samples)
      .filter(name => /light/i.test(name) && name.endsWith('.fits'))
      .sort()[0],
  );
  let server: Server;
  let port = 0;

  beforeAll(async () => {
    writeFileSync(join(folder, 'main.js'), program.replace("'skyframe'", JSON.stringify(join(root, 'dist/index.js'))));
    await build({
      root: folder,
      logLevel: 'silent',
      configFile: false,
      build: {
        outDir: join(folder, 'out'),
        lib: { entry: join(folder, 'main.js'), formats: ['es'], fileName: () => 'page.js' },
        minify: false,
      },
    });
    const types: Record<string, string> = {
      '.html': 'text/html',
      '.js': 'text/javascript',
      '.mjs': 'text/javascript',
      '.fits': 'application/fits',
    };
    server = createServer((request, response) => {
      const url = request.url ?? '/';
      const body =
        url === '/'
          ? page
          : url === '/frame.fits'
            ? readFileSync(light)
            : readOrNull(join(folder, 'out', basename(url))); // the page, and what it loads on demand
      if (body === null) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': types[extname(url)] ?? 'text/html' }).end(body);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as { port: number }).port;
  }, 120_000);
  afterAll(() => {
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('needs no Node modules', () => {
    const files = readdirSync(join(folder, 'out'));
    expect(files).toContain('page.js');
    for (const file of files)
      expect(readFileSync(join(folder, 'out', file), 'utf8'), file).not.toMatch(IMPORTS_OF_NODE);
  });

  it('measures a frame in chromium with the same results as in Node', async () => {
    const { chromium: browserType } = await import('./node_modules/playwright-core/index.mjs' as string);
    const browser = await browserType.launch({
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    try {
      const tab = await browser.newPage();
      const failures: string[] = [];
      tab.on('pageerror', (error: Error) => failures.push(String(error)));
      await tab.goto(`http://127.0.0.1:${port}/`);
      const answer = await tab.evaluate('window.answer');
      const frame = await openFrame(light);
      const stars = frame.detect({ sigma: 5 });
      const measured = frame.measure(stars, { radius: 4, annulus: [8, 12] });
      expect(failures).toEqual([]);
      expect(answer.stars).toBe(stars.length);
      // sine and exp differ in the last bit between versions of V8
      const differences = Array.from(measured.columns.flux, (flux, k) => Math.abs(answer.fluxes[k] / flux - 1));
      expect(differences.filter(difference => !Number.isNaN(difference)).length).toBeGreaterThan(10);
      expect(Math.max(...differences.filter(difference => !Number.isNaN(difference)))).toBeLessThan(1e-12);
      expect(answer.picture).toBeGreaterThan(1000);
    } finally {
      await browser.close();
    }
  }, 120_000);
});
