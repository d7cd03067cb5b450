/** The published final catalogues of the ACS parallels: they share our format, and two filters make a colour-magnitude diagram. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { acsRates, arcsec, finalizeHst, readTable, scatter, zeroPoint } from '../../../lib/index.js';
import { describeShared, shared } from '../../helpers/shared.js';

const folder = shared('data/hst/acs-parallels/');
const radii = [2, 4, 6, 8, 10] as const;
const rates = fileURLToPath(new URL('../../../data-samples/acs/photometry.ecsv', import.meta.url));

describeShared('published catalogues', () => {
  test('all have columns that ours also have, under the same names', async () => {
    const ours = finalizeHst(await readTable(rates, { schema: acsRates }), {
      instrument: 'ACS/WFC',
      filter: 'F606W',
      radii,
    });
    const files = readdirSync(folder).filter(name => name.endsWith('.csv'));
    expect(files.length).toBeGreaterThan(50);
    for (const file of files) {
      const table = await readTable(`${folder}${file}`);
      const theirs = table.names.map(name => name.replace(/^([xy])center$/, '$1_center'));
      expect(ours.names, file).toEqual(expect.arrayContaining(theirs));
      for (const r of radii) {
        const flux = table.column(`flux_${r}_apcor`);
        expect(
          [...flux].every(value => Math.abs(value) < 1e-13),
          file,
        ).toBe(true);
        expect(
          [...table.column(`err_${r}_apcor`)].some(value => value < 0),
          file,
        ).toBe(false);
      }
      expect(
        [...table.columns.GAIA_CAT_RA].every(ra => ra === -999 || (ra >= 0 && ra < 360)),
        file,
      ).toBe(true);
    }
  });

  test('are recognised as final and not finalised again', async () => {
    const table = await readTable(`${folder}cmd_p1_F475W_phot_tab.csv`);
    expect(() => finalizeHst(table, { instrument: 'ACS/WFC', filter: 'F475W', radii })).toThrow(
      /final catalogue already/,
    );
  });

  test('of cmd_p1: 86 of 121 sources in F475W are in F775W within 0.2 arcsec; their colours make a colour-magnitude diagram', async () => {
    const [blue, red] = await Promise.all(
      ['F475W', 'F775W'].map(name => readTable(`${folder}cmd_p1_${name}_phot_tab.csv`)),
    );
    expect([blue.length, red.length]).toEqual([121, 156]);
    const both = blue.match(red, { within: arcsec(0.2), suffix: '_red' });
    expect(both.length).toBe(86);
    // keywords of typical headers: the published files have none
    const zero = {
      blue: zeroPoint({ photflam: 1.8191e-19, photplam: 4746.9 }, 'AB') - 2.5 * Math.log10(1 / 1.8191e-19),
      red: zeroPoint({ photflam: 9.9745e-20, photplam: 7693.2 }, 'AB') - 2.5 * Math.log10(1 / 9.9745e-20),
    };
    const diagram = both.derive(
      {
        magnitude: star => zero.red - 2.5 * Math.log10(star.flux_6_apcor_red),
        colour: star =>
          zero.blue - 2.5 * Math.log10(star.flux_6_apcor) - zero.red + 2.5 * Math.log10(star.flux_6_apcor_red),
      },
      { units: { magnitude: 'mag', colour: 'mag' } },
    );
    const colours = [...diagram.columns.colour].filter(Number.isFinite).sort((a, b) => a - b);
    expect(colours.length).toBeGreaterThan(80);
    expect(colours[Math.floor(colours.length / 2)]).toBeGreaterThan(0);
    expect(colours[Math.floor(colours.length / 2)]).toBeLessThan(3);
    const svg = scatter(diagram, { x: 'colour', y: 'magnitude' }).toSvg();
    expect(svg.match(/<circle/g)?.length).toBe(colours.length);
  });
});
