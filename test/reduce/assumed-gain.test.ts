/** A GAIN without a unit, asked of a pair of flats: confirmed, or replaced by what they show; written and read, it stays assumed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Header } from '../../lib/fits/header/header.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { openFrame, openSeries } from '../../lib/index.js';
import { randomGenerator } from '../../lib/math/random.js';
import { temporaryFolder } from '../helpers/sample-nights.js';

const folder = temporaryFolder();
const SIZE = 128;
const TRUE_GAIN = 1.5;
/** So high that the noise of the sky tells nothing. */
const PEDESTAL = 2000;

/** A night of a camera of 1.5 electrons per adu whose cards say GAIN = `told`, without a unit. */
function writeNight(name: string, told: number): string {
  const random = randomGenerator(7);
  const write = (imagetyp: string, k: number, light: number, exptime: number): void => {
    const pixels = Uint16Array.from({ length: SIZE * SIZE }, () => {
      const electrons = light * TRUE_GAIN + Math.sqrt(light * TRUE_GAIN + 36) * random.normal();
      return Math.round(PEDESTAL + electrons / TRUE_GAIN);
    });
    const date = `2025-03-14T0${k}:00:00`;
    const header = Header.fromObject({
      IMAGETYP: imagetyp,
      EXPTIME: exptime,
      'DATE-OBS': date,
      FILTER: 'V',
      GAIN: told,
    });
    writeFileSync(
      join(folder, `${name}-${imagetyp}-${k}.fits`),
      encodeFits([{ header, width: SIZE, height: SIZE, pixels }]),
    );
  };
  for (let k = 0; k < 4; k++) {
    write('bias', k, 0, 0);
    write('flat', k, 15_000, 5);
    write('light', k, 60, 30);
  }
  return join(folder, `${name}-*.fits`);
}

async function reducedLight(pattern: string) {
  const night = await openSeries(pattern);
  const bias = await night.where(h => h.imagetyp === 'bias').combine();
  const flat = await night
    .where(h => h.imagetyp === 'flat')
    .reduce({ bias })
    .combine();
  return night
    .where(h => h.imagetyp === 'light')
    .reduce({ bias, flat })
    .frame(0);
}

describe('a GAIN without a unit', () => {
  it('that flats confirm is believed without a word', async () => {
    const light = await reducedLight(writeNight('right', 1.5));
    expect(light).toMatchObject({ gain: 1.5, gainSource: 'header' });
    expect(light.problems().length).toBe(0);
  });

  it('that flats contradict is a setting, and theirs is used', async () => {
    const light = await reducedLight(writeNight('setting', 12));
    expect(light.gainSource).toBe('photon-transfer');
    expect(light.gain / TRUE_GAIN).toBeCloseTo(1, 1);
    expect([...light.problems().columns.code]).toEqual(['gain-setting']);
  });

  it('stays assumed when it is written and read', async () => {
    const raw = await (await openSeries(writeNight('kept', 3))).where(h => h.imagetyp === 'light').frame(0);
    expect([...raw.problems().columns.code]).toEqual(['gain-unit']);
    const path = join(folder, 'written.fits');
    await raw.write(path);
    const again = await openFrame(path);
    expect(again).toMatchObject({ gain: 3, gainSource: 'header' });
    expect([...again.problems().columns.code]).toEqual(['gain-unit']);
  });
});
