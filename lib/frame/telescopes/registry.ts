/**
 * The dictionary of telescopes: finds the entry of a header, takes new ones.
 *
 * @module
 */

import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import { quoted } from '../../core/quoted.js';
import type { Header } from '../../fits/header/header.js';
import { GENERIC } from './entries/generic-keywords.js';
import { KNOWN_TELESCOPES } from './entries/known-telescopes.js';
import { OBSERVATORY_CAMERAS } from './entries/observatory-cameras.js';
import type { Telescope } from './entries/telescope.js';

/** Keywords whose value may name a camera. */
const NAMING = ['PPINSTRU', 'LCAMMOD', 'FPA', 'CAM_NAME', 'INSTRUME', 'TELESCOP', 'DETECTOR'];

interface Entry {
  readonly telescope: Telescope;
  readonly rules: readonly (readonly [string, RegExp])[];
}

/** Newest first, so that a user's entry wins over ours. */
let entries: readonly Entry[] = [...KNOWN_TELESCOPES, ...OBSERVATORY_CAMERAS].map(entryOf);
let added: readonly Telescope[] = [];
let byIdentifier: ReadonlyMap<string, Telescope> = indexed(entries);

/**
 * Adds a telescope to the dictionary, before all others; one of the same id is replaced.
 *
 * Only what differs from the common spellings has to be given.
 *
 * @throws PhotometryError `bad-argument` if the id is empty or a rule is not a regular expression
 * @example
 * registerTelescope({
 *   id: 'CDK17', name: 'School observatory', recognise: { INSTRUME: 'QHY600' },
 *   site: { name: 'School', longitude: 11.6, latitude: 48.1, height: 520 }, pixelScale: 0.26, gain: 0.4, readNoise: 3.5,
 * });
 */
export function registerTelescope(telescope: Telescope): void {
  if (typeof telescope.id !== 'string' || telescope.id.trim() === '')
    throw new PhotometryError('bad-argument', `a telescope needs an id, got ${quoted(telescope.id)}`);
  const entry = entryOf(Object.freeze({ ...telescope }));
  entries = [entry, ...entries.filter(known => known.telescope.id !== telescope.id)];
  added = [...added.filter(known => known.id !== telescope.id), entry.telescope];
  byIdentifier = indexed(entries);
}

/** The entries that {@link registerTelescope} has added, in that order. */
export function registeredTelescopes(): readonly Telescope[] {
  return added;
}

/** Every entry of the dictionary, in the order in which they are tried; the generic one is last. */
export function telescopes(): Telescope[] {
  return [...entries.map(entry => entry.telescope), GENERIC];
}

/**
 * The entry of an id.
 *
 * @throws PhotometryError `bad-argument` if there is none; the message lists the nearest ids
 */
export function telescopeById(id: string): Telescope {
  const found = telescopes().find(telescope => telescope.id === id);
  if (found) return found;
  const known = telescopes().map(telescope => telescope.id);
  throw new PhotometryError('bad-argument', `the dictionary has no telescope "${id}"${suggestion(id, known)}`, { id });
}

/** The entry that a header belongs to; the generic one if it is of no telescope we know. */
export function telescopeOf(header: Header): Telescope {
  for (const { telescope, rules } of entries)
    if (rules.length > 0 && rules.every(([keyword, rule]) => rule.test(header.text(keyword)))) return telescope;
  for (const keyword of NAMING) {
    const named = byIdentifier.get(header.text(keyword).toLowerCase());
    if (named) return named;
  }
  return GENERIC;
}

function entryOf(telescope: Telescope): Entry {
  const rules = Object.entries(telescope.recognise ?? {}).map(([keyword, rule]) => {
    try {
      return [keyword, new RegExp(rule, 'i')] as const;
    } catch (cause) {
      throw new PhotometryError(
        'bad-argument',
        `telescope ${telescope.id}: the rule for ${keyword}, "${rule}", is not a regular expression`,
        { id: telescope.id, keyword, rule },
        { cause },
      );
    }
  });
  return { telescope, rules };
}

function indexed(all: readonly Entry[]): ReadonlyMap<string, Telescope> {
  const index = new Map<string, Telescope>();
  for (const { telescope } of all)
    for (const identifier of telescope.identifiers ?? []) {
      const key = identifier.toLowerCase();
      if (!index.has(key)) index.set(key, telescope);
    }
  return index;
}
