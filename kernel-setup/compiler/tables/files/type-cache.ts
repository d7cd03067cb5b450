/**
 * The types of tables in files, kept until a file changes.
 *
 * @module
 */
import { stampOf } from '../../local-files.js';
import { holdWarnings } from './held-warnings.js';

/** Something whose type is found by reading files. */
export interface Reading {
  /** Distinguishes it from all others. */
  readonly id: string;
  /** The files and folders whose change may change the type. */
  readonly files: readonly string[];
  /** Finds the type. An error means that there is none: the cell itself will tell what is wrong with a file. */
  find(): Promise<FoundType>;
}

/** The type that was found. */
export interface FoundType {
  /** The type of the columns, or null if it is not to be known. */
  readonly type: string | null;
  /** More files that it depends on. */
  readonly files?: readonly string[];
}

/** Readings that are remembered. */
const CAPACITY = 200;

interface KnownType extends FoundType {
  readonly stamp: string;
  /** What the library said about the files and no cell has shown yet. */
  warnings: readonly string[];
}

/** The types of one notebook. */
export class TypeCache {
  readonly #known = new Map<string, KnownType>();
  #last: Promise<void> = Promise.resolve();

  /** Does those of the readings that are new or whose files have changed. Never throws. */
  prepare(readings: readonly Reading[]): Promise<void> {
    this.#last = this.#last.then(() => this.#readNew(readings));
    return this.#last;
  }

  /** The type that a reading gave; null if there is none, or a file has changed since. */
  typeOf(reading: Reading): string | null {
    const known = this.#known.get(reading.id);
    return known && known.stamp === stampsOf(reading, known) ? known.type : null;
  }

  /** What the library said while it read the files; each warning is given once. */
  takeWarnings(readings: readonly Reading[]): string[] {
    return readings.flatMap(({ id }) => {
      const known = this.#known.get(id);
      const warnings = known?.warnings ?? [];
      if (known) known.warnings = [];
      return warnings;
    });
  }

  async #readNew(readings: readonly Reading[]): Promise<void> {
    for (const reading of readings) {
      const before = this.#known.get(reading.id);
      if (before && before.stamp === stampsOf(reading, before)) continue;
      const own = stampsOf(reading, { type: null });
      const { value: found, warnings } = await holdWarnings(() => reading.find().catch(() => ({ type: null })));
      // a file that changed meanwhile will be read again
      const stamp = own === stampsOf(reading, { type: null }) ? stampsOf(reading, found) : '';
      this.#known.delete(reading.id);
      this.#known.set(reading.id, { ...found, stamp, warnings: [...(before?.warnings ?? []), ...warnings] });
    }
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= CAPACITY) break;
      this.#known.delete(oldest);
    }
  }
}

/** Time and size of all files that a type depends on, in one text. */
function stampsOf({ files }: Reading, { files: more = [] }: FoundType): string {
  return [...files, ...more].map(file => stampOf(file)).join('\n');
}
