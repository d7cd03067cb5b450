/**
 * Whether a master belongs to a frame, by their headers: what a reduction refuses, and by which masters are chosen.
 *
 * @module
 */
import type { FrameFacts } from '../compatibility.js';

/** What a master is for. */
export type MasterKind = 'bias' | 'dark' | 'flat';

/**
 * The facts in which a master does not fit a frame, each as a text that continues "the master and the frame ..." and says what to
 * take instead; empty if it fits. A fact that one of the two lacks is not compared.
 *
 * All must be of one size, binning, read-out mode and camera; biases and darks of one gain and offset setting; flats of
 * one filter; darks of one detector temperature.
 *
 * @param maxTemperatureDifference between a dark and the frame [deg C]
 * @example masterMisfits('flat', { path: 'flat.fits', filter: 'R' }, { path: 'light.fits', filter: 'V' }, 2)
 */
export function masterMisfits(
  kind: MasterKind,
  master: FrameFacts,
  frame: FrameFacts,
  maxTemperatureDifference: number,
): string[] {
  const misfits: string[] = [];
  const add = (isWrong: boolean, message: string): void => {
    if (isWrong) misfits.push(message);
  };
  const compare = (name: string, own: Fact, wanted: Fact, advice = ''): void =>
    add(differ(own, wanted), `differ in ${name}: ${own} and ${wanted}${advice}`);
  add(
    differ(master.width, frame.width) || differ(master.height, frame.height),
    `differ in size: ${master.width} x ${master.height} and ${frame.width} x ${frame.height} pixels. ` +
      'Use a master of the same binning, window and trim',
  );
  compare('binning', master.binning, frame.binning);
  compare('read-out mode', master.readMode, frame.readMode);
  add(
    differ(master.instrument, frame.instrument),
    `are of different cameras: ${master.instrument} and ${frame.instrument}`,
  );
  if (kind === 'flat') {
    const { filter } = frame;
    const test = `night.where(h => h.imagetyp === 'flat' && h.filter === '${filter}')`;
    compare('filter', master.filter, filter, `. Take a flat of filter ${filter}: ${test}`);
    return misfits;
  }
  const settings = [
    ['gain setting', master.gainSetting, frame.gainSetting],
    ['offset setting', master.offset, frame.offset],
  ] as const;
  for (const [name, own, wanted] of settings)
    compare(name, own, wanted, `. Take ${kind} frames of the ${name} ${wanted}`);
  const degrees = kind === 'dark' ? Math.abs((master.ccdTemp ?? NaN) - (frame.ccdTemp ?? NaN)) : 0;
  add(
    degrees > maxTemperatureDifference,
    `differ by ${degrees.toFixed(1)} deg C in detector temperature, which changes the dark current: take darks of ` +
      `${frame.ccdTemp} deg C, or allow it with maxTemperatureDifference`,
  );
  return misfits;
}

type Fact = string | number | undefined;

/** Whether two facts are both known and not the same. */
function differ(a: Fact, b: Fact): boolean {
  return isKnown(a) && isKnown(b) && a !== b;
}

function isKnown(fact: Fact): boolean {
  return fact !== undefined && fact !== '' && !Number.isNaN(fact);
}
