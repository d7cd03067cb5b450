/** Operations on pixels in memory, compared with numpy, sep and photutils; both sides are warm. */
import { combineImages, Header, measureApertures, measureBackground } from 'skyframe';
import { imageOf, starFrame, writeNumbers } from './tools/field.mjs';
import { lastingPython, warm } from './tools/processes.mjs';

const REPEATS = 9;

export default [
  {
    name: 'median of 5 frames 1024^2',
    peerName: 'numpy',
    asked: 'nothing yet (with reading: issue of the WASM kernels)',
    repeats: REPEATS,
    prepare: async folder => {
      const frames = [1, 2, 3, 4, 5].map(seed => starFrame(1024, 0, seed));
      frames.forEach((frame, k) => {
        writeNumbers(folder, { [`frame${k}.f32`]: frame.pixels });
      });
      const sources = frames.map((frame, k) => {
        const image = { ...imageOf(frame, Header), path: `${k}.fits` };
        return { path: image.path, load: async () => image };
      });
      return { ours: warm(() => combineImages(sources)), peer: lastingPython('median', folder) };
    },
  },
  field('exact apertures, 20k x 5 radii', 'sep', 'apertures', '2.5', 20_000, (image, at) =>
    measureApertures(image, at, { radii: [2, 4, 6, 8, 10], sky: 'none', annulus: undefined }),
  ),
  field('annulus clipped median, 2k', 'photutils', 'annuli', '20', 2000, (image, at) =>
    measureApertures(image, at, { radius: 2, annulus: [12, 18] }),
  ),
  field('background mesh 2048^2', 'sep', 'background', '4 (with the WASM kernels)', 2000, image =>
    measureBackground(image),
  ),
];

/** A benchmark on a field of 2048^2 pixels and its stars. */
function field(name, peerName, peerCase, asked, stars, work) {
  const prepare = async folder => {
    const frame = starFrame(2048, stars, 1);
    writeNumbers(folder, { 'field.f32': frame.pixels, 'x.f64': frame.x, 'y.f64': frame.y });
    const image = imageOf(frame, Header);
    return { ours: warm(() => work(image, frame)), peer: lastingPython(peerCase, folder) };
  };
  return { name, peerName, asked, repeats: REPEATS, prepare };
}
