/**
 * The gain of a camera, told apart from the number that a camera program calls gain: its amplifier's setting.
 *
 * @module
 */

import type { KeywordReader } from './cards/keyword-reader.js';
import type { SourcedNumber } from './detector.js';

/** A gain, the setting of the amplifier, and how certain the first is. */
export interface GainFacts extends SourcedNumber {
  /** Number of the camera's gain setting, or its ISO speed; NaN if there is none. */
  readonly setting: number;
  /**
   * A number without a unit that may be electrons per adu or a setting, to be tested with pixels; NaN if there is none. It is
   * the value itself where that is below {@link MAX_UNITLESS_GAIN}.
   */
  readonly untested: number;
}

/** A number without a unit above this is no gain unless the pixels agree [electron/adu]. */
const MAX_UNITLESS_GAIN = 20;

/** Cards that hold electrons per adu by their name. */
const BY_NAME: ReadonlySet<string> = new Set([
  'EGAIN',
  'GAINEFF',
  'EPERADU',
  'CCDGAIN',
  'ATODGAIN',
  'ADCGAIN',
  'GTGAIN1',
]);

const ELECTRONS_PER_ADU =
  /\be(lectrons?|-|\u2212)?\s*-?\s*(\/|per)\s*(adu|dn|d\.n\.|du|counts?|ct|cts|data number)|electrons?\s+per\b|e-\s*\/|\[\s*e\s*\/|photo-?electrons?\s*\//i;
const ADU_PER_ELECTRON = /\b(adu|dn|counts?)\s*(\/|per)\s*e(lectrons?|-|\b)/i;
const SETTING =
  /\bsetting|\bgain value\b|\bsensor gain\b|\bcamera gain\b|\banalog gain\b|\bISO\b|\bdB\b|\bdecibel|\b0\.1\s*dB\b|\brelative\b|\bpercent|%/i;

/** Programs and cameras whose GAIN is known to be a setting: of CMOS cameras, steps of 0.1 dB or of the maker's own. */
const WRITES_SETTINGS =
  /\bZWO\b|\bASI\s?\d|ASIAIR|ASICAP|ASIStudio|Seestar|DWARF|\bQHY|N\.?I\.?N\.?A\b|SharpCap|FireCapture|Player ?One|ToupTek|ToupCam|Altair|Ogma|RisingCam|SVBONY|Omegon|KStars|Ekos|INDI\b|APT\b|Astro Photography Tool|Touptek|Vespera|Stellina|Unistellar|eVscope/i;
const PROGRAM_CARDS = [
  'INSTRUME',
  'CAMERA',
  'CAMERAID',
  'CREATOR',
  'SWCREATE',
  'PROGRAM',
  'SOFTWARE',
  'TELESCOP',
  'ORIGIN',
];

/**
 * Gain [electron/adu] by the header, else the dictionary. 0 or absent in the header is unknown.
 *
 * Cards whose name means electrons per adu (EGAIN, GAINEFF, EPERADU ...) and GAIN with such a unit in its comment are believed.
 * GAIN of a program or camera that writes settings, or whose comment says so, is kept as the setting. A GAIN without any unit
 * is used and listed as assumed up to 20, above that it is unknown; {@link GainFacts.untested} lets pixels decide.
 */
export function gainOf(reader: KeywordReader): GainFacts {
  const isKnown = reader.telescope.keywords?.gain !== undefined;
  let setting = isoSpeed(reader);
  for (const keyword of reader.candidates('gain')) {
    const { value, unit } = keyword.includes('/') ? { value: meanOf(reader, keyword), unit: '' } : reader.read(keyword);
    if (!(value > 0)) continue;
    const comment = `${reader.header.comment(keyword)} ${unit}`;
    if (/\(assumed\)/.test(comment)) return assumed(reader, keyword, value, setting); // as we write it
    if (ADU_PER_ELECTRON.test(comment)) return { value: 1 / value, source: 'header', setting, untested: Number.NaN };
    const isTold = isKnown || BY_NAME.has(keyword) || keyword.includes('/') || ELECTRONS_PER_ADU.test(comment);
    if (isTold)
      return {
        value,
        source: 'header',
        setting: Number.isNaN(setting) ? laterSetting(reader, keyword) : setting,
        untested: Number.NaN,
      };
    if (SETTING.test(comment) || PROGRAM_CARDS.some(card => WRITES_SETTINGS.test(reader.textOf(card)))) {
      reader.note(keyword, 'gain-setting', 'dropped', settingRemedy(keyword, value));
      setting = value;
      continue;
    }
    return unitless(reader, keyword, value, setting);
  }
  reader.noteUnreadable('gain', 'a gain');
  return { ...ofDictionary(reader), setting, untested: Number.NaN };
}

function unitless(reader: KeywordReader, keyword: string, value: number, setting: number): GainFacts {
  if (value > MAX_UNITLESS_GAIN) {
    reader.note(keyword, 'gain-setting', 'dropped', settingRemedy(keyword, value));
    return { ...ofDictionary(reader), setting: value, untested: value };
  }
  return { ...assumed(reader, keyword, value, setting), untested: value };
}

/** A gain whose unit nobody told, with a note. */
function assumed(reader: KeywordReader, keyword: string, value: number, setting: number): GainFacts {
  reader.note(
    keyword,
    'gain-unit',
    'assumed',
    `${keyword} has no unit; ${value} electrons per adu are assumed, and the noise of the pixels was not examined. If it is a camera's setting, pass the gain: reduce({ gain })`,
  );
  return { value, source: 'header', setting, untested: Number.NaN };
}

/** Why a number is not used as the gain. */
export function settingRemedy(keyword: string, value: number): string {
  return (
    `${keyword} = ${value} is taken as a setting of the camera, not as electrons per adu: the gain is unknown and flux errors are NaN. ` +
    'Reduce with two biases and two flats, from which it is measured, or pass it: reduce({ gain })'
  );
}

/** The setting beside a card that holds the gain: NINA and ASIAIR write GAIN and EGAIN. */
function laterSetting(reader: KeywordReader, keyword: string): number {
  const value = keyword === 'GAIN' ? Number.NaN : reader.numberOf('GAIN');
  return ELECTRONS_PER_ADU.test(reader.header.comment('GAIN')) || !(value >= 0) ? Number.NaN : value;
}

/** ISO speed of a DSLR, which is its gain setting. */
function isoSpeed(reader: KeywordReader): number {
  const value = reader.numberOf('ISOSPEED');
  return value > 0 ? value : Number.NaN;
}

function ofDictionary(reader: KeywordReader): SourcedNumber {
  const { gain } = reader.telescope;
  return gain === undefined ? { value: Number.NaN, source: 'unknown' } : { value: gain, source: 'telescope' };
}

function meanOf(reader: KeywordReader, keywords: string): number {
  const values = keywords.split('/').map(keyword => reader.numberOf(keyword));
  const known = values.filter(value => value > 0);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
