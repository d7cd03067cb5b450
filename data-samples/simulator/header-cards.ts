/**
 * The header of a simulated frame, in the words of an observatory or of MaxIm DL.
 *
 * @module
 */
import type { SampleCard } from './fits-encoder.js';
import type { NightPlan, PlannedExposure } from './plan-night.js';
import { randomStream } from './random.js';
import { sexagesimal } from './sky-geometry.js';
import { wcsCards } from './world-coordinates.js';

const MAXIM_TYPES = { bias: 'Bias Frame', dark: 'Dark Frame', flat: 'Flat Field', light: 'Light Frame' } as const;

/** All cards after those of the pixels. */
export function headerCards(plan: NightPlan, exposure: PlannedExposure): SampleCard[] {
  const { header, detector, telescope, pointing } = plan;
  const maxim = header.dialect === 'maxim';
  const { kind, light } = exposure;
  const temperature = -20 + 0.05 * randomStream(plan.seed, `temperature ${exposure.index}`).normal();

  const cards: SampleCard[] = [
    { keyword: 'DATE-OBS', value: isoTime(exposure.start), comment: 'UTC, beginning of the exposure' },
    { keyword: 'TIMESYS', value: 'UTC' },
    { keyword: 'EXPTIME', value: exposure.exptime, comment: '[s]' },
    { keyword: 'IMAGETYP', value: maxim ? MAXIM_TYPES[kind] : kind.toUpperCase() },
    { keyword: 'OBJECT', value: kind === 'light' ? plan.target.name : kind },
  ];
  if (kind === 'light' || kind === 'flat') cards.push({ keyword: 'FILTER', value: telescope.filter });
  cards.push(
    { keyword: 'TELESCOP', value: 'Skyframe simulator' },
    { keyword: 'INSTRUME', value: maxim ? 'SimCam M' : 'SimCam O', comment: 'no real camera' },
    { keyword: 'APTDIA', value: telescope.diameter * 1000, comment: '[mm] aperture of the telescope' },
    { keyword: 'XBINNING', value: 1 },
    { keyword: 'YBINNING', value: 1 },
    { keyword: 'READOUTM', value: 'Normal' },
    { keyword: 'SET-TEMP', value: -20, comment: '[deg C]' },
    { keyword: 'CCD-TEMP', value: Number(temperature.toFixed(2)), comment: '[deg C]' },
    { keyword: 'PIXSCALE', value: telescope.pixelScale, comment: '[arcsec/px]' },
    ...siteCards(plan),
  );
  if (header.detectorKeywords) {
    cards.push(
      { keyword: 'GAIN', value: detector.gain, comment: '[electron/adu]' },
      { keyword: 'RDNOISE', value: detector.readNoise, comment: '[electron]' },
      { keyword: 'SATURATE', value: detector.saturation, comment: '[adu]' },
    );
  }
  if (!light) return cards;

  const separator = maxim ? ' ' : ':';
  const ra = sexagesimal(pointing.ra, 'hour', separator);
  const dec = sexagesimal(pointing.dec, 'degree', separator, 1);
  if (maxim) cards.push({ keyword: 'OBJCTRA', value: ra }, { keyword: 'OBJCTDEC', value: dec });
  cards.push(
    { keyword: 'RA', value: ra, comment: 'pointing of the first light' },
    { keyword: 'DEC', value: dec },
    { keyword: 'EQUINOX', value: 2000 },
    { keyword: 'AIRMASS', value: Number(light.airmass.toFixed(4)), comment: 'middle of the exposure' },
  );
  if (maxim) cards.push({ keyword: 'PIERSIDE', value: light.placement.flipped ? 'EAST' : 'WEST' });
  if (header.wcs(light.number)) {
    cards.push(...wcsCards(pointing, light.placement, telescope, detector.width, detector.height));
  }
  return cards;
}

/** Where the telescope stands; MaxIm writes degrees, minutes and seconds. */
function siteCards({ site, header }: NightPlan): SampleCard[] {
  if (header.dialect === 'maxim') {
    return [
      { keyword: 'SITELAT', value: sexagesimal(site.latitude, 'degree', ' ', 0) },
      { keyword: 'SITELONG', value: sexagesimal(site.longitude, 'degree', ' ', 0), comment: 'east positive' },
      { keyword: 'SITEELEV', value: site.height, comment: '[m]' },
    ];
  }
  return [
    { keyword: 'OBSERVAT', value: site.name },
    { keyword: 'LAT-OBS', value: site.latitude, comment: '[deg] north positive' },
    { keyword: 'LONG-OBS', value: site.longitude, comment: '[deg] east positive' },
    { keyword: 'ALT-OBS', value: site.height, comment: '[m]' },
  ];
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 23);
}
