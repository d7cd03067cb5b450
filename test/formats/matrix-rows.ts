/** Expected behaviour of every table format: the lines of the matrix that matrix.test.ts tests and prints. */
import type { WriteTableOptions } from '../../lib/table/files/formats.js';

/** The matrix's columns. */
export const CELLS = ['read', 'write', 'nulls', 'units', 'int64', 'vectors', 'empty', 'corrupt'] as const;
/** One of {@link CELLS}. */
export type Cell = (typeof CELLS)[number];

/**
 * Meaning of a cell: `yes`, it is supported; `refused`, a library error says that it is not; `lost`, the format has no
 * place for it, and the file is read back without it; `but text`, supported except for texts (FITS has no missing
 * text, which is read back empty); `-`, it does not apply to the format.
 */
export type Mark = 'yes' | 'refused' | 'lost' | 'but text' | '-';

/** One line of the matrix. */
export interface MatrixRow {
  /** Name of the line. */
  readonly name: string;
  /** Name of the format in readTable. */
  readonly format: string;
  /** The file written by a peer, in test/fixtures/formats/matrix. */
  readonly file: string;
  /** Columns of the stars that the peer's file holds. */
  readonly columns: readonly string[];
  /** Columns that are written; default those of the peer's file. */
  readonly writes?: readonly string[];
  /** Whether the peer writes no units that Skyframe could read; those that Skyframe writes are read. */
  readonly unitsOfOursAlone?: boolean;
  /** Options with which they are written. */
  readonly options?: WriteTableOptions;
  readonly marks: Readonly<Record<Cell, Mark>>;
  /** Corrupts the peer's file. */
  readonly spoil: (bytes: Uint8Array) => Uint8Array;
}

const PLAIN = ['id', 'mag', 'n', 'name'];
const FLAT = [...PLAIN, 'seen'];
const ALL = [...FLAT, 'flux'];

const text = (change: (text: string) => string) => (bytes: Uint8Array) =>
  new TextEncoder().encode(change(new TextDecoder().decode(bytes)));
const cut = (part: number) => (bytes: Uint8Array) => bytes.slice(0, Math.floor(bytes.length * part));

/** Marks in the order of {@link CELLS}. */
function marks(...all: readonly Mark[]): Record<Cell, Mark> {
  return Object.fromEntries(CELLS.map((cell, i) => [cell, all[i]])) as Record<Cell, Mark>;
}

/** The matrix. */
export const MATRIX: readonly MatrixRow[] = [
  {
    name: 'CSV',
    format: 'csv',
    file: 'stars.csv',
    columns: FLAT,
    options: { units: true },
    unitsOfOursAlone: true,
    marks: marks('yes', 'yes', 'yes', 'yes', 'yes', 'refused', 'yes', 'refused'),
    spoil: text(all => all.replace('-5', '-5,6').replace(',M31', ',M31,"')),
  },
  {
    name: 'TSV',
    format: 'tsv',
    file: 'stars.tsv',
    columns: FLAT,
    options: { units: true },
    unitsOfOursAlone: true,
    marks: marks('yes', 'yes', 'yes', 'yes', 'yes', 'refused', 'yes', 'refused'),
    spoil: text(all => all.replace('M31', 'M31\t1')),
  },
  {
    name: 'plain text',
    format: 'text',
    file: 'stars.txt',
    columns: FLAT,
    marks: marks('yes', 'yes', 'yes', 'lost', 'yes', 'refused', 'yes', 'refused'),
    spoil: text(all => all.replace('M31', 'M31 x')),
  },
  {
    name: 'ECSV',
    format: 'ecsv',
    file: 'stars.ecsv',
    columns: ALL,
    marks: marks('yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'refused'),
    spoil: text(all => all.replace('-0.1', '-0.1x')),
  },
  {
    name: 'ECSV, commas',
    format: 'ecsv',
    file: 'stars-comma.ecsv',
    columns: ALL,
    options: { delimiter: ',' },
    marks: marks('yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'refused'),
    spoil: cut(0.97),
  },
  {
    name: 'FITS',
    format: 'fits',
    file: 'stars.fits',
    columns: ALL,
    marks: marks('yes', 'yes', 'but text', 'yes', 'yes', 'yes', 'yes', 'refused'),
    spoil: bytes => bytes.slice(0, 5800),
  },
  {
    name: 'FITS_LDAC',
    format: 'fits',
    file: 'stars.ldac',
    columns: ALL,
    marks: marks('yes', '-', 'but text', 'yes', 'yes', 'yes', '-', 'refused'),
    spoil: cut(0.7),
  },
  {
    name: 'VOTable',
    format: 'votable',
    file: 'stars.vot',
    columns: ALL,
    marks: marks('yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'refused'),
    spoil: cut(0.8),
  },
  {
    name: 'VOTable, BINARY2',
    format: 'votable',
    file: 'stars-binary2.vot',
    columns: ALL,
    options: { compress: 'binary2' },
    marks: marks('yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'refused'),
    spoil: cut(0.8),
  },
  {
    name: 'CDS/MRT',
    format: 'cds',
    file: 'stars.mrt',
    columns: PLAIN,
    marks: marks('yes', 'refused', 'yes', 'yes', 'yes', '-', 'yes', 'refused'),
    spoil: text(all => all.replace('-0.10', '-0.1x')),
  },
  {
    name: 'IPAC',
    format: 'ipac',
    file: 'stars.tbl',
    columns: PLAIN,
    marks: marks('yes', 'yes', 'yes', 'yes', 'yes', 'refused', 'yes', 'refused'),
    spoil: text(all => all.replace('-0.1', '-0.x')),
  },
  {
    name: 'DAOPHOT',
    format: 'daophot',
    file: 'stars.mag',
    columns: [],
    marks: marks('yes', 'refused', 'yes', 'yes', '-', '-', 'yes', 'refused'),
    spoil: text(all => all.replace('15.25', '15.x')),
  },
  {
    name: 'SExtractor',
    format: 'sextractor',
    file: 'stars.cat',
    columns: [],
    marks: marks('yes', 'refused', '-', 'yes', '-', '-', 'yes', 'refused'),
    spoil: text(all => all.replace('15.2500 ', '        ')),
  },
  {
    name: 'AAVSO',
    format: 'aavso',
    file: 'stars.aavso',
    columns: [],
    marks: marks('yes', 'yes', 'yes', 'yes', '-', '-', 'yes', 'refused'),
    spoil: text(all => all.replace('15.25', 'bright')),
  },
  {
    name: 'JSON lines',
    format: 'jsonl',
    file: 'stars.jsonl',
    columns: ALL,
    marks: marks('yes', 'yes', 'yes', 'lost', 'yes', 'yes', 'lost', 'refused'),
    spoil: cut(0.9),
  },
  {
    name: 'Parquet',
    format: 'parquet',
    file: 'stars.parquet',
    columns: ALL,
    marks: marks('yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'refused'),
    spoil: cut(0.9),
  },
  {
    name: 'Arrow IPC',
    format: 'arrow',
    file: 'stars.arrow',
    columns: ALL,
    marks: marks('yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'refused'),
    spoil: cut(0.5),
  },
  {
    name: 'SQLite',
    format: 'sqlite',
    file: 'stars.sqlite',
    columns: FLAT,
    writes: ALL,
    unitsOfOursAlone: true,
    marks: marks('yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'refused'),
    spoil: cut(0.4),
  },
];
