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
const PARTS = 10;
/** Of fewer rewards a deviation says little. */
const FEW = 10;
const QUANTILE = 1.959964;

type Of = (point: Point) => Reading;

/** The time in which about 200 answers come, of whole points. */
export function windowOf(points: readonly Point[], range: Range, count: (point: Point) => number): number {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) {
    return range.step;
  }
  const rate = points.reduce((sum, point) => sum + count(point), 0) / (last.t - first.t + range.step);
  const most = Math.max(range.step, Math.floor(range.seconds / PARTS / range.step) * range.step);
  return rate === 0 ? most : Math.min(most, Math.ceil(ANSWERS / rate / range.step) * range.step);
}

/** Mean rewards of the time around each point. */
export function meanCurve(points: readonly Point[], range: Range, of: Of): Curve {
  const whole = join(points.map(of)).deviation ?? 0;
  return curve(
    points,
    range,
    of,
    (reading) => reading.n,
    (reading) => {
      if (reading.mean === null || reading.deviation === null) {
        return null;
      }
      const own = reading.deviation * Math.sqrt(reading.n / Math.max(1, reading.n - 1));
      const reach = (QUANTILE * (reading.n < FEW ? Math.max(own, whole) : own)) / Math.sqrt(reading.n);
      return [reading.mean, reading.mean - reach, reading.mean + reach];
    },
  );
}

/** Accuracies of the time around each point, with Wilson's interval: even a few answers that are all right prove little. */
export function accuracyCurve(points: readonly Point[], range: Range, of: Of): Curve {
  return curve(
    points,
    range,
    of,
    (reading) => reading.judged,
    (reading) => {
      const { accuracy, judged } = reading;
      if (accuracy === null) {
        return null;
      }
      const squared = QUANTILE ** 2 / judged;
      const middle = (accuracy + squared / 2) / (1 + squared);
      const half = (QUANTILE * Math.sqrt((accuracy * (1 - accuracy) + squared / 4) / judged)) / (1 + squared);
      return [accuracy, Math.max(0, middle - half), Math.min(1, middle + half)];
    },
  );
}

function curve(
  points: readonly Point[],
  range: Range,
  of: Of,
  count: (reading: Reading) => number,
  place: (reading: Reading) => [number, number, number] | null,
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
    return place(join(points.slice(from, to).map(of)));
  });
  return {
    values: places.map((found) => found?.[0] ?? null),
    low: places.map((found) => found?.[1] ?? null),
    high: places.map((found) => found?.[2] ?? null),
    seconds: 2 * reach + range.step,
  };
}
