/**
 * Telescopes whose headers we have studied.
 *
 * @module
 */
import { SITES } from './sites.js';
import type { Telescope } from './telescope.js';

/**
 * The 0.5 m of Apache Point. Headers of MaxIm DL and PinPoint: no GAIN, and AIRMASS is stale in most
 * of a night, so that the computed one is needed.
 */
const ARCSAT: Telescope = {
  id: 'ARCSAT',
  name: 'ARCSAT 0.5 m, Apache Point',
  recognise: { TELESCOP: '^ARCSAT' },
  keywords: {
    site: ['OBSERVAT'],
    latitude: ['LAT-OBS'],
    longitude: ['LONG-OBS'],
    height: ['ALT-OBS'],
  },
  mpcCode: '705',
  site: SITES['705'],
  pixelScale: 0.67,
};

/**
 * Las Cumbres Observatory, every telescope and camera. Raw frames may say GAIN 0, which is unknown;
 * DATE-OBS of older ones has no fraction of the second, UTSTART has. MJD-OBS is the start.
 */
const LCOGT: Telescope = {
  id: 'LCOGT',
  name: 'Las Cumbres Observatory',
  recognise: { ORIGIN: '^LCO(GT)?$', SITEID: '.' },
  keywords: {
    imagetyp: ['OBSTYPE'],
    filter: ['FILTER'],
    start: ['DATE-OBS'],
    time: ['UTSTART'],
    ra: ['RA', 'CAT-RA'],
    dec: ['DEC', 'CAT-DEC'],
    gain: ['GAIN'],
    saturation: ['SATURATE', 'MAXLIN'],
    binning: ['CCDSUM'],
    readMode: ['CONFMODE', 'RDSPEED'],
    ccdTemp: ['CCDATEMP'],
    fwhm: ['L1FWHM', 'L1SEEING'],
    site: ['SITEID'],
    latitude: ['LATITUDE'],
    longitude: ['LONGITUD'],
    height: ['HEIGHT'],
  },
};

/**
 * The Hubble Space Telescope: ACS, WFC3, WFPC2. Times are MJD in UTC; the noise of the four
 * amplifiers is averaged; the filter is that of the wheel which is not CLEAR.
 */
const HST: Telescope = {
  id: 'HST',
  name: 'Hubble Space Telescope',
  recognise: { INSTRUME: '^(ACS|WFC3|WFPC2|WFPC|STIS|NICMOS|FOC)$' },
  inSpace: true,
  instrumentParts: ['INSTRUME', 'DETECTOR'],
  keywords: {
    object: ['TARGNAME'],
    imagetyp: ['IMAGETYP'],
    filter: ['FILTER', 'FILTNAM1/FILTNAM2', 'FILTER1/FILTER2'],
    start: ['EXPSTART'],
    end: ['EXPEND'],
    ra: ['RA_TARG', 'CRVAL1'],
    dec: ['DEC_TARG', 'CRVAL2'],
    gain: ['ATODGNA/ATODGNB/ATODGNC/ATODGND', 'CCDGAIN', 'ATODGAIN', 'ADCGAIN'],
    readNoise: ['READNSEA/READNSEB/READNSEC/READNSED', 'READNSE'],
    binning: ['BINAXIS1/BINAXIS2'],
    readMode: ['CCDAMP'],
  },
};

/** Tried in this order, before the others of the dictionary. */
export const KNOWN_TELESCOPES: readonly Telescope[] = [ARCSAT, LCOGT, HST];
