/**
 * What is used of flechette, the library for Arrow.
 *
 * @module
 */
export {
  batchType,
  bool,
  Column,
  CompressionType,
  field,
  fixedSizeList,
  float32,
  float64,
  getCompressionCodec,
  int32,
  int64,
  list,
  setCompressionCodec,
  Table,
  TimeUnit,
  tableFromIPC,
  tableToIPC,
  timestamp,
  uint8,
  utf8,
} from '@uwdata/flechette';
