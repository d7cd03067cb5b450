import { describe, expect, test } from 'vitest';
import { readTable } from '../../lib/fluent/read-table.js';
import { registerFormats } from '../../lib/formats/all-formats.js';
import { daophotFormat } from '../../lib/formats/daophot/daophot-format.js';
import { describeShared, shared } from '../helpers/shared.js';
import { cellsOf, readWith } from './table-from-text.js';

registerFormats();

const HEADER = `#K IRAF    = NOAO/IRAFV2.16  version    %-23s
#K GAIN    = 1.5             number     %-23.7g
#K MAXITER = 50              number     %-23d
#K CLEAN   = no              switch     %-23b
#K DATAMIN = INDEF           counts     %-23.7g
#K REJFILE = "hello world"   filename   %-23s
#K USER    =   name %-23s
#
#N ID     MAG       \\
#U ##     mag       \\
#F %-6d   %-10.3f
#
#N PIER   PERROR
#U ##     perrors
#F %-6d   %-9s
#
`;

describe('a DAOPHOT table', () => {
  test('joins the lines of each record', async () => {
    const data = await readWith(
      daophotFormat,
      `${HEADER}1     15.250    \\\n0     NoError\n22    INDEF     \\\n305   BadPixels\n`,
    );
    expect(cellsOf(data, 'ID')).toEqual([1, 22]);
    expect(cellsOf(data, 'MAG')).toEqual([15.25, NaN]);
    expect(cellsOf(data, 'PIER')).toEqual([0, 305]);
    expect(cellsOf(data, 'PERROR')).toEqual(['NoError', 'BadPixels']);
    expect(data.stored.get('MAG')).toMatchObject({ unit: 'mag', format: '%-10.3f' });
    expect(data.stored.get('ID')).toMatchObject({ unit: '', kind: 'int32' });
  });

  test('has its keywords in meta, typed by their formats', async () => {
    const { meta } = await readWith(daophotFormat, HEADER);
    expect(meta).toMatchObject({
      IRAF: 'NOAO/IRAFV2.16',
      GAIN: 1.5,
      MAXITER: 50,
      CLEAN: false,
      DATAMIN: null,
      REJFILE: 'hello world',
      USER: '',
    });
    expect((meta['keywords'] as Record<string, unknown>)['GAIN']).toEqual({
      value: 1.5,
      unit: 'number',
      format: '%-23.7g',
    });
  });

  test('without records has columns and no rows', async () => {
    const data = await readWith(daophotFormat, HEADER);
    expect([...data.stored.keys()]).toEqual(['ID', 'MAG', 'PIER', 'PERROR']);
    expect(data.length).toBe(0);
  });

  test('numbers the columns of several apertures', async () => {
    const data = await readWith(daophotFormat, `${HEADER}1     15.250    \\\n0     NoError   *\\\n7     BigShift  *\n`);
    expect([...data.stored.keys()]).toEqual(['ID', 'MAG', 'PIER1', 'PERROR1', 'PIER2', 'PERROR2']);
    expect([cellsOf(data, 'PIER2'), cellsOf(data, 'PERROR2')]).toEqual([[7], ['BigShift']]);
  });

  test('has only the requested columns', async () => {
    const data = await readWith(daophotFormat, `${HEADER}1     15.250    \\\n0     NoError\n`, { columns: ['MAG'] });
    expect([...data.stored.keys()]).toEqual(['MAG']);
  });

  test.each([
    [
      'a non-numeric cell',
      `${HEADER}x     15.250    \\\n0     NoError\n`,
      "line 17: 'x' is not a valid int32 for column 'ID'",
    ],
    ['a truncated record', `${HEADER}1     15.250    \\\n`, 'a record ends after 1 lines, 2 were expected'],
    [
      'records of different lengths',
      `${HEADER}1     1.0       \\\n0     a         \\\n0     b\n2     1.0       \\\n0     a\n`,
      'line 21',
    ],
    ['a keyword without a format', '#K GAIN 1.5\n#N ID\n#F %-6d\n', 'line 1'],
    ['no names', '#K GAIN = 1.5 number %-23.7g\n', 'no #N lines'],
    ['no formats', '#N ID\n1\n', "column 'ID' has no #F format"],
  ])('with %s is rejected', async (_, text, message) => {
    const error = await readWith(daophotFormat, text).catch(reason => reason);
    expect(error.code).toBe('bad-table');
    expect(error.message).toContain(message);
  });

  test('is recognised by its first line', () => {
    const recognizes = (text: string) => daophotFormat.recognizes?.(new TextEncoder().encode(text), 'x');
    expect(recognizes(HEADER)).toBe(true);
    expect(recognizes('#N ID    XCENTER\n')).toBe(true);
    expect(recognizes('#Name,mag\n')).toBe(false);
    expect(recognizes('# 1 NUMBER\n')).toBe(false);
  });
});

describeShared('DAOPHOT files of ../shared', () => {
  test('are recognised by content and provide fifteen apertures', async () => {
    const table = await readTable<Record<string, number>>(shared('data/catalogs/ascii/daophot4.dat'));
    expect(table.columns.MAG15[0]).toBe(-6.854);
    expect(table.columns.RAPERT10.values).toEqual(Float64Array.of(10, 10));
    expect(table.meta).toMatchObject({ EPADU: 1, SALGORITHM: 'centroid' });
  });
});
