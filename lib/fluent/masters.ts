/**
 * The master biases, darks and flats of a night, made by group.
 *
 * @module
 */
import type { RunOptions } from '../core/ambient.js';
import { displayAs, inspectAs, type MimeBundle } from '../core/display.js';
import { joinProblems, type Problem, type Problems, problemCount } from '../core/problem.js';
import { ofKind } from '../pipelines/masters/choose-masters.js';
import { fitMasters } from '../pipelines/masters/fit-masters.js';
import type { Master } from '../pipelines/masters/master-groups.js';
import type { MasterOptions, MasterSet } from '../pipelines/masters/master-set.js';
import { type MasterColumns, masterTable } from '../pipelines/masters/master-table.js';
import type { MasterKind } from '../reduce/calibrate/master-misfits.js';
import type { FrameFacts } from '../reduce/compatibility.js';
import { factsOf } from '../reduce/frame-facts.js';
import { problemTable, type Table } from '../table/table.js';
import { Frame } from './frame.js';

/** Settings of `FrameSeries.masters`: how frames are combined, and what is done to each before. */
export interface MastersOptions extends MasterOptions, RunOptions {}

/** The masters for one frame, as `reduce` takes them; those that are missing are left out. */
export interface MastersForFrame {
  /** Absent where none fits. */
  readonly bias?: Frame;
  /** A list where there are darks of several exposures, of which `reduce` chooses. */
  readonly dark?: Frame | readonly Frame[];
  /** Absent where none fits. */
  readonly flat?: Frame;
}

/**
 * The master biases, darks and flats that the lights of a night need: one for each camera, size, binning, read-out mode, gain and
 * offset setting and detector temperature; darks for each exposure, flats for each filter. Made by {@link FrameSeries.masters}.
 *
 * A frame gets the masters that agree in everything its header tells; among several, those nearest in temperature.
 *
 * @example
 * const masters = await night.masters();
 * masters.table.select('kind', 'filter', 'exptime', 'frames', 'lights').show();
 * const { bias, dark, flat } = masters.for(await night.where(h => h.imagetyp === 'light').frame(0));
 */
export class Masters {
  /** One row per master: its kind and settings, the number of its frames and of the lights that need it. */
  readonly table: Table<MasterColumns>;
  /** The master biases. */
  readonly bias: readonly Frame[];
  /** The master darks, their bias subtracted where there is one. */
  readonly dark: readonly Frame[];
  /** The master flats, normalised. */
  readonly flat: readonly Frame[];
  /**
   * The plain data, for functions of the library.
   *
   * @internal
   */
  readonly set: MasterSet;
  readonly #frames: ReadonlyMap<Master, Frame>;
  readonly #problems: Problems;

  /**
   * For functions of the library; users call {@link FrameSeries.masters}.
   *
   * @internal
   */
  constructor(set: MasterSet) {
    this.set = set;
    this.table = masterTable(set);
    this.#frames = new Map(set.masters.map(master => [master, new Frame(master.image)]));
    const framesOf = (kind: MasterKind): Frame[] => ofKind(set.masters, kind).map(master => this.#frames.get(master)!);
    this.bias = framesOf('bias');
    this.dark = framesOf('dark');
    this.flat = framesOf('flat');
    this.#problems = joinProblems(set.lights.flatMap(({ facts }) => fitMasters(facts, set).problems));
  }

  static {
    displayAs(Masters, (masters): MimeBundle => {
      const table = masters.table as unknown as { [key: symbol]: () => MimeBundle };
      return { ...table[Symbol.for('Jupyter.display')](), 'text/plain': masters.#text() };
    });
    inspectAs(Masters, masters => masters.#text());
  }

  /**
   * The masters that fit a frame, as options of `reduce`.
   *
   * @param frame a row of a header table, or a raw frame
   * @example
   * const masters = await night.masters();
   * const { bias, flat } = masters.for(night.table.toObjects()[20]);
   */
  for(frame: FrameFacts | Frame): MastersForFrame {
    const { bias, darks, flat } = fitMasters(frame instanceof Frame ? factsOf(frame.image) : frame, this.set);
    const frames = darks.map(dark => this.#frames.get(dark)!);
    return {
      ...(bias ? { bias: this.#frames.get(bias) } : {}),
      ...(frames.length > 0 ? { dark: frames.length === 1 ? frames[0] : frames } : {}),
      ...(flat ? { flat: this.#frames.get(flat) } : {}),
    };
  }

  /** The lights for which a bias, dark or flat is missing: one row for each, with the nearest that there is and why it does not fit. */
  problems(): Table<Problem> {
    return problemTable(this.#problems);
  }

  /** One line: the number of masters of each kind. */
  toString(): string {
    const { bias, dark, flat } = this;
    const counts = `${bias.length} bias, ${dark.length} dark, ${flat.length} flat`;
    return ['Masters', [counts, problemCount(this.#problems)].filter(Boolean).join(', ')].join(': ');
  }

  #text(): string {
    return `${this.toString()}\n${this.table}`;
  }
}
