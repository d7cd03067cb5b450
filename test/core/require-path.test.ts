import { expect, test } from 'vitest';
import { writeHdus } from '../../lib/fits/write/write-fits.js';
import { writeTable } from '../../lib/table/files/formats.js';
import { Table } from '../../lib/table/table.js';

test.each([undefined, null, 3, ''])('an invalid path %j is rejected before anything is written', async path => {
  const expected = { code: 'bad-argument', message: expect.stringMatching(/expected the path of a file/) };
  await expect(writeHdus(path as string, [])).rejects.toMatchObject(expected);
  await expect(writeTable(Table.fromColumns({ x: [1] }), path as string)).rejects.toMatchObject(expected);
});
