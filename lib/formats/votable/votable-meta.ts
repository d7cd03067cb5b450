/**
 * What a VOTable contains in addition to its columns and rows, as plain data.
 *
 * @module
 */

/** The attributes of an element, as the file writes them. */
export type VotableAttributes = Readonly<Record<string, string>>;

/** A PARAM: its attributes, its value read by its datatype, and its description. */
export interface VotableParam {
  readonly name: string;
  /** A number, text, truth value or array; the unchanged text if it does not fit the datatype. */
  readonly value: unknown;
  /** `datatype`, `unit`, `ucd`, `utype` and all other attributes. */
  readonly attributes: VotableAttributes;
  description: string;
}

/** An INFO: often what a service says of the query. */
export interface VotableInfo {
  readonly name: string;
  readonly value: string;
  /** The text inside the element, empty if there is none. */
  text: string;
  readonly attributes: VotableAttributes;
}

/** A GROUP of columns and parameters. */
export interface VotableGroup {
  readonly attributes: VotableAttributes;
  description: string;
  /** What its FIELDref and PARAMref elements refer to. */
  readonly refs: string[];
  readonly params: VotableParam[];
  readonly groups: VotableGroup[];
}

/** The properties of a FIELD that a column cannot hold. */
export interface VotableFieldFacts {
  readonly id?: string;
  readonly utype?: string;
  readonly xtype?: string;
  /** ID of a COOSYS, TIMESYS or GROUP. */
  readonly ref?: string;
  /** Smallest and largest value, and the values there can be. */
  readonly values?: { readonly min?: string; readonly max?: string; readonly options?: readonly string[] };
}

/** `table.meta.votable` of a table read from a VOTable. */
export interface VotableMeta {
  readonly version: string;
  /** Names (or IDs) of all tables of the file, in their order. */
  readonly tables: readonly string[];
  readonly infos: readonly VotableInfo[];
  readonly params: readonly VotableParam[];
  /** Coordinate systems: `ID`, `system`, `equinox`, `epoch`. */
  readonly coosys: readonly VotableAttributes[];
  /** Time systems: `ID`, `timescale`, `refposition`, `timeorigin`. */
  readonly timesys: readonly VotableAttributes[];
  readonly groups: readonly VotableGroup[];
  readonly links: readonly VotableAttributes[];
  /** By the column's name, for those FIELDs that say more. */
  readonly fields: Readonly<Record<string, VotableFieldFacts>>;
}

/** What a VOTABLE, RESOURCE or TABLE element contains in addition to data. */
export interface VotableScope {
  description: string;
  readonly infos: VotableInfo[];
  readonly params: VotableParam[];
  readonly groups: VotableGroup[];
  readonly links: VotableAttributes[];
}

/** An empty scope. */
export function emptyScope(): VotableScope {
  return { description: '', infos: [], params: [], groups: [], links: [] };
}
