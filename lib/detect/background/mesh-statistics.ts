/**
 * The sky in one mesh of a background map: the mode of its pixels, by SExtractor's rule.
 *
 * Pixel values are judged in single precision, as SExtractor and sep do, so that the same pixels
 * fall into the same bins and the maps agree.
 *
 * @module
 * @see Bertin, E. & Arnouts, S. 1996, A&AS 117, 393 (section 3.1)
 */

/** Half width of the histogram, in standard deviations of the clipped pixels. */
const HISTOGRAM_SIGMAS = 5;
/** Most levels of a histogram. */
const MAX_LEVELS = 4096;
/** Pixels wanted in the fullest level. */
const PIXELS_AT_MODE = 4;
/** Levels for each pixel, so that a Gaussian's fullest level holds {@link PIXELS_AT_MODE}. */
const LEVELS_PER_PIXEL = (Math.sqrt(2 / Math.PI) * HISTOGRAM_SIGMAS) / PIXELS_AT_MODE;
/** First cut, before the histogram is made, in standard deviations of all pixels. */
const FIRST_CUT = 2;
/** Cut of the histogram, in its standard deviations about its median. */
const KAPPA = 3;
/** Mean and median differ by less than this many sigma where a field is not crowded. */
const CROWDED = 0.3;

/** Work space for one mesh after another: no allocation per mesh. */
interface MeshWorkspace {
  /** Histogram: `upTo[i]` pixels are in the levels below i. */
  readonly upTo: Float64Array;
  /** The same for the sum of the levels' numbers. */
  readonly sumUpTo: Float64Array;
  /** The same for the sum of their squares. */
  readonly squaresUpTo: Float64Array;
}

/** What {@link measureMesh} finds. */
interface MeshStatistics {
  /** The sky: mode where the mesh is not crowded, else median [image unit]. */
  sky: number;
  /** Standard deviation of the sky [image unit]. */
  rms: number;
}

/** Makes the work space of {@link measureMesh}. */
export function meshWorkspace(): MeshWorkspace {
  const size = MAX_LEVELS + 2;
  return { upTo: new Float64Array(size), sumUpTo: new Float64Array(size), squaresUpTo: new Float64Array(size) };
}

/**
 * Measures the sky among the first `n` pixels of a mesh; writes it into `out`.
 *
 * The pixels within 2 sigma of their mean set the range of a histogram (5 sigma each way, at most
 * 4096 levels). Its median and standard deviation are then taken within 3 sigma of the median, again
 * and again, until sigma changes by less than 1e-4. Sky = 2.5 median - 1.5 mean where the two
 * differ by less than 0.3 sigma, else the median; the mean where sigma is 0.
 */
export function measureMesh(out: MeshStatistics, pixels: Float32Array, n: number, work: MeshWorkspace): void {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const pixel = pixels[i];
    sum += pixel;
    squares += pixel * pixel;
  }
  let mean = sum / n;
  let sigma = Math.sqrt(Math.max(0, squares / n - mean * mean));

  const low = Math.fround(mean - FIRST_CUT * sigma);
  const high = Math.fround(mean + FIRST_CUT * sigma);
  let kept = 0;
  sum = 0;
  squares = 0;
  for (let i = 0; i < n; i++) {
    const pixel = pixels[i];
    if (pixel > high || pixel < low) continue;
    sum += pixel;
    squares += pixel * pixel;
    kept++;
  }
  mean = sum / kept;
  sigma = Math.sqrt(Math.max(0, squares / kept - mean * mean));

  const levels = Math.min(MAX_LEVELS, Math.trunc(LEVELS_PER_PIXEL * kept + 1));
  const levelWidth = sigma > 0 ? Math.fround((2 * HISTOGRAM_SIGMAS * sigma) / levels) : 1;
  const zero = Math.fround(mean - HISTOGRAM_SIGMAS * sigma);
  fillHistogram(work.upTo, pixels, n, levels, levelWidth, zero);
  accumulate(work, levels);
  clipHistogram(out, work, levels, mean);

  // `out` holds level numbers: back to pixel values.
  out.sky = zero + out.sky * levelWidth;
  out.rms *= levelWidth;
}

/** Counts the pixels of each level into `out[level + 1]`. Single precision decides the level. */
function fillHistogram(
  out: Float64Array,
  pixels: Float32Array,
  n: number,
  levels: number,
  levelWidth: number,
  zero: number,
): void {
  out.fill(0, 0, levels + 2);
  const shift = Math.fround(0.499999 - Math.fround(zero / levelWidth));
  for (let i = 0; i < n; i++) {
    const level = Math.fround(Math.fround(pixels[i] / levelWidth) + shift);
    if (level > -1 && level < levels) out[(level | 0) + 1]++;
  }
}

/** Turns counts into running sums, so that each round of clipping costs a search and not a scan. */
function accumulate({ upTo, sumUpTo, squaresUpTo }: MeshWorkspace, levels: number): void {
  sumUpTo[0] = 0;
  squaresUpTo[0] = 0;
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < levels; i++) {
    const here = upTo[i + 1];
    count += here;
    sum += here * i;
    squares += here * i * i;
    upTo[i + 1] = count;
    sumUpTo[i + 1] = sum;
    squaresUpTo[i + 1] = squares;
  }
}

/** Clips the histogram until its sigma settles; sky and sigma in levels. */
function clipHistogram(
  out: MeshStatistics,
  { upTo, sumUpTo, squaresUpTo }: MeshWorkspace,
  levels: number,
  firstMean: number,
): void {
  const top = levels - 1;
  let low = 0;
  let high = top;
  let mean = firstMean;
  let median = firstMean;
  let sigma = 10 * top;
  let previous = 1;
  for (let round = 0; round < 100 && sigma >= 0.1 && Math.abs(sigma / previous - 1) > 1e-4; round++) {
    previous = sigma;
    const count = upTo[high + 1] - upTo[low];
    median = histogramMedian(upTo, low, high);
    mean = sumUpTo[high + 1] - sumUpTo[low];
    let variance = 0;
    if (count > 0) {
      mean /= count;
      variance = (squaresUpTo[high + 1] - squaresUpTo[low]) / count - mean * mean;
    }
    sigma = variance > 0 ? Math.sqrt(variance) : 0;
    const lowest = median - KAPPA * sigma;
    const highest = median + KAPPA * sigma;
    low = lowest > 0 ? Math.trunc(lowest + 0.5) : 0;
    high = highest < top ? Math.trunc(highest > 0 ? highest + 0.5 : highest - 0.5) : top;
  }
  const crowded = sigma > 0 && Math.abs((mean - median) / sigma) >= CROWDED;
  out.sky = sigma > 0 ? (crowded ? median : 2.5 * median - 1.5 * mean) : mean;
  out.rms = sigma;
}

/**
 * The median of the levels from `low` to `high`, interpolated where the lower and the upper half meet.
 *
 * SExtractor walks in from both ends, always on the side that holds less, until the walks meet; they
 * meet before the first level s at which the pixels below s and those up to s together reach the total.
 */
function histogramMedian(upTo: Float64Array, low: number, high: number): number {
  const base = upTo[low];
  const total = upTo[high + 1] - base;
  let first = low;
  let last = high;
  while (first < last) {
    const middle = (first + last) >> 1;
    if (upTo[middle] + upTo[middle + 1] - 2 * base >= total) last = middle;
    else first = middle + 1;
  }
  const below = first - 1;
  if (below < 0) return 0;
  const lower = upTo[first] - base;
  const upper = total - lower;
  const fullest = Math.max(upTo[first + 1] - upTo[first], upTo[below + 1] - upTo[below]);
  return below + 0.5 + (upper - lower) / (2 * fullest);
}
