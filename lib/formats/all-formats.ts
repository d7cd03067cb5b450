/**
 * The table formats that `readTable` and `table.write` know.
 *
 * @module
 */
import { registerCsv } from '../table/csv/csv-format.js';
import { registerFormat, type TableFormat } from '../table/files/formats.js';
import { aavsoFormat } from './aavso/aavso-format.js';
import { arrowFormat } from './arrow/arrow-format.js';
import { astroimagejFormat } from './astroimagej/astroimagej-format.js';
import { cdsFormat } from './cds/cds-format.js';
import { daophotFormat } from './daophot/daophot-format.js';
import { ecsvFormat } from './ecsv/ecsv-format.js';
import { horizonsFormat } from './horizons/horizons-format.js';
import { ipacFormat } from './ipac/ipac-format.js';
import { jsonlFormat } from './jsonl/jsonl-format.js';
import { mpcFormat } from './mpc/mpc-format.js';
import { parquetFormat } from './parquet/parquet-format.js';
import { plainFormat } from './plain/plain-format.js';
import { sextractorFormat } from './sextractor/sextractor-format.js';
import { sqliteFormat } from './sqlite/sqlite-format.js';
import { votableFormat } from './votable/votable-format.js';

/** The formats other than CSV and FITS, in the order in which contents are tested; plain text, which has no signature, is found by name. */
const FORMATS: readonly TableFormat[] = [
  arrowFormat,
  parquetFormat,
  sqliteFormat,
  votableFormat,
  ecsvFormat,
  jsonlFormat,
  astroimagejFormat,
  horizonsFormat,
  mpcFormat,
  ipacFormat,
  aavsoFormat,
  daophotFormat,
  sextractorFormat,
  cdsFormat,
  plainFormat,
];

/** Makes the formats known. */
export function registerFormats(): void {
  registerCsv();
  for (const format of FORMATS) registerFormat(format);
}
