import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Header } from '../../../lib/fits/header/header.js';
import { describeFrame, frameSite } from '../../../lib/frame/telescopes/describe-frame.js';
import { registerTelescope, telescopeById, telescopeOf, telescopes } from '../../../lib/frame/telescopes/registry.js';
import { describeShared, shared } from '../../helpers/shared.js';

const idOf = (cards: Record<string, string>): string => telescopeOf(Header.fromObject(cards)).id;

describe('the dictionary of telescopes', () => {
  it('recognises a telescope by its header', () => {
    expect(idOf({ TELESCOP: 'ARCSAT 0.5-m', INSTRUME: 'dcam-spare' })).toBe('ARCSAT');
    expect(idOf({ ORIGIN: 'LCOGT', SITEID: 'cpt', INSTRUME: 'kb76' })).toBe('LCOGT');
    expect(idOf({ INSTRUME: 'ACS', DETECTOR: 'WFC' })).toBe('HST');
    expect(idOf({ INSTRUME: 'lmi' })).toBe('DCTLMI');
    expect(idOf({ INSTRUME: 'GMOS-N' })).toBe('GMOSN');
    expect(idOf({ TELESCOP: 'P60', INSTRUME: '' })).toBe('P60OPT');
  });

  it('treats unknown headers as generic, and does not take camera makers for observatories', () => {
    expect(idOf({})).toBe('GENERIC');
    expect(idOf({ INSTRUME: 'FLI' })).toBe('GENERIC');
    expect(idOf({ INSTRUME: 'Andor Tech' })).toBe('GENERIC');
  });

  it('has unique ids, and valid positions on the Earth', () => {
    const ids = telescopes().map(t => t.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(50);
    for (const { id, site, pixelScale } of telescopes()) {
      if (site)
        expect(Math.abs(site.latitude) < 90 && Math.abs(site.longitude) <= 180 && site.height < 6000, id).toBe(true);
      if (pixelScale !== undefined) expect(pixelScale, id).toBeGreaterThan(0);
    }
  });

  it('is looked up by id, and suggests the nearest id', () => {
    expect(describeFrame(Header.fromObject({}), '', { telescope: 'OHP120' }).pixelScale).toBe(0.385);
    expect(() => telescopeById('ARCSTA')).toThrow(/ARCSAT/);
  });

  it("accepts a user's telescope, which takes precedence over the built-in ones", () => {
    const header = Header.fromObject({ INSTRUME: 'QHY600 of our school', MYGAIN: 0.4 });
    expect(describeFrame(header).gain).toBeNaN();
    registerTelescope({
      id: 'SCHOOL',
      name: 'School observatory',
      recognise: { INSTRUME: 'of our school' },
      keywords: { gain: ['MYGAIN'] },
      site: { name: 'School', longitude: 11.6, latitude: 48.1, height: 520 },
      pixelScale: 0.26,
      readNoise: 3.5,
    });
    const row = describeFrame(header);
    expect(row).toMatchObject({
      gain: 0.4,
      readNoise: 3.5,
      pixelScale: 0.26,
      site: 'School',
      telescope: 'School observatory',
    });
    expect(frameSite(header)?.height).toBe(520);
    registerTelescope({ id: 'SCHOOL', name: 'moved', recognise: { INSTRUME: 'of our school' }, gain: 2 });
    expect(describeFrame(header)).toMatchObject({ gain: 2, telescope: 'moved' });
    expect(telescopes().filter(t => t.id === 'SCHOOL')).toHaveLength(1);
  });

  it('rejects an entry without an id or with an invalid rule', () => {
    expect(() => registerTelescope({ id: ' ', name: 'x' })).toThrow(/needs an id/);
    expect(() => registerTelescope({ id: 'X', name: 'x', recognise: { INSTRUME: '(' } })).toThrow(/regular expression/);
  });
});

describeShared('the dictionary against the facts of the pipeline it replaces', () => {
  interface Facts {
    telescopes: {
      id: string;
      name: string;
      headerIdentifiers: string[];
      pixelScaleArcsecUnbinned: number[];
      mpcCode: string;
    }[];
  }
  const { telescopes: facts } = JSON.parse(readFileSync(shared('reference/telescopes.json'), 'utf8')) as Facts;

  it('has every camera except those of LCO, which share one entry, with its scale and code', () => {
    for (const fact of facts.filter(f => f.id !== 'GENERIC' && !f.name.startsWith('LCOGT'))) {
      const ours = telescopeById(fact.id);
      expect(ours).toMatchObject({
        name: fact.name,
        mpcCode: fact.mpcCode,
        pixelScale: fact.pixelScaleArcsecUnbinned[0],
      });
    }
  });
});
