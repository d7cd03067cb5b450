/**
 * A column: values of one kind with their unit and description.
 *
 * STARTER VERSION: the owner of lib/table/ replaces it; the names stay.
 *
 * @module
 */
export type ColumnValues = Float64Array | Float32Array | Int32Array | Uint8Array | BigInt64Array | string[] | boolean[];
export interface ColumnMeta {
  unit?: string;
  description?: string;
}
export interface StoredColumn extends ColumnMeta {
  values: ColumnValues /** 1 = present; absent when all are. */;
  valid?: Uint8Array;
}
