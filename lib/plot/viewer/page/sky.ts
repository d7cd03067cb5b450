/**
 * Page script, part 3: the sky at a pixel.
 *
 * @see lib/frame/wcs/tangent-plane.ts, whose equations these are
 * @module
 */

/** The tangent plane, with SIP terms where there are some, and angles as text. */
export const SKY_SCRIPT: string = `
const DEGREE = Math.PI / 180;

/** @param {Terms} terms @param {number} u @param {number} v */
function polynomial(terms, u, v) {
  let sum = 0;
  for (let k = 0; k < terms.c.length; k++) sum += terms.c[k] * u ** terms.u[k] * v ** terms.v[k];
  return sum;
}

/** The sky at a pixel [deg]. @param {PlaneData} plane @param {number} x @param {number} y */
function skyAt(plane, x, y) {
  const { crval, crpix, cd, sip } = plane;
  let u = x - crpix.x;
  let v = y - crpix.y;
  if (sip) [u, v] = [u + polynomial(sip.a, u, v), v + polynomial(sip.b, u, v)];
  const xi = (cd[0][0] * u + cd[0][1] * v) * DEGREE;
  const eta = (cd[1][0] * u + cd[1][1] * v) * DEGREE;
  const sin = Math.sin(crval.dec * DEGREE);
  const cos = Math.cos(crval.dec * DEGREE);
  const towards = cos - eta * sin;
  const ra = crval.ra + Math.atan2(xi, towards) / DEGREE;
  return { ra: ((ra % 360) + 360) % 360, dec: Math.atan2(sin + eta * cos, Math.hypot(xi, towards)) / DEGREE };
}

/** Sexagesimal text, rounded as a whole so that no 60 appears. @param {number} value @param {number} decimals */
function sexagesimal(value, decimals) {
  const unit = 10 ** decimals;
  const total = Math.round(Math.abs(value) * 3600 * unit);
  const seconds = (total % (60 * unit)) / unit;
  const minutes = Math.floor(total / (60 * unit)) % 60;
  const whole = Math.floor(total / (3600 * unit));
  const two = (/** @type {number} */ part) => String(part).padStart(2, '0');
  return two(whole) + ':' + two(minutes) + ':' + seconds.toFixed(decimals).padStart(decimals ? 3 + decimals : 2, '0');
}

/** A place on the sky as text. @param {{ ra: number, dec: number }} sky */
function skyText({ ra, dec }) {
  return sexagesimal(ra / 15, 3) + ' ' + (dec < 0 ? '-' : '+') + sexagesimal(dec, 2);
}
`;
