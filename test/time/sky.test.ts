import { describe, expect, it } from 'vitest';
import { barycentricInstant, bjdTdb, hjdUtc, lightTravelTime } from '../../lib/time/earth/barycentric.js';
import { apparentSiderealTime, earthRotationAngle, meanSiderealTime } from '../../lib/time/earth/earth-rotation.js';
import { airmassAt, airmassOfAltitude, altitudeAzimuth } from '../../lib/time/earth/horizontal.js';
import { instantFromIso, instantFromJd, jdOf } from '../../lib/time/instant.js';
import type { Site } from '../../lib/time/site.js';
import { describeShared, referenceValues } from '../helpers/shared.js';

interface TimeReference {
  meta: {
    parameters: {
      sites_lon_lat_height_m: Record<string, [number, number, number]>;
      targets_icrs_deg: Record<string, [number, number]>;
    };
  };
  light_time: { columns: string[]; rows: [string, string, string, number, number, number, number, number][] };
  horizontal: { columns: string[]; rows: (string | number | null)[][] };
  headers: { file: string; mid: { jd_utc: number; bjd_tdb: number; hjd_utc: number } }[];
}

describeShared('the sky against astropy', () => {
  const reference = referenceValues<TimeReference>('time');
  const { sites_lon_lat_height_m: sites, targets_icrs_deg: targets } = reference.meta.parameters;
  const siteOf = (name: string): Site => {
    const [longitude, latitude, height] = sites[name];
    return { name, longitude, latitude, height };
  };
  const targetOf = (name: string) => ({ ra: targets[name][0], dec: targets[name][1] });

  it('light-travel times agree to a millisecond for every site, star and date', () => {
    for (const [site, target, utc, toBarycentre, toSun] of reference.light_time.rows) {
      const instant = instantFromIso(utc);
      const [star, place] = [targetOf(target), siteOf(site)];
      expect(Math.abs(lightTravelTime(instant, star, place) - toBarycentre), `${site} ${target} ${utc}`).toBeLessThan(
        1e-3,
      );
      expect(Math.abs(lightTravelTime(instant, star, place, 'sun') - toSun), `${site} ${target} ${utc}`).toBeLessThan(
        1e-3,
      );
    }
  });

  it('BJD_TDB and HJD_UTC agree to the last given digit', () => {
    for (const [site, target, utc, , , bjd, hjd] of reference.light_time.rows) {
      const instant = instantFromIso(utc);
      expect(Math.abs(bjdTdb(instant, targetOf(target), siteOf(site)) - bjd)).toBeLessThan(2e-8);
      expect(Math.abs(hjdUtc(instant, targetOf(target), siteOf(site)) - hjd)).toBeLessThan(2e-8);
    }
  });

  it('returns the mid-exposure BJD_TDB of the XO-1 frames', () => {
    const [xo1, arcsat] = [targetOf('XO-1'), siteOf('APO/ARCSAT')];
    for (const { file, mid } of reference.headers.filter(h => h.file.includes('xo1'))) {
      const bjd = bjdTdb(instantFromJd(mid.jd_utc, 'utc'), xo1, arcsat);
      expect(Math.abs(bjd - mid.bjd_tdb) * 86400, file).toBeLessThan(0.002);
    }
  });

  it('sidereal times agree to a hundredth of an arcsecond (mean) and 0.1 arcsec (apparent)', () => {
    for (const row of reference.horizontal.rows) {
      const [site, , utc, dut1, apparent, mean, rotation] = row as [
        string,
        string,
        string,
        number,
        number,
        number,
        number,
      ];
      const instant = instantFromIso(utc);
      const longitude = sites[site][0];
      expect(degreesOff(meanSiderealTime(instant, dut1), longitude, mean * 15) * 3600).toBeLessThan(0.01);
      expect(degreesOff(earthRotationAngle(instant, dut1), longitude, rotation) * 3600).toBeLessThan(0.01);
      expect(degreesOff(apparentSiderealTime(instant, dut1), longitude, apparent * 15) * 3600).toBeLessThan(0.1);
    }
  });

  it('altitude and azimuth agree to an arcsecond, airmass to 0.01 %', () => {
    for (const row of reference.horizontal.rows) {
      const [site, target, utc, dut1] = row as [string, string, string, number];
      const [alt, az, , hourAngle] = row.slice(7) as number[];
      const pickering = row[13] as number | null;
      const instant = instantFromIso(utc);
      const options = { ut1MinusUtc: dut1 };
      const got = altitudeAzimuth(instant, targetOf(target), siteOf(site), options);
      expect(Math.abs(got.altitude - alt) * 3600, `${site} ${target} ${utc} altitude`).toBeLessThan(1);
      const azimuthOff = Math.abs(((got.azimuth - az + 540) % 360) - 180) * Math.cos((alt * Math.PI) / 180);
      expect(azimuthOff * 3600, `${site} ${target} ${utc} azimuth`).toBeLessThan(1);
      expect(Math.abs(((got.hourAngle - hourAngle * 15 + 540) % 360) - 180)).toBeLessThan(0.05);
      const airmass = airmassAt(instant, targetOf(target), siteOf(site), options);
      if (pickering === null) expect(airmass).toBeNaN();
      else expect(Math.abs(airmass / pickering - 1)).toBeLessThan(1e-4);
    }
  });

  /** Deviation of a Greenwich angle [rad], carried to a longitude [deg], from its expected value [deg]. */
  function degreesOff(greenwich: number, longitude: number, expected: number): number {
    const off = (greenwich * 180) / Math.PI + longitude - expected;
    return Math.abs(off - 360 * Math.round(off / 360));
  }
});

describe('the sky', () => {
  const site: Site = { name: 'somewhere', longitude: -105.82, latitude: 32.78, height: 2788 };
  const instant = instantFromIso('2025-06-02T04:45:10');

  it('has airmass 1 at the zenith, 2 at 30 degrees, and none below the horizon', () => {
    expect(airmassOfAltitude(90)).toBeCloseTo(1, 6);
    expect(airmassOfAltitude(30)).toBeCloseTo(1.993, 3);
    expect(airmassOfAltitude(0)).toBeGreaterThan(35);
    expect(airmassOfAltitude(-0.1)).toBeNaN();
    expect(airmassOfAltitude(Number.NaN)).toBeNaN();
  });

  it('puts the celestial pole at an altitude equal to the latitude, in the north', () => {
    const pole = altitudeAzimuth(instant, { ra: 0, dec: 90 }, site);
    expect(Math.abs(pole.altitude - site.latitude)).toBeLessThan(0.2); // precession since 2000
    expect(Math.min(pole.azimuth, 360 - pole.azimuth)).toBeLessThan(0.2);
  });

  it('returns opposite light-travel times for opposite stars', () => {
    const there = lightTravelTime(instant, { ra: 10, dec: 20 }, site);
    const back = lightTravelTime(instant, { ra: 190, dec: -20 }, site);
    expect(there).toBeCloseTo(-back, 9);
    expect(Math.abs(there)).toBeLessThan(505);
  });

  it('is off by at most 21.3 ms without a site', () => {
    const star = { ra: 240, dec: 28 };
    expect(Math.abs(lightTravelTime(instant, star) - lightTravelTime(instant, star, site))).toBeLessThan(0.0213);
  });

  it('is NaN for a target without a position, and the two-part date agrees with the one-part date', () => {
    expect(bjdTdb(instant, { ra: Number.NaN, dec: 0 })).toBeNaN();
    expect(hjdUtc(instant, { ra: 0, dec: Number.NaN })).toBeNaN();
    const star = { ra: 240, dec: 28 };
    expect(jdOf(barycentricInstant(instant, star, site))).toBe(bjdTdb(instant, star, site));
  });
});
