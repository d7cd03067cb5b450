/**
 * The header that astropy puts into Parquet files: units, descriptions, formats and meta in YAML.
 *
 * @module
 */
import type { ColumnKind } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';
import { yamlOrderedMap, yamlString } from '../ecsv/yaml-write.js';

/** astropy's names for the kinds that differ from ours. */
const DATATYPES: Partial<Record<ColumnKind, string>> = { boolean: 'bool', date: 'datetime64', list: 'string' };

/** The header as astropy's Parquet reader takes it, lines apart by line feeds. */
export function astropyHeader(data: TableData): string {
  const columns = [...data.stored].map(([name, column]) => {
    const element = column.kind === 'vector' ? column.values.element : column.kind;
    const parts = [`name: ${yamlString(name)}`];
    if (column.unit !== '') parts.push(`unit: ${yamlString(column.unit)}`);
    parts.push(`datatype: ${DATATYPES[element as ColumnKind] ?? element}`);
    for (const key of ['format', 'description'] as const)
      if (column[key] !== '') parts.push(`${key}: ${yamlString(column[key])}`);
    return `- {${parts.join(', ')}}`;
  });
  const meta = Object.entries(data.meta);
  return ['datatype:', ...columns, ...(meta.length === 0 ? [] : [`meta: ${yamlOrderedMap(meta)}`])].join('\n');
}
