/** Real ACS mosaics of CANDELS, measured with our own apertures and finalised, against hst.json. */
import { expect, test } from 'vitest';
import { finalizeHst, openFits } from '../../../lib/index.js';
import { describeShared, referenceValues, shared } from '../../helpers/shared.js';

const radii = [2, 4, 5, 8, 10, 15] as const;

interface CandelsReference {
  readonly photometry: readonly {
    readonly file: string;
    readonly hdu: number;
    readonly filter: string;
    readonly pixel_scale_arcsec: number;
    readonly sources: readonly {
      readonly x: number;
      readonly y: number;
      readonly radii: readonly { readonly flux_cgs: number; readonly abmag: number | string | null }[];
    }[];
  }[];
}

describeShared('CANDELS cutouts', () => {
  test.each(referenceValues<CandelsReference>('hst').photometry)(
    'in $filter match the reference fluxes to 1e-9',
    async band => {
      const frame = await (await openFits(shared(`data/${band.file}`))).image(band.hdu);
      // sums that include the sky, like count rates; the sky is measured separately
      const measured = frame.measure(band.sources, { radii, annulus: [16, 22], sky: 'none' });
      const options = {
        instrument: 'ACS/WFC',
        filter: band.filter,
        header: frame.header,
        pixelScale: band.pixel_scale_arcsec,
        annulus: [16, 22],
        radii,
        names: { countrate: 'flux_<r>', err: 'fluxErr_<r>', back: 'sky', backStd: 'skyStd' },
      } as const;
      // the cutouts have no BUNIT, so their values are taken as adu unless a unit is given
      expect(() => finalizeHst(measured, options)).toThrow(/is in adu.*rateUnit: 'electron\/s'/);
      const final = finalizeHst(measured, { ...options, rateUnit: 'electron/s' });
      expect(final.meta.photflamFrom).toBe('header of the image');
      band.sources.forEach((source, row) => {
        expect([final.columns.x_center[row], final.columns.y_center[row]]).toEqual([source.x, source.y]);
        radii.forEach((r, k) => {
          const { flux_cgs, abmag } = source.radii[k];
          expect(Math.abs(final.columns[`flux_${r}_apcor`][row] / flux_cgs - 1)).toBeLessThan(1e-9);
          if (typeof abmag === 'number') expect(final.columns[`abmag_${r}`][row]).toBeCloseTo(abmag, 8);
          else expect(final.columns[`abmag_${r}`][row]).toBeNaN();
        });
      });
    },
  );
});
