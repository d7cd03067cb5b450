import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findFiles } from '../../lib/platform/node-find-files.js';

const folder = mkdtempSync(join(tmpdir(), 'skyframe-find-'));
afterAll(() => rmSync(folder, { recursive: true }));

for (const name of ['night', 'night/deep', 'empty', 'notes', 'odd [1]', 'café'])
  mkdirSync(join(folder, name), { recursive: true });
const FITS = ['a.fits', 'b.FIT', 'c.fts', 'd.fits.gz', 'e.fits.fz', 'f.fz'];
for (const name of [...FITS, 'log.txt', 'fits.csv', 'x.fits.txt', '.hidden.fits'])
  writeFileSync(join(folder, 'night', name), '');
writeFileSync(join(folder, 'night', 'deep', 'z.fits'), '');
writeFileSync(join(folder, 'notes', 'readme.md'), '');
writeFileSync(join(folder, 'odd [1]', 'frame {2}.fits'), '');
writeFileSync(join(folder, 'café', 'ü.fits'), '');

const at = (path: string) => join(folder, path);
const names = (pattern: string | readonly string[]) => findFiles(pattern).map(path => relative(folder, path));

describe('findFiles', () => {
  it('expands a directory to its FITS files, not recursively', () => {
    expect(names(at('night'))).toEqual(FITS.map(name => `night/${name}`));
    expect(names(at('night/'))).toEqual(FITS.map(name => `night/${name}`));
  });

  it('accepts patterns, including across directories', () => {
    expect(names(at('night/*.fits'))).toEqual(['night/a.fits']);
    expect(names(at('**/*.fits'))).toEqual([
      'café/ü.fits',
      'night/a.fits',
      'night/deep/z.fits',
      'odd [1]/frame {2}.fits',
    ]);
    expect(names(at('night/{a,c}.{fits,fts}'))).toEqual(['night/a.fits', 'night/c.fts']);
    expect(names(at('n*/[ab].*'))).toEqual(['night/a.fits', 'night/b.FIT']);
  });

  it('accepts a mixed list and returns each file once, sorted, as an absolute path', () => {
    const found = findFiles([at('night/c.fts'), at('night/deep'), at('night/*.f*s'), at('night/a.fits')]);
    expect(found).toEqual([at('night/a.fits'), at('night/c.fts'), at('night/deep/z.fits')]);
    const fromHere = relative(process.cwd(), at('night/a.fits'));
    expect(findFiles(fromHere)).toEqual([at('night/a.fits')]);
    expect(findFiles(relative(process.cwd(), at('night/*.fits')))).toEqual([at('night/a.fits')]);
  });

  it('accepts any explicitly named file, whatever its extension', () => {
    expect(names(at('night/log.txt'))).toEqual(['night/log.txt']);
    expect(names(at('odd [1]/frame {2}.fits'))).toEqual(['odd [1]/frame {2}.fits']);
    expect(names(at('odd [1]'))).toEqual(['odd [1]/frame {2}.fits']);
    expect(names(at('café'))).toEqual(['café/ü.fits']);
  });

  it('follows links', () => {
    symlinkSync(at('night'), at('link'));
    expect(names(at('link/*.fits'))).toEqual(['link/a.fits']);
    expect(names(at('link'))[0]).toBe('link/a.fits');
  });

  it.each<[string, string, RegExp]>([
    ['a directory that does not exist', 'nigth', /nigth: there is no such file in .*; nearest: night/],
    ['a path through such a directory', 'nigth/a.fits', /the directory .*\/nigth does not exist; nearest: night \(in /],
    ['a path with several missing directories', 'q/r/s/t.fits', /the directory .*\/q does not exist/],
    ['a file that does not exist', 'night/aa.fits', /no such file in .*night; nearest: a\.fits/],
    [
      'a pattern in a directory that does not exist',
      'nigth/*.fits',
      /the directory .*\/nigth does not exist; nearest: night/,
    ],
    ['a pattern without a match', 'night/*.png', /night exists, but nothing in it matches; it has .* and \d+ more/],
    ['a pattern in an empty directory', 'empty/*.fits', /it is empty/],
    ['a directory without FITS files', 'notes', /has no FITS files .* among its 1 entries.*notes\/\*\*\/\*\.fits/],
    ['a path through a file', 'night/a.fits/b.fits', /a\.fits is a file, not a directory/],
  ])('suggests close matches for %s', (_, path, message) => {
    expect(() => findFiles(at(path))).toThrow(
      expect.objectContaining({ code: 'no-such-file', message: expect.stringMatching(message) }),
    );
    expect(() => findFiles([at('night'), at(path)])).toThrow(path);
  });

  it('does not expand the tilde, and reports it', () => {
    expect(() => findFiles('~/no-such-file.fits')).toThrow(/'~' is not expanded/);
  });

  it.each([[[]], [''], [['']], [[3 as unknown as string]]])('rejects %o', pattern => {
    expect(() => findFiles(pattern)).toThrow(expect.objectContaining({ code: 'bad-argument' }));
  });
});
