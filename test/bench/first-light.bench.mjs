/**
 * From raw frames to a light curve in a fresh process, compared with the same steps in ccdproc and photutils: the
 * XO-1 b night in ../shared, 15 calibration and 24 science frames of 1024 x 1024 pixels.
 *
 * Our side determines the transforms, the alignment stars and the comparison stars; the peer (first-light-peer.py) gets
 * them as input.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshNode, freshPython } from './tools/processes.mjs';

const shared = join(import.meta.dirname, '../../../shared');
const night = join(shared, 'data/raw/arcsat-xo1');

export default [
  firstLight('first-light'),
  // compared with the same peer, which does not stack a field
  firstLight('first-light with a deep field', 'field'),
];

function firstLight(name, ...options) {
  const prepare = async folder => {
    if (!existsSync(night)) return { skip: `${night} is not there` };
    const known = join(folder, 'known.json');
    writeFileSync(known, JSON.stringify(knownOfNight()));
    return {
      ours: async () => freshNode('first-light-run.mjs', night, known, ...options),
      peer: async () => freshPython('first-light-peer.py', night, known),
    };
  };
  return { name, peerName: 'ccdproc and photutils', asked: '5', repeats: 5, prepare };
}

/** Input for the peer: target, site, positions in the first frame, and the transform of every frame. */
function knownOfNight() {
  const [series] = JSON.parse(readFileSync(join(shared, 'reference/values/series.json'), 'utf8')).series;
  return {
    target: [240.549372, 28.169556],
    site: [-105.8203, 32.7803, 2788],
    positions: series.parameters.first_frame_positions,
    frames: Object.fromEntries(series.frames.map(({ file, transform }) => [file, transform])),
  };
}
