import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aavsoFormat } from '../../lib/formats/aavso/aavso-format.js';
import { readAavso } from '../../lib/formats/aavso/read-aavso.js';
import { writeAavso } from '../../lib/formats/aavso/write-aavso.js';
import { Table } from '../../lib/table/table.js';

const head = (extra = '') =>
  `#TYPE=Extended\n#OBSCODE=TST01\n#SOFTWARE=GCX 2.0\n#DELIM=,\n#DATE=JD\n#OBSTYPE=CCD\n${extra}`;
const NAMES = '#NAME,DATE,MAG,MERR,FILT,TRANS,MTYPE,CNAME,CMAG,KNAME,KMAG,AMASS,GROUP,CHART,NOTES\n';
const SAMPLE = `${head(NAMES)}SS CYG,2450702.1234,11.135,0.003,V,NO,STD,105,na,na,na,na,1,070613,na
#
SS CYG,2450702.1254,<11.2,na,B,YES,DIF,000-BBP-713,19.277,5170,19.450,1.236,na,X36483DQK,|VMAGINS=17.6|, windy
`;
const rows = (text: string) => new Table(readAavso(text)).toObjects() as Record<string, unknown>[];

describe('an AAVSO Extended file', () => {
  test('holds one observation per row; na is missing, < marks fainter than', () => {
    expect(rows(SAMPLE)).toEqual([
      {
        NAME: 'SS CYG',
        DATE: 2450702.1234,
        MAG: 11.135,
        FAINTER: false,
        MERR: 0.003,
        FILT: 'V',
        TRANS: false,
        MTYPE: 'STD',
        CNAME: '105',
        CMAG: NaN,
        KNAME: null,
        KMAG: NaN,
        AMASS: NaN,
        GROUP: '1',
        CHART: '070613',
        NOTES: null,
      },
      {
        NAME: 'SS CYG',
        DATE: 2450702.1254,
        MAG: 11.2,
        FAINTER: true,
        MERR: NaN,
        FILT: 'B',
        TRANS: true,
        MTYPE: 'DIF',
        CNAME: '000-BBP-713',
        CMAG: 19.277,
        KNAME: '5170',
        KMAG: 19.45,
        AMASS: 1.236,
        GROUP: null,
        CHART: 'X36483DQK',
        NOTES: '|VMAGINS=17.6|, windy',
      },
    ]);
  });

  test('has units, and its parameters as meta', () => {
    const { stored, meta } = readAavso(SAMPLE);
    expect([stored.get('MAG')?.unit, stored.get('DATE')?.unit]).toEqual(['mag', 'd']);
    expect(meta).toEqual({
      TYPE: 'Extended',
      OBSCODE: 'TST01',
      SOFTWARE: 'GCX 2.0',
      DELIM: ',',
      DATE: 'JD',
      OBSTYPE: 'CCD',
    });
  });

  test('accepts every name of the delimiter, letters in any case, and other comments', () => {
    for (const [named, sign] of [
      ['comma', ','],
      ['TAB', '\t'],
      ['\t', '\t'],
      [';', ';'],
      ['33', '!'],
      ['|', '|'],
    ]) {
      const line = 'SS CYG,2450702.1,11.1,na,V,no,std,na,na,na,na,na,na,na,na'.replaceAll(',', sign);
      const text = `#type=EXTENDED\r\n#obscode=X\r\n#Observer: me\r\n#delim=${named}\r\n${line}\r\n`;
      expect(rows(text), named).toMatchObject([{ NAME: 'SS CYG', MAG: 11.1, TRANS: false }]);
      expect(readAavso(text).meta.comments).toEqual(['Observer: me']);
    }
  });

  test('from a spreadsheet has dates', () => {
    const line = (date: string) => `X,${date},11.1,na,V,NO,STD,na,na,na,na,na,na,na,na\n`;
    const text =
      head().replace('DATE=JD', 'DATE=EXCEL') +
      line('12/31/2007 12:59:59 a.m') +
      line('1/2/2008 1:00:00 PM') +
      line('na');
    expect(rows(text).map(row => row.DATE)).toEqual([
      new Date('2007-12-31T00:59:59Z'),
      new Date('2008-01-02T13:00:00Z'),
      null,
    ]);
    expect(() => rows(head().replace('DATE=JD', 'DATE=EXCEL') + line('2/30/2008 1:00:00 PM'))).toThrow(
      /line 7: DATE: expected a date as/,
    );
  });

  test('of several observers has a column of them', () => {
    const observation = 'X,2450702.1,11.1,na,V,NO,STD,na,na,na,na,na,na,na,na\n';
    expect(rows(`${head()}${observation}#OBSCODE=TST02\n${observation}`).map(row => row.OBSCODE)).toEqual([
      'TST01',
      'TST02',
    ]);
    expect('OBSCODE' in rows(head() + observation)[0]).toBe(false);
  });

  test('is recognised by its lines', () => {
    const recognizes = (text: string) => aavsoFormat.recognizes?.(new TextEncoder().encode(text), 'x.csv');
    expect(recognizes(SAMPLE)).toBe(true);
    expect(recognizes('# notes\n#type = extended\n')).toBe(true);
    expect(recognizes('#TYPE=Visual\n')).toBe(false);
    expect(recognizes(`a,b\n#TYPE=EXTENDED\n`)).toBe(false);
  });

  test.each<[string, string, RegExp]>([
    ['no type', SAMPLE.replace('#TYPE=Extended\n', ''), /it must have a line '#TYPE=Extended'/],
    ['empty content', '', /it must have a line/],
    [
      'too few fields',
      SAMPLE.replace(',070613,na', ''),
      /x.txt, line 8: 13 fields between ',', expected 15: NAME, DATE/,
    ],
    ['an invalid magnitude', SAMPLE.replace('11.135', 'bright'), /line 8: MAG: expected a number, got 'bright'/],
    ['an invalid yes/no field', SAMPLE.replace(',NO,', ',MAYBE,'), /line 8: TRANS: expected YES or NO, got 'MAYBE'/],
    ['two date types', SAMPLE.replace('#\n', '#DATE=HJD\n'), /line 9: DATE changes within the file/],
  ])('with %s reports the problem', (_, text, message) => {
    expect(() => readAavso(text, 'x.txt')).toThrow(expect.objectContaining({ code: 'bad-table' }));
    expect(() => readAavso(text, 'x.txt')).toThrow(message);
  });

  test('truncated or with any character changed is either read or reports what is wrong', () => {
    fc.assert(
      fc.property(fc.nat(SAMPLE.length - 1), fc.nat(127), fc.boolean(), (at, code, cut) => {
        try {
          readAavso(SAMPLE.slice(0, at) + (cut ? '' : String.fromCharCode(code) + SAMPLE.slice(at + 1)));
        } catch (error) {
          expect(error).toMatchObject({ name: 'PhotometryError' });
        }
      }),
      { seed: 8, numRuns: 400 },
    );
  });
});

describe('written observations', () => {
  test('round-trip', () => {
    const data = readAavso(SAMPLE);
    const back = readAavso(writeAavso(data));
    expect(new Table(back).toObjects()).toEqual(new Table(data).toObjects());
    expect(back.meta).toEqual({ ...data.meta, DELIM: ';' });
    expect(new Table(readAavso(writeAavso(data, '\t'))).toObjects()).toEqual(new Table(data).toObjects());
  });

  test('from a light curve use its columns, and constants from meta', () => {
    const curve = Table.fromColumns(
      { jdUtcMid: [2460000.123456789, 2460000.2], mag: [12, NaN], magErr: [0.0012345, 0.01], airmass: [1.1, NaN] },
      { meta: { OBSCODE: 'ABC', name: 'XO-1', FILT: 'V', MTYPE: 'DIF', CNAME: 'ENSEMBLE' } },
    );
    expect(writeAavso(curve.data).split('\n')).toEqual([
      '#TYPE=Extended',
      '#OBSCODE=ABC',
      '#SOFTWARE=Skyframe',
      '#DELIM=,',
      '#DATE=JD',
      '#OBSTYPE=CCD',
      '#NAME,DATE,MAG,MERR,FILT,TRANS,MTYPE,CNAME,CMAG,KNAME,KMAG,AMASS,GROUP,CHART,NOTES',
      'XO-1,2460000.12345679,12.0,0.0012,V,NO,DIF,ENSEMBLE,na,na,na,1.1,na,na,na',
      'XO-1,2460000.2,na,0.01,V,NO,DIF,ENSEMBLE,na,na,na,na,na,na,na',
      '',
    ]);
  });

  test('may have dates, which are written as Julian dates', () => {
    const table = Table.fromColumns(
      { name: ['x'], date: [new Date('2000-01-01T12:00:00Z')], mag: [1], filter: ['V'] },
      { meta: { OBSCODE: 'A', MTYPE: 'STD' } },
    );
    expect(writeAavso(table.data)).toContain('\nx,2451545.0,1.0,');
  });

  test('of any magnitudes fit their fields and round-trip within the precision that these allow', () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 40, noNaN: true }), mag => {
        const table = Table.fromColumns(
          { name: ['x'], jd: [2451545], mag: [mag], filter: ['V'] },
          { meta: { OBSCODE: 'A', MTYPE: 'STD' } },
        );
        const text = writeAavso(table.data);
        expect(text.split('\n')[7].split(',')[2]).toMatch(/^-?\d+\.\d+$/);
        expect(text.split('\n')[7].split(',')[2].length).toBeLessThanOrEqual(8);
        expect(Number(rows(text)[0].MAG)).toBeCloseTo(mag, 3);
      }),
      { seed: 10, numRuns: 200 },
    );
  });

  test('are rejected if fields are missing or do not fit', () => {
    const table =
      (columns: Record<string, string[] | number[]>, meta = { OBSCODE: 'A', MTYPE: 'STD' }) =>
      () =>
        writeAavso(
          Table.fromColumns({ name: ['x'], jd: [1], mag: [1], filter: ['V'], ...columns } as Record<string, number[]>, {
            meta,
          }).data,
        );
    expect(table({})).not.toThrow();
    expect(table({}, { MTYPE: 'STD' } as never)).toThrow(/AAVSO: meta.OBSCODE missing/);
    expect(table({}, { OBSCODE: 'A' } as never)).toThrow(/AAVSO: MTYPE missing/);
    expect(() => writeAavso(Table.fromColumns({ mag: [1] }).data)).toThrow(
      /NAME, DATE, FILT, MTYPE, meta.OBSCODE missing/,
    );
    expect(table({ name: ['#x'] })).toThrow(/NAME without # at its beginning/);
    expect(table({ filter: ['Johnson V'] })).toThrow(/FILT holds one line of at most 5 characters/);
    expect(table({ mag: [123456789] })).toThrow(/MAG has 8 characters at most/);
    expect(table({ notes: [',;!|~'] })).toThrow(/a field contains the delimiter/);
    expect(() => writeAavso(readAavso(SAMPLE), ',')).toThrow(/a field contains the delimiter ','/);
  });
});
