/**
 * VOTables, CDS, DAOPHOT and SExtractor tables compared with astropy's reading of the same files
 * (test/fixtures/formats/astropy/tables.json, made by make.py in the same folder).
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTable } from '../../lib/fluent/read-table.js';
import { registerFormats } from '../../lib/formats/all-formats.js';
import { type StoredColumn, valueAt } from '../../lib/table/column/stored-column.js';
import { describeShared, shared } from '../helpers/shared.js';

registerFormats();

interface PeerColumn {
  readonly name: string;
  /** VOTable datatype, or numpy kind. */
  readonly kind: string;
  readonly unit?: string;
  readonly ucd?: string;
  readonly description?: string;
  readonly cells: readonly unknown[];
}

interface PeerTable {
  readonly name: string;
  readonly length: number;
  readonly columns: readonly PeerColumn[];
}

type PeerReading = { readonly tables: readonly PeerTable[] } | { readonly error: string };

const readings: Record<string, PeerReading> = JSON.parse(
  readFileSync(new URL('../fixtures/formats/astropy/tables.json', import.meta.url), 'utf8'),
);

/** Files that astropy 5.2 reads or rejects differently from Skyframe, and why. */
const OTHERWISE: Record<string, string> = {
  'catalogs/votable/vizier_b2_votable.xml': 'astropy 5.2 takes char for ASCII alone; text in UTF-8 is read',
  'catalogs/votable/parquet_binary.xml': 'astropy 5.2 gives no rows; the rows lie in another file, and that is said',
};

/**
 * Integer columns of VOTables before 1.3 with empty cells, which astropy reads as 0 unless VALUES null is declared; here
 * they are missing.
 */
const EMPTY_INTEGERS: ReadonlySet<string> = new Set([
  'catalogs/votable/gemini.xml content_length',
  'services/irsa-ned/Box.xml phi_opt',
  'services/irsa-ned/Box.xml ext_key',
  'services/irsa-ned/Cone.xml phi_opt',
  'services/irsa-ned/Cone.xml ext_key',
]);

/** The rows that the peer's answer holds. */
function pickedRows(length: number): number[] {
  const rows = Array.from({ length }, (_, row) => row);
  return rows.filter(row => row < 3 || row >= length - 2);
}

/** Converts a cell to the form of the peer's answers. */
function peerWords(column: StoredColumn, row: number): unknown {
  const value = valueAt(column, row);
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const isTruth = (column.kind === 'vector' || column.kind === 'list') && column.values.element === 'boolean';
    return Array.from(value as ArrayLike<unknown>, item => words(isTruth ? item === 1 : item));
  }
  return words(value);
}

function words(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}

/** Masked, NaN and, for texts and arrays, empty values are all the same: a missing value. */
function orMissing(value: unknown): unknown {
  if (value === null || value === 'NaN' || value === '') return 'missing';
  if (!Array.isArray(value)) return typeof value === 'boolean' ? Number(value) : value;
  const items = value.map(orMissing);
  return items.every(item => item === 'missing') ? 'missing' : items;
}

/** astropy masks a complex number if one of its parts is NaN. */
function complexOrMissing(column: StoredColumn, value: unknown): unknown {
  const isComplex = column.kind === 'vector' && column.values.element.startsWith('complex');
  return isComplex && Array.isArray(value) && value.includes('NaN') ? null : value;
}

/** astropy joins the lines of a description without a blank, and parses units; neither is compared exactly. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

async function compare(path: string, peer: PeerTable, index: number): Promise<void> {
  const { data } = await readTable(shared(`data/${path}`), path.includes('.dat') ? {} : { table: index });
  expect(data.length).toBe(peer.length);
  const ours = [...data.stored].filter(([name]) => name !== 'RAdeg' && name !== 'DEdeg');
  expect(ours.map(([name]) => name)).toEqual(peer.columns.map(column => column.name));
  const rows = pickedRows(peer.length);
  for (const [i, column] of peer.columns.entries()) {
    const [name, stored] = ours[i];
    const cells = rows.map(row => orMissing(complexOrMissing(stored, peerWords(stored, row))));
    const theirs = column.cells.map(cell => orMissing(cell));
    const isOtherwise = EMPTY_INTEGERS.has(`${path} ${name}`);
    expect(cells, `${path}, column ${name}`).toEqual(isOtherwise ? theirs.map(cell => cell || 'missing') : theirs);
    if (column.ucd !== undefined) expect(stored.ucd).toBe(column.ucd);
    if (column.unit !== undefined) expect(stored.unit !== '', `unit of ${name}`).toBe(column.unit !== '');
    if (column.description !== undefined) expect(squeezed(stored.description)).toBe(squeezed(column.description));
  }
}

describeShared("files of ../shared beside astropy's reading", () => {
  for (const [path, reading] of Object.entries(readings)) {
    if (path in OTHERWISE) continue;
    if ('error' in reading)
      test(`${path} is rejected, as by astropy`, async () => {
        await expect(
          readTable(shared(`data/${path}`), { format: path.endsWith('.dat') ? 'cds' : 'votable' }),
        ).rejects.toMatchObject({
          name: 'PhotometryError',
          code: 'bad-table',
        });
      });
    else if (reading.tables.length === 0)
      test(`${path} contains no table, and the error says so`, async () => {
        await expect(readTable(shared(`data/${path}`), { format: 'votable' })).rejects.toThrow('contains no table');
      });
    else
      test(`${path}: ${reading.tables.length} tables as in astropy`, async () => {
        // every ninth of a file of 360 tables
        const step = reading.tables.length > 40 ? 9 : 1;
        for (let i = 0; i < reading.tables.length; i += step) await compare(path, reading.tables[i], i);
      });
  }
});
