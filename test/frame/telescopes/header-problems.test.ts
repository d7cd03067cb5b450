/** Cards whose meaning is not plain: read by what they say, else unknown and listed. Cases of ../shared/cases and their kind. */
import { describe, expect, it } from 'vitest';
import { Header } from '../../../lib/fits/header/header.js';
import { headerTable } from '../../../lib/frame/header-table.js';
import { readHeader } from '../../../lib/frame/telescopes/describe-frame.js';
import { describeShared, shared } from '../../helpers/shared.js';

type Cards = readonly (readonly [keyword: string, value: string | number | boolean, comment?: string])[];

const read = (cards: Cards, path = 'a.fits') =>
  readHeader(new Header(cards.map(([keyword, value, comment = '']) => ({ keyword, value, comment }))), path);
const row = (cards: Cards, path?: string) => read(cards, path).description;
const codes = (cards: Cards, path?: string) => read(cards, path).problems.map(({ code, where }) => `${code} ${where}`);

const MOMENT = '2025-03-14T05:06:07.250';
const START: Cards = [
  ['DATE-OBS', MOMENT],
  ['EXPTIME', 60],
];
/** The middle of {@link START}. */
const MIDDLE = 2460748.712931134;

describe('exposure time', () => {
  it.each([
    ['milliseconds in words', 45000, 'exposure in milliseconds', 45],
    ['[ms]', 45000, '[ms] exposure', 45],
    ['microseconds', 45e6, '[us]', 45],
    ['minutes', 1.5, 'exposure in minutes', 90],
    ['[min]', 2, '[min]', 120],
    ['hours', 0.5, '[h] exposure', 1800],
    ['seconds with limits', 45, 'seconds (min 0.1, max 3600)', 45],
    ['a maximum alone', 45, 'max 3600', 45],
    ['a name that holds ms', 45, 'from the items of the plan', 45],
    ['text with a unit', '45 s', '', 45],
    ['text in minutes', '2 min', '', 120],
    ['text in ms', '500ms', '', 0.5],
    ['a fraction', '1/250', '', 0.004],
    ['a decimal comma', '60,00000', '', 60],
    ['a decimal comma and one digit', '0,5', '', 0.5],
    ['thousands', '1,200.5', '', 1200.5],
  ])('%s', (_, value, comment, seconds) => {
    expect(row([['EXPTIME', value, comment]]).exptime).toBeCloseTo(seconds, 9);
    expect(codes([['EXPTIME', value, comment]])).toEqual([]);
  });

  it.each(['60,000', 'long', '12:30', '1.2.3', '5 5'])('"%s" is unknown and listed', value => {
    expect(row([['EXPTIME', value]]).exptime).toBeNaN();
    expect(codes([['EXPTIME', value]])).toContain('unreadable-card card EXPTIME');
  });

  it.each(['EXP', 'XPOSURE', 'EXPOSURE'])('reads %s', keyword => {
    expect(row([[keyword, 45]]).exptime).toBe(45);
  });

  it('takes a readable card where another cannot be read, without a word', () => {
    const cards: Cards = [
      ['EXPTIME', 'unset!'],
      ['EXPOSURE', 30],
    ];
    expect(row(cards).exptime).toBe(30);
    expect(codes(cards)).toEqual([]);
  });
});

describe('gain', () => {
  const seestar: Cards = [['CREATOR', 'ZWO Seestar S50']];
  it.each<[string, Cards, gain: number, setting: number, string[]]>([
    ['unit in the comment', [['GAIN', 1.5, '[electrons/ADU]']], 1.5, Number.NaN, []],
    ['unit e-/ADU', [['GAIN', 150, 'e-/ADU of the stack']], 150, Number.NaN, []],
    ['inverse unit', [['GAIN', 0.5, 'ADU per electron']], 2, Number.NaN, []],
    ['Gain Value', [['GAIN', 80, 'Gain Value']], Number.NaN, 80, ['gain-setting card GAIN']],
    ['a small setting', [['GAIN', 2, 'gain setting']], Number.NaN, 2, ['gain-setting card GAIN']],
    ['a program of settings', [...seestar, ['GAIN', 1]], Number.NaN, 1, ['gain-setting card GAIN']],
    [
      'a camera of settings',
      [
        ['INSTRUME', 'QHY268M'],
        ['GAIN', 26],
      ],
      Number.NaN,
      26,
      ['gain-setting card GAIN'],
    ],
    ['decibel', [['GAIN', 12, 'gain in 0.1 dB']], Number.NaN, 12, ['gain-setting card GAIN']],
    ['EGAIN beside a setting', [...seestar, ['GAIN', 100, 'Gain Value'], ['EGAIN', 0.25]], 0.25, 100, []],
    [
      'GAINEFF',
      [
        ['GAIN', 60],
        ['GAINEFF', 1.9],
      ],
      1.9,
      60,
      [],
    ],
    [
      'amplifiers',
      [
        ['GAINA', 1.5],
        ['GAINB', 1.7],
      ],
      1.6,
      Number.NaN,
      [],
    ],
    ['a large number without a unit', [['GAIN', 60]], Number.NaN, 60, ['gain-setting card GAIN']],
    ['a small number without a unit', [['GAIN', 1.9, 'gain']], 1.9, Number.NaN, ['gain-unit card GAIN']],
    ['text with its unit', [['GAIN', '1.5 e-/ADU']], 1.5, Number.NaN, []],
    ['zero', [['GAIN', 0]], Number.NaN, Number.NaN, []],
    ['ISO speed', [['ISOSPEED', 800]], Number.NaN, 800, []],
  ])('%s', (_, cards, gain, setting, problems) => {
    expect(row(cards)).toMatchObject({ gain, gainSetting: setting });
    expect(codes(cards)).toEqual(problems);
  });
});

describe('the moment', () => {
  it.each([
    ['(UTC)', `${MOMENT}(UTC)`],
    ['Z', `${MOMENT}Z`],
    ['a decimal comma', '2025-03-14T05:06:07,250'],
    ['basic form', '20250314T050607.250'],
    ['an offset east', '2025-03-14T07:06:07.250+02:00'],
    ['an offset west, of the day before', '2025-03-13T22:06:07.250-0700'],
    ['AM', '2025-03-14 5:06:07.250 AM'],
    ['month and day by Windows', '03/14/2025 05:06:07.250 AM'],
    ['a named month', '14-Mar-2025 05:06:07.250'],
    ['words', 'March 14, 2025 05:06:07.250'],
    ['ctime', 'Fri Mar 14 05:06:07.250 2025'],
    ['tabs', '2025-03-14\t05:06:07.250'],
  ])('%s', (_, text) => {
    const cards: Cards = [
      ['DATE-OBS', text.replace('\t', ' ')],
      ['EXPTIME', 60],
    ];
    expect(row(cards).jdUtcMid).toBeCloseTo(MIDDLE, 8);
    expect(codes(cards)).toEqual([]);
  });

  it('a time of 24:00:00 is the next midnight', () => {
    expect(
      row([
        ['DATE-OBS', '2025-03-14T24:00:00'],
        ['EXPTIME', 0],
      ]).jdUtcMid,
    ).toBe(2460749.5);
  });

  it.each(['03/04/2025 05:06:07 PM', '2025-03-14T05:06:07 CET', '2025-03-14T25:00:00', 'yesterday'])(
    '"%s" is unknown and listed',
    text => {
      const cards: Cards = [
        ['DATE-OBS', text],
        ['EXPTIME', 60],
      ];
      expect(row(cards).jdUtcMid).toBeNaN();
      expect(codes(cards)).toContain('unreadable-card card DATE-OBS');
    },
  );

  it.each([
    ['System Clock:Frame Received', -60],
    ['UTC end of exposure', -60],
    ['time of file save, file written', -60],
    ['mid-exposure', -30],
    ['UTC, beginning of the exposure', 0],
    ['start of exposure; readout follows its end', 0],
  ])('by its comment: %s', (comment, offset) => {
    const cards: Cards = [
      ['DATE-OBS', MOMENT, comment],
      ['EXPTIME', 60],
    ];
    expect(row(cards).jdUtcMid).toBeCloseTo(MIDDLE + offset / 86400, 8);
  });

  it.each([
    ['TT', 69.184],
    ['TAI', 37],
    ['GPS', 18],
    ['UTC', 0],
  ])('TIMESYS %s', (scale, ahead) => {
    expect(row([...START, ['TIMESYS', scale]]).jdUtcMid).toBeCloseTo(MIDDLE - ahead / 86400, 8);
  });

  it('local time with its offset, east or west positive by the longitude', () => {
    const local: Cards = [...START, ['TIMESYS', 'LOCAL']];
    const [west, east] = [-111.6, 11.6].map(
      longitude =>
        [
          ['SITELAT', 32],
          ['SITELONG', longitude],
        ] as const,
    );
    expect(row([...local, ['TIMEZONE', -7]]).jdUtcMid).toBeCloseTo(MIDDLE + 7 / 24, 8);
    expect(row([...local, ['TIMEZONE', 7], ...west]).jdUtcMid).toBeCloseTo(MIDDLE + 7 / 24, 8);
    expect(row([...local, ['TIMEZONE', 1], ...east]).jdUtcMid).toBeCloseTo(MIDDLE - 1 / 24, 8);
    expect(row(local).jdUtcMid).toBeNaN();
    expect(codes(local)).toEqual(['local-time card TIMESYS']);
  });

  it('DATE-END alone, and start and end without an exposure', () => {
    expect(
      row([
        ['DATE-END', MOMENT],
        ['EXPTIME', 60],
      ]).jdUtcMid,
    ).toBeCloseTo(MIDDLE - 60 / 86400, 8);
    expect(
      row([
        ['DATE-BEG', MOMENT],
        ['DATE-END', '2025-03-14T05:07:07.250'],
      ]).jdUtcMid,
    ).toBeCloseTo(MIDDLE, 8);
  });

  it('a rounded MJD does not hide an exact date', () => {
    expect(row([...START, ['MJD-AVG', 60748.213]]).jdUtcMid).toBeCloseTo(MIDDLE, 8);
    expect(row([['MJD-OBS', 60748.213], ...START]).jdUtcMid).toBeCloseTo(MIDDLE, 8);
  });

  it('a Julian date less 2400000', () => {
    const cards: Cards = [
      ['JD', 60748.712583, 'JD-2400000'],
      ['EXPTIME', 60],
    ];
    expect(row(cards).jdUtcMid).toBeCloseTo(2460748.712583 + 30 / 86400, 8);
    expect(codes(cards)).toEqual([]);
    expect(
      codes([
        ['JD', 60748.712583],
        ['EXPTIME', 60],
      ]),
    ).toEqual(['reduced-julian-date card JD']);
  });

  it('lists an MJD that contradicts the date: local time written as UTC', () => {
    expect(codes([...START, ['MJD-OBS', 60748.504]])).toEqual(['time-contradiction card MJD-OBS']);
  });

  it.each<[string, Cards, number, string[]]>([
    ['by DATE-AVG', [['DATE-AVG', '2025-03-14T06:00:00']], 2460748.75, []],
    [
      'by its end',
      [
        ['NCOMBINE', 10],
        ['DATE-END', '2025-03-14T05:26:07.250'],
      ],
      MIDDLE + (600 - 30) / 86400,
      [],
    ],
    [
      'by its total exposure',
      [
        ['STACKCNT', 10],
        ['LIVETIME', 600],
      ],
      MIDDLE + 270 / 86400,
      ['stack-middle card DATE-OBS'],
    ],
  ])('of a stack, %s', (_, cards, jd, problems) => {
    expect(row([...START, ...cards]).jdUtcMid).toBeCloseTo(jd, 8);
    expect(codes([...START, ...cards])).toEqual(problems);
  });
});

describe('the kind of frame', () => {
  it.each<[string, Cards, string]>([
    ['FRAME as a counter', [['FRAME', 117]], 'light'],
    ['FRAME as a kind', [['FRAME', 'Dark']], 'dark'],
    ['OBSMODE as a mode', [['OBSMODE', 'IMAGING,1x1']], 'light'],
    ['IMAGETYP unknown', [['IMAGETYP', 'ARC']], 'other'],
    ['a dark nebula', [['OBJECT', 'Dark Nebula B33']], 'light'],
    ['OBJECT dark', [['OBJECT', 'dark 60s']], 'dark'],
    ...[
      ['Light', 'light'],
      ['LIGHT FRAME', 'light'],
      ['object', 'light'],
      ['Science', 'light'],
      ['Bias Frame', 'bias'],
      ['ZERO', 'bias'],
      ['Offset', 'bias'],
      ['Master Bias', 'bias'],
      ['DARK', 'dark'],
      ['Flat Dark', 'dark'],
      ['Flat Field', 'flat'],
      ['SKYFLAT', 'flat'],
      ['Dome Flat', 'flat'],
      ['Twilight', 'flat'],
    ].map(([word, kind]): [string, Cards, string] => [word, [['IMAGETYP', word]], kind]),
  ])('%s', (_, cards, kind) => {
    expect(row([['EXPTIME', 60], ...cards]).imagetyp).toBe(kind);
  });

  it('of the file name only where the exposure does not contradict it', () => {
    expect(row([['EXPTIME', 60]], 'night/zero_point_003.fits').imagetyp).toBe('light');
    expect(row([['EXPTIME', 0]], 'night/zero_003.fits').imagetyp).toBe('bias');
    expect(
      row(
        [
          ['EXPTIME', 60],
          ['FRAME', 3],
        ],
        'night/flat_003.fits',
      ).imagetyp,
    ).toBe('flat');
  });
});

describe('where', () => {
  const AT_KITT_PEAK: Cards = [
    ['DATE-OBS', '2025-01-20T05:00:00'],
    ['EXPTIME', 60],
    ['RA', 80],
    ['DEC', 25],
    ['SITELAT', 31.9584],
  ];
  it.each<[string, Cards]>([
    ['West positive', [['SITELONG', 111.5997, '[deg] West positive']]],
    ['deg W', [['SITELONG', 111.5997, '[deg W]']]],
    ['a letter', [['SITELONG', '111 35 58.9 W']]],
    ['a letter first', [['SITELONG', 'W111:35:58.9']]],
    ['east positive', [['SITELONG', -111.5997, 'east positive']]],
    ['radians', [['SITELONG', -1.947782, '[rad]']]],
    ['0 to 360', [['SITELONG', 248.4003]]],
    ['SharpCap', [['OBSLONG', -111.5997]]],
    [
      'a known observatory',
      [
        ['SITELONG', 111.5997],
        ['OBSERVAT', 'Kitt Peak'],
      ],
    ],
    [
      'the airmass of the header',
      [
        ['SITELONG', 111.5997],
        ['AIRMASS', 1.01],
      ],
    ],
    [
      'the altitude of the header',
      [
        ['SITELONG', 111.5997],
        ['OBJCTALT', 82.6],
      ],
    ],
  ])('longitude by %s', (_, cards) => {
    expect(row([...AT_KITT_PEAK, ...cards]).airmass).toBeCloseTo(1.0084, 3);
  });

  it('lists a longitude that was turned, and a field below the horizon', () => {
    const turned: Cards = [...AT_KITT_PEAK, ['SITELONG', 111.5997], ['AIRMASS', 1.01]];
    expect(codes(turned)).toEqual(['longitude-sign card SITELONG']);
    expect(codes([...AT_KITT_PEAK, ['SITELONG', 111.5997]])).toEqual(['below-horizon card SITELONG']);
    expect(codes([...AT_KITT_PEAK, ['SITELONG', 'far west']])).toContain('unreadable-card card SITELONG');
  });

  it.each<[string, Cards, string[]]>([
    [
      '[h]',
      [
        ['RA', 8.856, '[h] right ascension'],
        ['DEC', 11.8],
      ],
      [],
    ],
    [
      'hours in words',
      [
        ['RA', 8.856, 'RA in hours'],
        ['DEC', 11.8],
      ],
      [],
    ],
    [
      'degrees',
      [
        ['RA', 132.84, '[deg]'],
        ['DEC', 11.8],
      ],
      [],
    ],
    [
      'radians',
      [
        ['RA', 2.318495, '[rad]'],
        ['DEC', 0.2059489, '[rad]'],
      ],
      [],
    ],
    [
      'AstroImageJ, hours of J2000 beside those of date',
      [
        ['RA_OBJ', 8.8795],
        ['DEC_OBJ', 11.705],
        ['RAOBJ2K', 8.856],
        ['DECOBJ2K', 11.8],
      ],
      [],
    ],
    [
      'sexagesimal hours',
      [
        ['RA', '08:51:21.6'],
        ['DEC', '+11:48:00'],
      ],
      [],
    ],
    [
      'sexagesimal degrees',
      [
        ['RA', '132:50:24'],
        ['DEC', '+11:48:00'],
      ],
      [],
    ],
    [
      'a unit in the text',
      [
        ['RA', '132.84 deg'],
        ['DEC', '11.8 deg'],
      ],
      [],
    ],
    [
      'POCS',
      [
        ['RA-MNT', 132.84, 'Degrees'],
        ['DEC-MNT', 11.8, 'Degrees'],
      ],
      [],
    ],
    [
      'a second pair',
      [
        ['RA', 8.856],
        ['DEC', 11.8],
        ['OBJCTRA', '08 51 21.6'],
        ['OBJCTDEC', '+11 48 00'],
      ],
      ['hours-assumed card RA'],
    ],
  ])('position by %s', (_, cards, problems) => {
    expect(row(cards).ra).toBeCloseTo(132.84, 4);
    expect(row(cards).dec).toBeCloseTo(11.8, 4);
    expect(codes(cards)).toEqual(problems);
  });

  it('lists two positions that contradict each other', () => {
    const cards: Cards = [
      ['RA', 100],
      ['DEC', 11.8],
      ['OBJCTRA', '08 51 21.6'],
      ['OBJCTDEC', '+11 48 00'],
    ];
    expect(codes(cards)).toEqual(['pointing-contradiction card RA']);
  });

  // astropy 5.2: SkyCoord(ra, dec, frame=FK4(equinox='B1950')).icrs and FK5(equinox='J2025.2')
  it.each<[string, Cards, ra: number, dec: number]>([
    ['FK4 of B1950', [['EQUINOX', 1950]], 180.64008, 19.72164],
    ['FK4 by RADESYS', [['RADECSYS', 'FK4']], 180.64008, 19.72164],
    [
      'FK5 of another year',
      [
        ['EQUINOX', 2025.2],
        ['RADESYS', 'FK5'],
      ],
      179.67704,
      20.14033,
    ],
    ['J2000', [['EQUINOX', 2000]], 180, 20],
    [
      'ICRS',
      [
        ['RADESYS', 'ICRS'],
        ['EQUINOX', 2025.2],
      ],
      180,
      20,
    ],
  ])('precesses %s', (_, cards, ra, dec) => {
    const { ra: found, dec: declination } = row([['RA', 180], ['DEC', 20], ...cards]);
    expect(Math.abs(found - ra) * 3600).toBeLessThan(1);
    expect(Math.abs(declination - dec) * 3600).toBeLessThan(1);
  });
});

it('text in UTF-8, with tabs and NUL, is clean in the table', () => {
  const bytes = String.fromCharCode(...new TextEncoder().encode('α Cen'));
  const card = (text: string): string => text.padEnd(80);
  const cards = [card(`OBJECT  = '${bytes}'`), card("FILTER  = 'V\u0000\u0000'"), card("CCD-TEMP= '-10 C'")].join('');
  const header = Header.parse(Uint8Array.from(cards, c => c.charCodeAt(0)));
  expect(readHeader(header).description).toMatchObject({ object: 'α Cen', filter: 'V', ccdTemp: -10 });
  expect(header.toBytes().subarray(0, 240)).toEqual(Uint8Array.from(cards, c => c.charCodeAt(0)));
});

it.each([
  ['tabs', 'EXPTIME =\t60.0\t/ s'],
  ['NUL padding', 'EXPTIME = 60.0\0\0\0\0'],
  ['no blank after the equals sign', 'EXPTIME =60.0'],
  ['a unit after the number', 'EXPTIME = 60.0 seconds'],
  ['a unit in brackets', 'EXPTIME = 60000 / [ms]'],
  ['a decimal comma', 'EXPTIME = 60,0'],
])('a card with %s is read, and kept as it is', (_, card) => {
  const bytes = Uint8Array.from(card.padEnd(80), c => c.charCodeAt(0));
  const header = Header.parse(bytes);
  expect(readHeader(header).description.exptime).toBe(60);
  expect(header.toBytes().subarray(0, 80)).toEqual(bytes);
});

it('a bias taken by a parked telescope is not warned of where it pointed', () => {
  const parked: Cards = [
    ['DATE-OBS', '2025-01-20T05:00:00'],
    ['RA', 80],
    ['DEC', 25],
    ['SITELAT', 31.9584],
    ['SITELONG', 111.5997],
  ];
  expect(codes([...parked, ['EXPTIME', 60]])).toEqual(['below-horizon card SITELONG']);
  expect(codes([...parked, ['EXPTIME', 0], ['IMAGETYP', 'bias']])).toEqual([]);
});

describeShared('the cases', () => {
  const rowOf = async (file: string) => (await headerTable(shared(`cases/files/${file}`))).toObjects()[0];
  it.each<[file: string, facts: object]>([
    ['gain-1', { gain: Number.NaN, gainSetting: 80 }],
    ['gain-2', { gain: Number.NaN, gainSetting: 120, offset: 30 }],
    ['gain-3', { gain: 0.25 }],
    ['exposure-1', { exptime: 45 }],
    ['exposure-2', { exptime: 45 }],
    ['exposure-3', { exptime: 60 }],
    ['date-1', { jdUtcMid: expect.closeTo(2460748.712931, 6) }],
    ['date-2', { jdUtcMid: expect.closeTo(2460748.712931, 6) }],
    ['date-3', { jdUtcMid: expect.closeTo(2460748.712237, 6) }],
    ['kind-1', { imagetyp: 'light' }],
    ['place-1', { ra: expect.closeTo(132.84, 9) }],
    ['place-2', { airmass: expect.closeTo(1.0084, 3) }],
    ['place-3', { airmass: expect.closeTo(1.0084, 3) }],
    ['place-4', { ra: 132.84, dec: 11.8, object: 'M 67', ccdTemp: 11, airmass: expect.closeTo(1.289, 2) }],
  ])('%s', async (file, facts) => {
    expect(await rowOf(`${file}.fits`)).toMatchObject(facts);
  });

  it('a table names the file and the card of each problem', async () => {
    const problems = (await headerTable(shared('cases/files/gain-*.fits'))).problems();
    expect(problems.names).toEqual(['file', 'where', 'value', 'code', 'action', 'remedy']);
    expect(
      problems.toObjects().map(({ file, where, value, action }) => [file.split('/').at(-1), where, value, action]),
    ).toEqual([
      ['gain-1.fits', 'card BAYERPAT', 'GRBG', 'assumed'],
      ['gain-1.fits', 'card GAIN', '80', 'dropped'],
      ['gain-2.fits', 'card GAIN', '120', 'dropped'],
    ]);
  });

  it('real files are quiet: fewer than 0.2 problems a file', async () => {
    const table = await headerTable(shared('data/**/*.{fits,fit,fz,fits.gz}'), { onError: 'skip' });
    expect(table.length).toBeGreaterThan(100);
    expect(table.problems().length / table.length).toBeLessThan(0.2);
  });
});
