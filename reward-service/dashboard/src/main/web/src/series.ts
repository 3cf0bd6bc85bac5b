import type { Bucket, Figures, Statistics, Version, WindowFigures } from './contract';

/** Rewards of some time, in short. */
export interface Reading {
  n: number;
  failed: number;
  mean: number | null;
  deviation: number | null;
  accuracy: number | null;
  /** Of how many right or wrong is known. */
  judged: number;
}

/** A stretch of time of a task. Rates are per second; what is not known for long ranges is null. */
export interface Point {
  /** Begin, in seconds since 1970. */
  t: number;
  all: Reading;
  serve: Reading;
  explore: Reading;
  queries: number | null;
  outputs: number | null;
  failures: number;
  promptTokens: number;
  completionTokens: number;
  latencyMillis: number | null;
  components: Record<string, number>;
}

export type RangeName = '1m' | '5m' | '15m' | '30m' | '1h' | '6h' | '24h';

export interface Range {
  name: RangeName;
  seconds: number;
  /** Length of a point, in seconds. */
  step: number;
  /** From the messages; longer ones are asked for. */
  live: boolean;
}

export const RANGES: readonly Range[] = [
  { name: '1m', seconds: 60, step: 1, live: true },
  { name: '5m', seconds: 300, step: 1, live: true },
  { name: '15m', seconds: 900, step: 5, live: true },
  { name: '30m', seconds: 1800, step: 10, live: true },
  { name: '1h', seconds: 3600, step: 60, live: false },
  { name: '6h', seconds: 21_600, step: 120, live: false },
  { name: '24h', seconds: 86_400, step: 600, live: false },
];

const DEFAULT_RANGE: Range = RANGES[1]!;

export function rangeOf(name: string | undefined): Range {
  return namedRange(name) ?? DEFAULT_RANGE;
}

/** Null where none is named, which stands for all that is known. */
export function namedRange(name: string | undefined): Range | null {
  return RANGES.find((range) => range.name === name) ?? null;
}

/** Whether something of that time is in the range that ends at `now`; what has no time is not. Null is all of time. */
export function isIn(range: Range | null, time: string | null | undefined, now: string | null): boolean {
  return range === null || Date.parse(time ?? '') > Date.parse(now ?? '') - range.seconds * 1000;
}

const NOTHING: Reading = { n: 0, failed: 0, mean: null, deviation: null, accuracy: null, judged: 0 };

/** Figures of several sets as figures of all of them. */
export function pool(parts: readonly (Figures | null)[]): Reading {
  return join(parts.map((part) => (part === null ? NOTHING : readingOf(part))));
}

/** Readings of several times as one of all of them. Deviations are of populations. */
export function join(parts: readonly Reading[]): Reading {
  const sum = (of: (part: Reading) => number) => parts.reduce((total, part) => total + of(part), 0);
  const n = sum((part) => part.n);
  const judged = sum((part) => part.judged);
  const mean = n === 0 ? null : sum((part) => part.n * (part.mean ?? 0)) / n;
  const spread =
    mean === null
      ? null
      : Math.sqrt(sum((part) => part.n * ((part.deviation ?? 0) ** 2 + ((part.mean ?? mean) - mean) ** 2)) / n);
  const accuracy = judged === 0 ? null : sum((part) => part.judged * (part.accuracy ?? 0)) / judged;
  return { n, failed: sum((part) => part.failed), mean, deviation: spread, accuracy, judged };
}

function readingOf(figures: Figures): Reading {
  const { n, failed, mean, deviation, judged, correct } = figures;
  return { n, failed, mean, deviation, accuracy: judged === 0 ? null : correct / judged, judged };
}

/** Seconds made into points of the range's step. Those that are not over stay out: their rates would be too low. */
export function ofBuckets(buckets: readonly Bucket[], range: Range, now: number): Point[] {
  const groups = new Map<number, Bucket[]>();
  const end = now - (now % range.step);
  const begin = end - range.seconds;
  for (const bucket of buckets) {
    if (bucket.t >= begin && bucket.t < end) {
      const t = bucket.t - (bucket.t % range.step);
      const group = groups.get(t);
      if (group) {
        group.push(bucket);
      } else {
        groups.set(t, [bucket]);
      }
    }
  }
  return [...groups].map(([t, group]) => pointOf(t, group, range.step));
}

/** Windows of the statistics as points. */
export function ofStatistics(statistics: Statistics): Point[] {
  return statistics.windows.map((window) => {
    const seconds = Math.max(1, (Date.parse(window.to) - Date.parse(window.from)) / 1000);
    return {
      t: Date.parse(window.from) / 1000,
      all: ofWindow(window.all),
      serve: ofWindow(window.roles['SERVE']),
      explore: ofWindow(window.roles['EXPLORE']),
      queries: null,
      outputs: (window.all.count + window.all.failed) / seconds,
      failures: window.all.failed / seconds,
      promptTokens: window.all.promptTokens / seconds,
      completionTokens: window.all.completionTokens / seconds,
      latencyMillis: null,
      components: {},
    };
  });
}

/** Versions that came about in the range. */
export function ofRange(versions: readonly Version[], range: Range, now: number): Version[] {
  return versions.filter((version) => version.at !== null && Date.parse(version.at) / 1000 > now - range.seconds);
}

function pointOf(t: number, group: readonly Bucket[], step: number): Point {
  const sum = (of: (bucket: Bucket) => number) => group.reduce((total, bucket) => total + of(bucket), 0);
  const timed = group.filter((bucket) => bucket.latencyMicros !== null);
  const calls = timed.reduce((total, bucket) => total + bucket.outputs, 0);
  const micros = timed.reduce((total, bucket) => total + (bucket.latencyMicros ?? 0) * bucket.outputs, 0);
  return {
    t,
    all: pool(group.flatMap((bucket) => [bucket.serve, bucket.explore])),
    serve: pool(group.map((bucket) => bucket.serve)),
    explore: pool(group.map((bucket) => bucket.explore)),
    queries: sum((bucket) => bucket.queries) / step,
    outputs: sum((bucket) => bucket.outputs) / step,
    failures: sum((bucket) => bucket.failures) / step,
    promptTokens: sum((bucket) => bucket.promptTokens) / step,
    completionTokens: sum((bucket) => bucket.completionTokens) / step,
    latencyMillis: calls === 0 ? null : micros / calls / 1000,
    components: componentsOf(group),
  };
}

/** Means weighted by rewards with a value, for which alone there are components. */
function componentsOf(group: readonly Bucket[]): Record<string, number> {
  const sums: Record<string, { total: number; weight: number }> = {};
  for (const bucket of group) {
    const weight = (bucket.serve?.n ?? 0) + (bucket.explore?.n ?? 0);
    for (const [name, mean] of Object.entries(bucket.components)) {
      const sum = (sums[name] ??= { total: 0, weight: 0 });
      sum.total += mean * weight;
      sum.weight += weight;
    }
  }
  const known = Object.entries(sums).filter(([, sum]) => sum.weight > 0);
  return Object.fromEntries(known.map(([name, sum]) => [name, sum.total / sum.weight]));
}

function ofWindow(figures: WindowFigures | undefined): Reading {
  return figures
    ? {
        n: figures.count,
        failed: figures.failed,
        mean: figures.meanReward,
        deviation: figures.standardDeviation,
        accuracy: figures.accuracy,
        judged: figures.accuracy === null ? 0 : figures.count,
      }
    : NOTHING;
}
