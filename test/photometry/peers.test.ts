/** Aperture sums, sky and errors against photutils and sep on real frames (values/apertures.json). */
import { expect, it } from 'vitest';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import type { Image } from '../../lib/frame/image.js';
import { measureApertures } from '../../lib/photometry/measure-apertures.js';
import { describeShared, referenceValues, shared } from '../helpers/shared.js';
import { imageOf } from './test-image.js';

type Value = number | 'NaN';
interface PeerCase {
  file: string;
  positions: [number, number][];
  sums: [Value, Value][][];
  annulus: { n: number; n_kept?: number; median?: number; mean?: number; std?: number }[];
  errors: ([Value, Value] | null)[][];
}

describeShared('apertures of photutils and sep', () => {
  const peers = referenceValues<{ meta: { parameters: { gain: number } }; cases: PeerCase[] }>('apertures');
  const radii = [2, 4, 6, 8, 10] as const;

  // Only plain files; compressed or unreduced files are covered by other tests.
  const cases = () => peers.cases.filter(c => /^[\w/]+\.fits$/.test(c.file));
  const load = async (peer: PeerCase): Promise<Image> => {
    const file = await openFitsSource(shared(`data/${peer.file}`));
    const { width, height, pixels } = await file.readImage(0, 'float64');
    const { header } = file.hdus[0];
    await file.close();
    // The reference programs used astropy, which scales 16-bit integers in single precision.
    const scale = header.has('BSCALE') ? header.number('BSCALE') : 1;
    const zero = header.has('BZERO') ? header.number('BZERO') : 0;
    const asAstropy = (value: number): number =>
      Math.fround(Math.fround(Math.fround(scale) * Math.round((value - zero) / scale)) + Math.fround(zero));
    const scaled = scale === 1 ? (value: number): number => value : asAstropy;
    return imageOf(width, height, (x, y) => scaled(pixels[y * width + x]), { gain: peers.meta.parameters.gain });
  };
  const at = (peer: PeerCase) => ({ x: peer.positions.map(p => p[0]), y: peer.positions.map(p => p[1]) });

  it('has cases to compare with', () => expect(cases().length).toBe(2));

  it('matches their exact sums and areas inside the image to 1e-10, including at the edge', async () => {
    for (const peer of cases()) {
      const stars = measureApertures(await load(peer), at(peer), { radii, sky: 'none' }).toObjects();
      peer.sums.forEach((perRadius, star) => {
        perRadius.forEach(([sum, area], k) => {
          const radius = radii[k];
          if (area === 'NaN') {
            expect(stars[star][`area_${radius}`]).toBe(0);
            expect(stars[star][`flux_${radius}`]).toBeNaN();
            return;
          }
          expect(stars[star][`area_${radius}`] / area).toBeCloseTo(1, 10);
          expect(Math.abs(stars[star][`flux_${radius}`] - Number(sum))).toBeLessThan(1e-10 * Math.abs(Number(sum)));
        });
      });
    }
  });

  it('matches their clipped annulus median, mean, scatter and count', async () => {
    for (const peer of cases()) {
      const image = await load(peer);
      const median = measureApertures(image, at(peer), { radius: 4, annulus: [10, 15] }).toObjects();
      const mean = measureApertures(image, at(peer), {
        radius: 4,
        annulus: [10, 15],
        skyEstimator: 'mean',
      }).toObjects();
      peer.annulus.forEach((sky, star) => {
        expect(median[star].skyArea).toBe(sky.n_kept ?? 0);
        if (sky.n === 0) {
          expect(median[star].sky).toBeNaN();
          return;
        }
        // Twelve digits are recorded.
        const scale = Math.abs(sky.median as number) + (sky.std as number);
        expect(Math.abs(median[star].sky - (sky.median as number))).toBeLessThan(1e-11 * scale);
        expect(Math.abs(mean[star].sky - (sky.mean as number))).toBeLessThan(1e-11 * scale);
        expect(median[star].skyStd / (sky.std as number)).toBeCloseTo(1, 10);
      });
    }
  });

  it("matches the net flux and, with errorModel 'daophot', the error of the textbook formula", async () => {
    for (const peer of cases()) {
      const options = { radii, annulus: [10, 15], errorModel: 'daophot' } as const;
      const stars = measureApertures(await load(peer), at(peer), options).toObjects();
      let compared = 0;
      peer.errors.forEach((perRadius, star) => {
        perRadius?.forEach((pair, k) => {
          const [net, error] = pair ?? ['NaN', 'NaN'];
          if (net === 'NaN' || error === 'NaN' || net < 0) return;
          compared++;
          // The net flux is the difference of two large numbers, recorded to twelve digits.
          const sum = Math.abs(Number(peer.sums[star][k][0]));
          expect(Math.abs(stars[star][`flux_${radii[k]}`] - net)).toBeLessThan(1e-10 * sum);
          expect(stars[star][`fluxErr_${radii[k]}`] / error).toBeCloseTo(1, 8);
        });
      });
      expect(compared).toBeGreaterThan(50);
    }
  });
});
