import { type Point, type Range, type Reading, join } from './series';

/** A curve that an eye can follow, and between which edges the truth is likely to lie. */
export interface Curve {
  values: (number | null)[];
  /** 95 % interval. */
  low: (number | null)[];
  high: (number | null)[];
  /** How much time each value is of. */
  seconds: number;
}

/** So many answers have an accuracy within 7 points, 19 times of 20. */
const ANSWERS = 200;
/** A window is at most this part of what is shown, so that learning is seen however rare queries are. */
const LARGEST = 10;
/** And at least this one: no eye follows more, and answers of one moment have prompts and inputs in common. */
const SMALLEST = 30;
/** Of fewer rewards a deviation says little. */
const FEW = 10;
const QUANTILE = 1.959964;

type Of = (point: Point) => Reading;

/** All answers of a window. */
interface Pooled {
  reading: Reading;
  /** Squared standard error by how much the window's points differ; 0 for a single point. */
  spread: number;
}

/** The time in which about 200 answers come, of whole points. */
export function windowOf(points: readonly Point[], range: Range, count: (point: Point) => number): number {
  const whole = (seconds: number) => Math.max(1, Math.floor(seconds / range.step)) * range.step;
  const most = whole(range.seconds / LARGEST);
  const least = whole(range.seconds / SMALLEST);
  const first = points[0];
  const last = points.at(-1);
  const answers = points.reduce((sum, point) => sum + count(point), 0);
  if (!first || !last || answers === 0) {
    return most;
  }
  const rate = answers / (last.t - first.t + range.step);
  return Math.min(most, Math.max(least, Math.ceil(ANSWERS / rate / range.step) * range.step));
}

/** Mean rewards of the time around each point. */
export function meanCurve(points: readonly Point[], range: Range, of: Of): Curve {
  const whole = join(points.map(of)).deviation ?? 0;
  const count = (reading: Reading) => reading.n;
  return curve(
    points,
    range,
    of,
    count,
    (reading) => reading.mean,
    ({ reading, spread }) => {
      const { n, mean, deviation } = reading;
      if (mean === null || deviation === null) {
        return null;
      }
      const own = deviation * Math.sqrt(n / Math.max(1, n - 1));
      const reach = QUANTILE * Math.sqrt(Math.max((n < FEW ? Math.max(own, whole) : own) ** 2 / n, spread));
      return [mean, mean - reach, mean + reach];
    },
  );
}

/** Accuracies of the time around each point, with Wilson's interval: even a few answers that are all right prove little. */
export function accuracyCurve(points: readonly Point[], range: Range, of: Of): Curve {
  const count = (reading: Reading) => reading.judged;
  return curve(
    points,
    range,
    of,
    count,
    (reading) => reading.accuracy,
    ({ reading, spread }) => {
      const { accuracy, judged } = reading;
      if (accuracy === null) {
        return null;
      }
      const variance = accuracy * (1 - accuracy);
      // Answers that depend on each other tell as much as fewer that do not.
      const independent = spread > 0 ? Math.min(judged, Math.max(1, variance / spread)) : judged;
      const squared = QUANTILE ** 2 / independent;
      const middle = (accuracy + squared / 2) / (1 + squared);
      const half = (QUANTILE * Math.sqrt((variance + squared / 4) / independent)) / (1 + squared);
      return [accuracy, Math.max(0, middle - half), Math.min(1, middle + half)];
    },
  );
}

function curve(
  points: readonly Point[],
  range: Range,
  of: Of,
  count: (reading: Reading) => number,
  value: (reading: Reading) => number | null,
  place: (pooled: Pooled) => [number, number, number] | null,
): Curve {
  const seconds = windowOf(points, range, (point) => count(of(point)));
  // As many points before as behind, so that the curve is no later than what it shows.
  const reach = Math.floor((seconds / range.step - 1) / 2) * range.step;
  const places = points.map((point, at) => {
    // Where nothing was answered nothing is drawn: the gap is part of the truth.
    if (count(of(point)) === 0) {
      return null;
    }
    let from = at;
    while (from > 0 && points[from - 1]!.t >= point.t - reach) {
      from--;
    }
    let to = at + 1;
    while (to < points.length && points[to]!.t <= point.t + reach) {
      to++;
    }
    return place(pooled(points.slice(from, to).map(of), count, value));
  });
  return {
    values: places.map((found) => found?.[0] ?? null),
    low: places.map((found) => found?.[1] ?? null),
    high: places.map((found) => found?.[2] ?? null),
    seconds: 2 * reach + range.step,
  };
}

/** The standard error is clustered by points (Liang and Zeger 1986). */
function pooled(
  readings: readonly Reading[],
  count: (reading: Reading) => number,
  value: (reading: Reading) => number | null,
): Pooled {
  const reading = join(readings);
  const some = readings.filter((part) => count(part) > 0);
  const middle = value(reading) ?? 0;
  const squares = some.reduce((sum, part) => sum + (count(part) * ((value(part) ?? middle) - middle)) ** 2, 0);
  const spread = some.length < 2 ? 0 : ((squares / count(reading) ** 2) * some.length) / (some.length - 1);
  return { reading, spread };
}
