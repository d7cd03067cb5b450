import { describe, expect, it } from 'vitest';
import type { CardValue } from '../../lib/fits/header/card.js';
import { Header } from '../../lib/fits/header/header.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import type { FitsProblem } from '../../lib/fits/verify/problem.js';
import { FitsReport } from '../../lib/fits/verify/report.js';
import { fitsProblems } from '../../lib/fits/verify/verify-fits.js';
import { compressImage } from '../../lib/fits/write/compress-image.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { verifyFits } from '../../lib/fluent/fits-file.js';
import { Lists } from '../../lib/table/column/lists.js';
import { Table } from '../../lib/table/table.js';
import { describeShared, referenceValues, shared } from '../helpers/shared.js';

async function problemsOf(bytes: Uint8Array): Promise<FitsProblem[]> {
  const file = await openFitsSource(bytes, { path: 'frame.fits' });
  return fitsProblems(file.bytes, file.hdus, file.path);
}

/** A file with an image whose header ends with these lines. */
function withLines(...lines: readonly string[]): Uint8Array {
  const bytes = encodeFits([{ width: 2, height: 2, pixels: new Uint8Array(4) }]);
  const text = [...lines, 'END'].map(line => line.padEnd(80)).join('');
  for (let i = 0; i < text.length; i++) bytes[5 * 80 + i] = text.charCodeAt(i);
  return bytes;
}

const file = [
  {
    header: Header.fromObject({ OBJECT: 'M13', LONGTEXT: 'so long a text '.repeat(9) }),
    width: 3,
    height: 2,
    pixels: new Int16Array(6),
  },
  { header: Header.fromObject({ EXTNAME: 'ERR' }), width: 3, height: 2, pixels: new Float32Array(6) },
];

describe('a file that conforms to the standard', () => {
  it('has no problems', async () => {
    expect(await problemsOf(encodeFits(file))).toEqual([]);
    expect(await problemsOf(encodeFits(file, { checksum: true }))).toEqual([]);
    expect(await problemsOf(encodeFits([]))).toEqual([]);
  });
});

describe('a line of a header', () => {
  const line = (keyword: string, rest: string): string => `${keyword.padEnd(8)}${rest}`;

  it.each<[string, string, string, string, RegExp]>([
    ['a byte that is not ASCII', line('OBJECT', "= 'caf\u00e9'"), 'error', 'OBJECT', /column 15 holds the byte 233/],
    ['lower case in a keyword', line('object', "= 'x'"), 'error', 'OBJECT', /keyword 'object' has lower-case letters/],
    ['other characters in a keyword', line('A.B', '= 1'), 'error', 'A.B', /'A\.B' has characters other than/],
    [
      'a keyword that is not in column 1',
      line(' GAIN', '=                    1'),
      'error',
      ' GAIN',
      /does not begin in column 1/,
    ],
    ['no blank after the sign', line('GAIN', '=1.5'), 'error', 'GAIN', /a blank is missing after the '='/],
    ['no value', line('OBSLOG', 'nothing to say'), 'warning', 'OBSLOG', /no '= ' in columns 9 and 10/],
    ['an unclosed quote', line('OBJECT', "= 'M13"), 'error', 'OBJECT', /no closing quote/],
    ['a comment without a slash', line('OBJECT', "= 'M13' cluster"), 'warning', 'OBJECT', /no slash between/],
    ['an invalid value', line('GAIN', '= 1,5'), 'error', 'GAIN', /value 1,5 is not a number/],
    ['a lower-case exponent', line('GAIN', '= 1.5e3'), 'warning', 'GAIN', /1\.5e3 has a lower-case exponent/],
    [
      'a CONTINUE that continues nothing',
      line('CONTINUE', "  'x'"),
      'warning',
      'CONTINUE',
      /does not follow text that ends in '&'/,
    ],
    ['a logical value given as text', line('INHERIT', "= 'yes'"), 'warning', 'INHERIT', /neither T nor F/],
    [
      'a BSCALE of zero',
      line('BSCALE', '=                    0'),
      'warning',
      'BSCALE',
      /it is 0, which makes all pixels equal/,
    ],
  ])('with %s is reported, with its byte', async (_, text, level, keyword, problem) => {
    expect(await problemsOf(withLines(text))).toEqual([
      { level, hdu: 0, name: 'PRIMARY', card: 6, keyword, byte: 400, problem: expect.stringMatching(problem) },
    ]);
  });

  it('of any allowed kind is accepted', async () => {
    const lines = [
      "OBJECT  = 'it''s M13' / name",
      'GAIN    =                  1.5D3 / free',
      'NOTHING =                      / undefined',
      'COMPLEX = (1.0, -2.5E1)',
      'COMMENT = is a remark',
      'HISTORY one',
      'HISTORY one',
      'HIERARCH ESO DET NAME = 1',
      "LONG    = 'one &'",
      "CONTINUE  'two'",
      "DP1     = 'AXIS.1: 1'",
      "DP1     = 'NAXES: 2'",
    ];
    expect(await problemsOf(withLines(...lines))).toEqual([]);
  });

  it('that occurs twice is reported once, with both positions', async () => {
    expect(await problemsOf(withLines('GAIN    = 1', 'OTHER   = 1', 'GAIN    = 2'))).toMatchObject([
      {
        level: 'warning',
        card: 8,
        keyword: 'GAIN',
        byte: 560,
        problem: 'it occurs 2 times (cards 6, 8); the first one is used',
      },
    ]);
  });

  it('after END, or text on the END line, is reported', async () => {
    const fill = withLines('GAIN    = 1');
    fill[2800] = 65;
    expect(await problemsOf(fill)).toMatchObject(
      [{ keyword: 'END', card: 7, problem: /the padding after END is not blank/ }].map(p => ({
        ...p,
        problem: expect.stringMatching(p.problem),
      })),
    );
    const end = withLines('GAIN    = 1');
    end[6 * 80 + 40] = 65;
    expect(await problemsOf(end)).toMatchObject([{ keyword: 'END', problem: 'the END line has text after END' }]);
  });
});

describe('mandatory cards', () => {
  const extension = { XTENSION: 'IMAGE', BITPIX: 8, NAXIS: 1, NAXIS1: 1, PCOUNT: 0, GCOUNT: 1 };
  const bytes = (cards: Record<string, CardValue>, data = new Uint8Array(1)): Uint8Array =>
    encodeFits([{ header: Header.fromObject(cards), data }]);

  it('that are missing or out of order are reported', async () => {
    const { PCOUNT: _, ...without } = extension;
    expect(await problemsOf(bytes(without))).toMatchObject([
      { hdu: 1, keyword: 'PCOUNT', card: 0, problem: 'it is missing' },
      { hdu: 1, keyword: 'GCOUNT', card: 5, problem: 'it is card 5, but must be card 6' },
    ]);
  });

  it('of a binary table must match its rows', async () => {
    const table = { ...extension, XTENSION: 'BINTABLE', NAXIS: 2, NAXIS1: 12, NAXIS2: 1, TFIELDS: 2 };
    const data = new Uint8Array(12);
    const header = (cards: Record<string, CardValue>) => {
      const { PCOUNT, GCOUNT, TFIELDS, ...first } = table;
      return { ...first, PCOUNT, GCOUNT, TFIELDS, ...cards };
    };
    expect(await problemsOf(bytes(header({ TFORM1: 'D', TTYPE1: 'x', TFORM2: 'J', TTYPE2: 'y' }), data))).toEqual([]);
    expect(await problemsOf(bytes(header({ TFORM1: 'D', TTYPE1: 'x', TFORM2: 'I', TTYPE2: 'X' }), data))).toMatchObject(
      [
        { level: 'error', keyword: 'NAXIS1', problem: 'the columns need 10 bytes per row, but NAXIS1 is 12' },
        { level: 'warning', keyword: 'TTYPE2', problem: 'column 1 has the same name' },
      ],
    );
    expect(await problemsOf(bytes(header({ TFORM1: 'D', TFORM2: '?' }), data))).toContainEqual(
      expect.objectContaining({ keyword: 'TFORM2', problem: "'?' is not a valid column form" }),
    );
  });
});

describe('inconsistent cards', () => {
  const tableBytes = (cards: Record<string, CardValue>, data: Uint8Array, structure: Record<string, CardValue> = {}) =>
    encodeFits([
      {
        header: Header.fromObject({
          XTENSION: 'BINTABLE',
          BITPIX: 8,
          NAXIS: 2,
          NAXIS1: data.length,
          NAXIS2: 1,
          PCOUNT: 0,
          GCOUNT: 1,
          TFIELDS: 1,
          TTYPE1: 'c',
          ...structure,
          ...cards,
        }),
        data,
      },
    ]);

  it.each<[Record<string, CardValue>, string, string]>([
    [{ TFORM1: '1J', TDIM1: '(3,4)' }, 'TDIM1', 'it needs 12 elements, but the field has 1; it is ignored'],
    [{ TFORM1: '1J', TDIM1: '3x4' }, 'TDIM1', "'3x4' is not a list of axes such as (3,2)"],
    [
      { TFORM1: '1E', TNULL1: 5 },
      'TNULL1',
      'a column of form E has no integers to which it could apply; it is ignored',
    ],
    [{ TFORM1: '2I', TNULL1: 40000 }, 'TNULL1', '40000 is not an integer of form I; no value can equal it'],
    [{ TFORM1: '1J', TNULL1: 1.5 }, 'TNULL1', 'it is 1.5, not a whole number'],
    [{ TFORM1: '4A', TSCAL1: 2 }, 'TSCAL1', 'a column of form A has no numbers to scale'],
    [{ TFORM1: '1J', TZERO1: 'x' }, 'TZERO1', 'it is not a number'],
    [{ TFORM1: '1J', TSCAL1: 0 }, 'TSCAL1', 'it is 0, which makes all values equal'],
    [{ TFORM1: '1J', TFORM2: '1J' }, 'TFORM2', 'it is beyond TFIELDS, which is 1'],
  ])('of a column are reported: %o', async (cards, keyword, problem) => {
    const bytes = tableBytes(cards, new Uint8Array(4));
    expect(await problemsOf(bytes)).toMatchObject([{ level: 'warning', hdu: 1, keyword, problem }]);
  });

  it('of the structure are reported', async () => {
    const twice = tableBytes({ TFORM1: '1J' }, new Uint8Array(4), { GCOUNT: 2 });
    expect(await problemsOf(twice)).toContainEqual(
      expect.objectContaining({
        level: 'error',
        keyword: 'GCOUNT',
        card: 7,
        problem: expect.stringMatching(/must be 1/),
      }),
    );
    expect(await problemsOf(withLines('NAXIS3  =                    1'))).toMatchObject([
      { level: 'error', keyword: 'NAXIS3', problem: 'it is beyond NAXIS, which is 2' },
    ]);
    expect(await problemsOf(withLines("XTENSION= 'IMAGE   '"))).toMatchObject([
      { level: 'error', keyword: 'XTENSION' },
    ]);
  });

  it.each([
    ["BZERO   = 'none'", 'BZERO', /it is none, not a number/],
    ["EXTVER  = 'one'", 'EXTVER', /not a whole number/],
    ['EXTNAME =                    5', 'EXTNAME', /not text/],
    ["DATE-OBS= '2025-13-45'", 'DATE-OBS', /not a date/],
    ["DATE    = '2025-08-10 11:40'", 'DATE', /not a date/],
  ])('with values of the wrong type are reported: %s', async (line, keyword, problem) => {
    expect(await problemsOf(withLines(line))).toMatchObject([
      { level: 'warning', card: 6, keyword, problem: expect.stringMatching(problem) },
    ]);
  });

  it('do not include dates of either form', async () => {
    for (const date of ['2025-08-10', '2025-08-10T11:40:00.25', '10/08/97', ''])
      expect(await problemsOf(withLines(`DATE-OBS= '${date.padEnd(8)}'`))).toEqual([]);
  });

  it('include the form of a column with a byte that is not text, or not a logical', async () => {
    const cards = { TFIELDS: 2, TFORM1: '3A', TFORM2: '2L', TTYPE2: 'flag' };
    const good = await problemsOf(tableBytes(cards, Uint8Array.of(65, 0, 255, 84, 0)));
    expect(good).toEqual([]);
    const file = tableBytes(cards, Uint8Array.of(65, 233, 66, 70, 116));
    expect(await problemsOf(file)).toMatchObject(
      [
        { level: 'warning', keyword: 'TFORM1', byte: 5761, problem: /row 0, column 'c' holds the byte 233/ },
        {
          level: 'warning',
          keyword: 'TFORM2',
          byte: 5764,
          problem: /column 'flag' holds the byte 116; a logical must be/,
        },
      ].map(({ problem, ...rest }) => ({ ...rest, problem: expect.stringMatching(problem) })),
    );
  });
});

describe('the data', () => {
  it('that are truncated are reported with the number of missing bytes', async () => {
    const whole = encodeFits(file);
    const problems = await problemsOf(whole.subarray(0, whole.length - 2880 + 20));
    expect(problems).toMatchObject([
      {
        level: 'error',
        hdu: 1,
        name: 'ERR',
        byte: whole.length - 2860,
        problem: expect.stringMatching(/the last 4 are missing/),
      },
    ]);
  });

  it('with padding that is missing or not zero are reported', async () => {
    const whole = encodeFits(file);
    expect(await problemsOf(whole.subarray(0, whole.length - 1))).toMatchObject([
      { level: 'warning', hdu: 1, problem: 'the file ends 1 bytes before its last block is full' },
    ]);
    const changed = whole.slice();
    changed[whole.length - 5] = 7;
    expect(await problemsOf(changed)).toMatchObject([
      { byte: whole.length - 5, problem: 'the padding of the last block contains 7, not 0' },
    ]);
  });

  it('that do not match their checksums are reported', async () => {
    const bytes = encodeFits(file, { checksum: true });
    bytes[bytes.length - 2880] ^= 1;
    expect(await problemsOf(bytes)).toMatchObject([
      { level: 'error', hdu: 1, keyword: 'DATASUM', byte: bytes.length - 2880 },
      { level: 'error', hdu: 1, keyword: 'CHECKSUM' },
    ]);
  });

  it('of a table that point beyond its heap are reported', async () => {
    const table = Table.fromColumns({ list: new Lists(Float32Array.of(1, 2, 3), [0, 1, 3]) });
    const bytes = encodeFits([table]);
    const rows = bytes.length - 2880;
    new DataView(bytes.buffer).setInt32(rows + 8, 1_000_000_000);
    expect(await problemsOf(bytes)).toMatchObject([
      { level: 'error', hdu: 1, keyword: '', problem: expect.stringMatching(/frame\.fits, HDU 1.*list/) },
    ]);
  });

  it('of a compressed image that cannot be decompressed are reported', async () => {
    const image = { width: 40, height: 30, pixels: Int16Array.from({ length: 1200 }, (_, i) => (i * 31) % 57) };
    const { header, data } = await compressImage(image, { compress: 'GZIP_2' });
    data.fill(255, 30 * 8 + 20, 30 * 8 + 60);
    const problems = await problemsOf(encodeFits([{ header, data }]));
    expect(problems).toMatchObject([{ level: 'error', hdu: 1, problem: expect.stringMatching(/HDU 1, tile \d+/) }]);
  });

  it('followed by other bytes, and two HDUs of the same name, are reported', async () => {
    const twice = encodeFits([{}, file[1], file[1]]);
    const problems = await problemsOf(Uint8Array.from([...twice, 65, 66]));
    expect(problems).toMatchObject([
      { level: 'warning', hdu: 2, keyword: 'EXTNAME', problem: expect.stringMatching(/HDU 1 is also called ERR/) },
      {
        level: 'warning',
        hdu: 2,
        byte: twice.length,
        problem: '2 bytes after the last HDU are not an extension (they begin with "AB")',
      },
    ]);
  });
});

describe('a file that cannot be opened', () => {
  it.each<[string, Uint8Array, Partial<FitsProblem>]>([
    ['not FITS', new TextEncoder().encode('hello'), { hdu: 0, byte: 0 }],
    ['a header without END', encodeFits(file).subarray(0, 300), { hdu: 0, byte: 0 }],
    [
      'a bad card',
      encodeFits([{ header: Header.fromObject({ XTENSION: 'IMAGE', BITPIX: 7 }), data: new Uint8Array(0) }]),
      { hdu: 1, card: 2, keyword: 'BITPIX', byte: 2960 },
    ],
  ])('has one problem: %s', async (_, bytes, expected) => {
    const problems = await verifyFits(bytes, { path: 'x.fits' });
    expect([...problems].map(row => ({ ...row }))).toHaveLength(1);
    const [row] = problems.toObjects();
    expect(row).toMatchObject({ level: 'error', ...expected, problem: expect.stringMatching(/x\.fits/) });
  });

  it('because it does not exist is still an error', async () => {
    await expect(verifyFits('/none/such.fits')).rejects.toMatchObject({ code: 'no-such-file' });
  });
});

describe('a report', () => {
  it('displays every problem in full, escaped in HTML', async () => {
    const report = await verifyFits(withLines("OBJECT  = 'a' <b>", 'GAIN    = 1,5'), { path: 'x.fits' });
    expect(String(report)).toBe(
      [
        'x.fits: 2 problems',
        '  warning: HDU 0 PRIMARY, card 6, OBJECT, byte 400: there is no slash between the text and what follows it',
        '  error: HDU 0 PRIMARY, card 7, GAIN, byte 480: the value 1,5 is not a number, T, F or quoted text',
      ].join('\n'),
    );
    const errors = report.filter(({ level }) => level === 'error');
    expect(errors).toBeInstanceOf(FitsReport);
    expect(String(errors)).toMatch(/^x\.fits: 1 problem\n {2}error/);
    const tagged = FitsReport.of([{ ...report.toObjects()[0], level: 'error', problem: 'a <b> & c' }], 'y.fits');
    const show = Object(tagged)[Symbol.for('Jupyter.display')];
    expect(show.call(tagged)['text/html']).toContain('a &lt;b&gt; &amp; c');
    expect(String(await verifyFits(encodeFits(file), { path: 'good.fits' }))).toBe('good.fits: nothing is wrong');
  });
});

/** Files of the reference set with errors: their data were truncated, or damaged on purpose. */
const WITH_ERRORS: Readonly<Record<string, RegExp>> = {
  'fits/astropy/checksum_false.fits': /^DATASUM,CHECKSUM,DATASUM,CHECKSUM$/,
  'wcs/header_newlines.fits': /^DATASUM,CHECKSUM$/,
  'wcs/validate.fits': /^DATASUM,CHECKSUM$/,
};

describeShared('the reference files', () => {
  const { files } = referenceValues<{ files: { file: string; hdus: unknown[] }[] }>('fits');

  it.each(files.filter(({ hdus }) => hdus.length > 0).map(({ file: name }) => name))(
    'have only the known errors: %s',
    async name => {
      const problems = await verifyFits(shared(`data/${name}`));
      const errors = problems.toObjects().filter(({ level }) => level === 'error');
      if (WITH_ERRORS[name] !== undefined)
        expect(errors.map(({ keyword }) => keyword).join()).toMatch(WITH_ERRORS[name]);
      else expect(errors).toEqual([]);
    },
  );
});
