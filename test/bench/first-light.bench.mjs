/**
 * From raw frames to a light curve in one fresh process, beside the same steps with ccdproc and photutils: the night
 * of XO-1 b in ../shared, 15 calibration and 24 science frames of 1024 x 1024 pixels.
 *
 * We find the transforms, the stars that align the frames and the comparison stars ourselves; the peer
 * (first-light-peer.py) is given them.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshNode, freshPython } from './tools/processes.mjs';

const shared = join(import.meta.dirname, '../../../shared');
const night = join(shared, 'data/raw/arcsat-xo1');

export default [
  firstLight('first-light'),
  // beside the same peer, which stacks no field
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

/** What the peer is spared: target, site, positions in the first frame, and the transform of every frame. */
function knownOfNight() {
  const [series] = JSON.parse(readFileSync(join(shared, 'reference/values/series.json'), 'utf8')).series;
  return {
    target: [240.549372, 28.169556],
    site: [-105.8203, 32.7803, 2788],
    positions: series.parameters.first_frame_positions,
    frames: Object.fromEntries(series.frames.map(({ file, transform }) => [file, transform])),
  };
}
