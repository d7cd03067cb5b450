/**
 * The common spellings: tried after those of the telescope, and for unknown telescopes.
 *
 * @module
 */
import type { HeaderFact, Keywords, Telescope } from './telescope.js';

/** Keywords of each quantity, the best first. All of up to 8 characters: those are the quick ones to look for. */
export const GENERIC_KEYWORDS: Readonly<Record<HeaderFact, readonly string[]>> & Keywords = {
  object: ['OBJECT', 'OBJNAME', 'TARGNAME', 'TARGET'],
  imagetyp: ['IMAGETYP', 'OBSTYPE', 'IMGTYPE', 'IMTYPE', 'EXPTYPE', 'FRAMETYP', 'FRAME', 'OBSMODE'],
  filter: [
    'FILTER',
    'FILT',
    'FILTNAM',
    'FILTNAME',
    'FILTERS',
    'FILTNAM1/FILTNAM2',
    'FILTER1/FILTER2/FILTER3',
    'INSFILTE',
  ],
  exptime: ['EXPTIME', 'EXPOSURE', 'EXP_TIME', 'EXPOS', 'ITIME', 'ELAPTIME'],
  start: [
    'DATE-OBS',
    'DATE-BEG',
    'DATE_OBS',
    'UTSHUT',
    'UT-DATE',
    'UTDATE',
    'MJD-OBS',
    'MJD-BEG',
    'MJD_OBS',
    'EXPSTART',
    'JD-OBS',
    'JD',
    'MJD',
  ],
  time: ['TIME-OBS', 'UTSTART', 'UT-TIME', 'UTC-OBS', 'UT-OBS', 'UTC', 'UT', 'UT-STR', 'TIME-BEG', 'TIME_OBS'],
  mid: ['MIDTIMJD', 'DATE-AVG', 'MJD-AVG', 'DATE-MID', 'MJD-MID', 'JD-MID', 'JDMID', 'MIDJD', 'JD_MID', 'MJDMID'],
  end: ['EXPEND', 'DATE-END', 'MJD-END'],
  ra: ['RA', 'OBJCTRA', 'RA_TARG', 'RA_OBJ', 'OBJRA', 'TELRA', 'TEL_RA', 'RA-D', 'CAT-RA', 'RA_PNT'],
  dec: ['DEC', 'OBJCTDEC', 'DEC_TARG', 'DEC_OBJ', 'OBJDEC', 'TELDEC', 'TEL_DEC', 'DEC-D', 'CAT-DEC', 'DEC_PNT'],
  airmass: ['AIRMASS', 'SECZ', 'AMSTART', 'AM'],
  gain: ['EGAIN', 'GAIN', 'CCDGAIN', 'ATODGAIN', 'EPERADU', 'GTGAIN1'],
  readNoise: ['RDNOISE', 'READNOIS', 'READNOI', 'ENOISE', 'RON', 'RDNOIS', 'GTRON11'],
  saturation: ['SATURATE', 'SATLEVEL', 'SATURVAL', 'SATURATI', 'MAXLIN', 'FULLWELL'],
  binning: [
    'CCDSUM',
    'XBINNING/YBINNING',
    'BINX/BINY',
    'CCDBIN1/CCDBIN2',
    'CCDXBIN/CCDYBIN',
    'XBIN/YBIN',
    'BINAXIS1/BINAXIS2',
    'BINNING',
    'BIN',
  ],
  readMode: ['READOUTM', 'READMODE', 'CONFMODE', 'RDMODE', 'SPEED', 'RDSPEED'],
  ccdTemp: ['CCD-TEMP', 'CCDATEMP', 'CCDTEMP', 'CCD_TEMP', 'DET-TEMP', 'DETTEMP', 'TEMPCCD', 'CCDTEM', 'TEMPERAT'],
  pixelScale: ['PIXSCALE', 'SECPIX', 'SECPIXX', 'PIXSCAL1', 'SCALE', 'PLTSCAL', 'ESCALE'],
  fwhm: ['L1FWHM', 'FWHM', 'SEEING', 'PSF_FWHM', 'FWHM_PIX', 'SEEPIX'],
  site: ['SITEID', 'OBSERVAT', 'SITE', 'SITENAME'],
  latitude: ['SITELAT', 'LAT-OBS', 'LATITUDE', 'OBSGEO-B', 'GEOLAT', 'OBS-LAT', 'OBSLAT', 'LAT', 'TELLAT'],
  longitude: [
    'SITELONG',
    'LONG-OBS',
    'LONGITUD',
    'OBSGEO-L',
    'GEOLON',
    'OBS-LONG',
    'OBSLON',
    'LONG',
    'SITELON',
    'TELLONG',
  ],
  height: ['ALT-OBS', 'SITEALT', 'SITEELEV', 'HEIGHT', 'OBSGEO-H', 'GEOELEV', 'OBS-ELEV', 'OBSALT', 'ALT_OBS'],
  telescope: ['TELESCOP', 'TELID'],
  instrument: ['INSTRUME', 'DETECTOR', 'CAMERA', 'CAM_NAME'],
};

/** The entry of a telescope that is not in the dictionary. */
export const GENERIC: Telescope = { id: 'GENERIC', name: 'a telescope that is not in the dictionary' };
