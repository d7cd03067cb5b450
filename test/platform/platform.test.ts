import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { platform as browser } from '../../lib/platform/browser.js';
import { platform as node } from '../../lib/platform/node.js';

const folder = mkdtempSync(join(tmpdir(), 'skyframe-platform-'));
const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
const path = join(folder, 'bytes.bin');
writeFileSync(path, bytes);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['Node', node],
  ['the browser', browser],
])('the platform of %s', (_, platform) => {
  it.each<[string, () => Parameters<typeof platform.openSource>[0]]>([
    ['bytes', () => bytes],
    ['a view of bytes', () => Uint8Array.from([9, ...bytes]).subarray(1)],
    ['an ArrayBuffer', () => Uint8Array.from(bytes).buffer],
    ['a Blob', () => new Blob([bytes])],
  ])('reads %s in pieces', async (_name, source) => {
    const opened = await platform.openSource(source());
    expect(opened.byteLength).toBe(1000);
    expect([...(await opened.read(10, 13))]).toEqual([10, 11, 12]);
    expect(await opened.read(990, 2000)).toHaveLength(10);
    expect(await opened.read(5000, 6000)).toHaveLength(0);
    await opened.close();
  });

  it('rejects sources without bytes', async () => {
    for (const source of [3, null, {}, undefined])
      await expect(platform.openSource(source as unknown as string)).rejects.toMatchObject({ code: 'bad-argument' });
  });

  it('compresses and decompresses gzip, and computes checksums', async () => {
    expect([...(await platform.gunzip(gzipSync(bytes)))]).toEqual([...bytes]);
    expect([...gunzipSync(await platform.gzip(bytes))]).toEqual([...bytes]);
    await expect(platform.gunzip(bytes)).rejects.toThrow();
    expect(await platform.sha256(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

describe('files in Node', () => {
  it('are read by path and by file URL', async () => {
    for (const source of [path, pathToFileURL(path), pathToFileURL(path).href]) {
      const opened = await node.openSource(source);
      expect([...(await opened.read(998, 1002))]).toEqual([bytes[998], bytes[999]]);
      await opened.close();
      await opened.close();
      await expect(opened.read(0, 1)).rejects.toMatchObject({ code: 'io' });
    }
  });

  it('of any size are read completely', async () => {
    const large = join(folder, 'large.bin');
    writeFileSync(large, new Uint8Array(3_000_000).fill(5));
    const opened = await node.openSource(large);
    const read = await opened.read(1, 2_999_999);
    expect([read.length, read[0], read.at(-1)]).toEqual([2_999_998, 5, 5]);
    await opened.close();
  });

  it('that are missing, or directories, are errors that name them', async () => {
    await expect(node.openSource(join(folder, 'bytes.bim'))).rejects.toMatchObject({
      code: 'no-such-file',
      message: expect.stringMatching(/bytes\.bim.*nearest: bytes\.bin/),
    });
    await expect(node.openSource(folder)).rejects.toThrow(/is a directory, not a file/);
    await expect(node.readText(join(folder, 'none', 'x.csv'))).rejects.toThrow(/the directory .*none does not exist/);
  });

  it('are written whole, creating missing folders', async () => {
    const target = join(folder, 'new', 'deep', 'a.txt');
    await node.writeFile(target, 'größer\n');
    expect(await node.readText(target)).toBe('größer\n');
    await node.writeFile(target, Uint8Array.of(1, 2));
    expect([...readFileSync(target)]).toEqual([1, 2]);
    expect(readdirSync(join(folder, 'new', 'deep'))).toEqual(['a.txt']);
  });

  it('are written in pieces and changed in place, and get their final name on close', async () => {
    const target = join(folder, 'pieces', 'b.bin');
    const writer = await node.createFile(target);
    await writer.write(Uint8Array.of(1, 2, 3));
    await writer.write(Uint8Array.of(4));
    await writer.writeAt(1, Uint8Array.of(9));
    expect(writer.byteLength).toBe(4);
    expect(readdirSync(dirname(target))).not.toContain('b.bin');
    await writer.finish();
    await writer.abandon();
    expect([...readFileSync(target)]).toEqual([1, 9, 3, 4]);
    await expect(writer.write(Uint8Array.of(5))).rejects.toMatchObject({ code: 'io' });
    const editor = await node.editFile(target);
    await editor.writeAt(3, Uint8Array.of(7, 8));
    await editor.truncate(5);
    expect([...(await editor.read(2, 99))]).toEqual([3, 7, 8]);
    await editor.truncate(1);
    await editor.close();
    expect([...readFileSync(target)]).toEqual([1]);
    const other = await node.createFile(target);
    await other.write(Uint8Array.of(0));
    await other.abandon();
    expect([...readFileSync(target)]).toEqual([1]);
    expect(readdirSync(dirname(target))).toEqual(['b.bin']);
    await expect(node.editFile(join(folder, 'none.bin'))).rejects.toMatchObject({ code: 'no-such-file' });
    await expect(browser.createFile('a')).rejects.toMatchObject({ code: 'unsupported' });
    await expect(browser.editFile('a')).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('that cannot be written leave nothing behind', async () => {
    const blocked = join(folder, 'blocked');
    mkdirSync(join(blocked, 'target'), { recursive: true });
    await expect(node.writeFile(join(blocked, 'target'), 'x')).rejects.toMatchObject({ code: 'io' });
    expect(readdirSync(blocked)).toEqual(['target']);
    await expect(node.writeFile(join(path, 'below-a-file'), 'x')).rejects.toThrow(/bytes\.bin/);
  });

  it.skipIf(process.getuid?.() === 0)('without read permission are reported', async () => {
    const secret = join(folder, 'secret.fits');
    writeFileSync(secret, '');
    chmodSync(secret, 0);
    await expect(node.openSource(secret)).rejects.toThrow(/you have no right to/);
  });
});

describe('web addresses', () => {
  const fits = encodeFits([
    { width: 30, height: 30, planes: 30, pixels: Int16Array.from({ length: 27_000 }, (_, i) => i) },
  ]);
  let server: Server;
  let address = '';
  const requests: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { url = '', headers } = request;
      requests.push(`${url} ${headers.range ?? ''}`);
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(headers.range ?? '') ?? [];
      if (url.includes('missing')) response.writeHead(404).end();
      else if (url.includes('broken')) response.writeHead(500).end();
      else if (url.includes('whole') || from === undefined) response.end(fits);
      else
        response
          .writeHead(206, { 'content-range': `bytes ${from}-${to}/${fits.length}` })
          .end(fits.subarray(Number(from), Number(to) + 1));
    });
    await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise(closed => server.close(closed)));

  it('are read by ranges, and only those, if the server supports them', async () => {
    const file = await openFitsSource(`${address}/cube.fits`);
    requests.length = 0;
    const image = await file.readImage(0, 'float32', { plane: 3 });
    expect(image.pixels[1]).toBe(2701);
    expect(requests).toEqual([`/cube.fits bytes=${2880 + 5400}-${2880 + 7199}`]);
  });

  it('read a section of an image by the rows that contain it', async () => {
    const file = await openFitsSource(`${address}/cube.fits`);
    requests.length = 0;
    const section = { x: 4, y: 10, width: 3, height: 2 };
    const part = await file.readImage(0, 'float32', { plane: 2, section });
    expect([...part.pixels]).toEqual([2104, 2105, 2106, 2134, 2135, 2136]);
    expect(requests).toEqual([`/cube.fits bytes=${2880 + 2 * 2100}-${2880 + 2 * 2160 - 1}`]);
  });

  it('are read whole if it does not', async () => {
    const file = await openFitsSource(new URL(`${address}/whole.fits`));
    requests.length = 0;
    expect((await file.readImage(0, 'float32', { plane: 3 })).pixels[1]).toBe(2701);
    expect(requests).toEqual([]);
  });

  it('are also opened by the browser platform, which finds only explicit ones', async () => {
    const [found] = await browser.findFiles([`${address}/cube.fits`]);
    expect((await browser.openSource(found)).byteLength).toBe(fits.length);
    expect(await browser.readText(`${address}/whole.txt`)).toMatch(/^SIMPLE/);
    await expect(browser.findFiles(`${address}/*.fits`)).rejects.toMatchObject({ code: 'unsupported' });
    await expect(browser.writeFile('a.fits', 'x')).rejects.toThrow(/a page has no files/);
  });

  it('that fail are reported by name', async () => {
    await expect(openFitsSource(`${address}/missing.fits`)).rejects.toMatchObject({
      code: 'no-such-file',
      message: expect.stringMatching(/missing\.fits.*404/),
    });
    await expect(openFitsSource(`${address}/broken.fits`)).rejects.toMatchObject({ code: 'io' });
    await expect(openFitsSource('http://127.0.0.1:9/nobody.fits')).rejects.toThrow(/nobody\.fits could not be reached/);
  });
});

describe('the browser platform', () => {
  it('does not depend on Node, directly or through its imports', () => {
    const lib = fileURLToPath(new URL('../../lib/', import.meta.url));
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = readFileSync(file, 'utf8');
      for (const [, target] of text.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'/gm)) {
        expect(target, file).not.toMatch(/^node:/);
        if (target.startsWith('.')) visit(join(dirname(file), target.replace(/\.js$/, '.ts')));
      }
    };
    visit(join(lib, 'platform', 'browser.ts'));
    expect(seen.size).toBeGreaterThan(4);
  });
});
