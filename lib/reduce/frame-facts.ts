/**
 * The facts of an image that decide whether it may be combined or used as a calibration.
 *
 * @module
 */
import type { Image } from '../frame/image.js';
import { readerOf } from '../frame/telescopes/describe-frame.js';
import { binningOf, ccdTemperature, filterOf, instrumentName } from '../frame/telescopes/detector.js';
import { gainOf } from '../frame/telescopes/gain.js';
import { imageType } from '../frame/telescopes/image-type.js';
import type { FrameFacts } from './compatibility.js';

/** Facts from an image itself, for callers without a header table. */
export function factsOf(image: Image): FrameFacts {
  const reader = readerOf(image.header);
  return {
    path: image.path,
    imagetyp: imageType(reader, image.path.split(/[\\/]/).at(-1) ?? '', image.exptime),
    filter: filterOf(reader),
    exptime: image.exptime,
    width: image.width,
    height: image.height,
    binning: binningOf(reader).join('x'),
    readMode: reader.text('readMode'),
    instrument: instrumentName(reader),
    gainSetting: gainOf(reader).setting,
    offset: reader.number('offset', value => value >= 0),
    ccdTemp: ccdTemperature(reader),
  };
}

/** A name for messages: the role of an image and its file, if it has one. */
export function nameOf(image: Image, role: string): string {
  return image.path === '' ? `the ${role}` : `${role} ${image.path}`;
}
