import type { Frame, Line, Mark } from '../chart/frame';
import type { Version } from '../contract';
import { decimal, duration, exact, percent, reward } from '../format';
import type { Point, Range, Reading } from '../series';
import { type Curve, accuracyCurve, meanCurve } from '../smooth';

/** What time charts have in common. */
export interface Span {
  range: Range;
  /** Seconds since 1970. */
  now: number;
  marks: Mark[];
  /** Whether single points are shown beside curves. */
  raw: boolean;
}

const SECOND = [5, 4];
const THIRD = [2, 3];

type Column = (point: Point) => number | null;

function overTime(points: readonly Point[], span: Span, unit: string, format: Frame['format'], lines: Line[]): Frame {
  const { range, now, marks } = span;
  const bridge = Math.max(range.step * 2.5, range.seconds / 30);
  return {
    x: points.map((p) => p.t),
    time: true,
    from: now - range.seconds,
    to: now,
    lines,
    marks,
    format,
    unit,
    bridge,
  };
}

function column(points: readonly Point[], of: Column): (number | null)[] {
  return points.map(of);
}

function banded(label: string, colour: Line['colour'], readings: readonly Reading[]): Line {
  return {
    label,
    colour,
    values: readings.map((reading) => reading.mean),
    note: '± deviation',
    band: {
      label: 'deviation',
      low: readings.map((r) => (r.mean === null || r.deviation === null ? null : r.mean - r.deviation)),
      high: readings.map((r) => (r.mean === null || r.deviation === null ? null : r.mean + r.deviation)),
    },
  };
}

function lengthOf(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** A curve with its interval and, on demand, what it is made of. */
function smoothed(label: string, colour: Line['colour'], curve: Curve, raw: (number | null)[] | null): Line[] {
  const line: Line = {
    label,
    colour,
    ...(colour === 0 ? {} : { dash: SECOND }),
    values: curve.values,
    note: `over ${lengthOf(curve.seconds)}, 95 % band`,
    band: { label: '95 %', low: curve.low, high: curve.high },
  };
  return raw ? [line, { label: `${label}, raw`, colour, values: raw, dots: true }] : [line];
}

export function rewardFrame(points: readonly Point[], span: Span): Frame {
  const curve = meanCurve(points, span.range, (p) => p.all);
  const raw = span.raw ? column(points, (p) => p.all.mean) : null;
  return overTime(points, span, 'mean reward', reward, smoothed('All rewards', 0, curve, raw));
}

export function rolesFrame(points: readonly Point[], span: Span): Frame {
  const of = (role: 'serve' | 'explore') => meanCurve(points, span.range, (p) => p[role]);
  const raw = (role: 'serve' | 'explore') => (span.raw ? column(points, (p) => p[role].mean) : null);
  return overTime(points, span, 'mean reward', reward, [
    ...smoothed('Serving', 0, of('serve'), raw('serve')),
    ...smoothed('Exploring', 1, of('explore'), raw('explore')),
  ]);
}

export function accuracyFrame(points: readonly Point[], span: Span): Frame {
  const of = (role: 'serve' | 'explore') => accuracyCurve(points, span.range, (p) => p[role]);
  const raw = (role: 'serve' | 'explore') => (span.raw ? column(points, (p) => p[role].accuracy) : null);
  const frame = overTime(points, span, '% correct', percent, [
    ...smoothed('Serving', 0, of('serve'), raw('serve')),
    ...smoothed('Exploring', 1, of('explore'), raw('explore')),
  ]);
  return { ...frame, least: { min: 0, max: 1 } };
}

export function callsFrame(points: readonly Point[], span: Span): Frame {
  const lines: Line[] = [
    { label: 'Model calls', colour: 0, values: column(points, (p) => p.outputs) },
    { label: 'Failed', colour: 1, dash: SECOND, values: column(points, (p) => p.failures) },
  ];
  if (span.range.live) {
    lines.unshift({ label: 'Queries', colour: 2, dash: THIRD, values: column(points, (p) => p.queries) });
  }
  return { ...overTime(points, span, 'per second', decimal, lines), least: { min: 0 } };
}

export function tokensFrame(points: readonly Point[], span: Span): Frame {
  const frame = overTime(points, span, 'tokens per second', decimal, [
    { label: 'Read', colour: 0, values: column(points, (p) => p.promptTokens) },
    { label: 'Written', colour: 1, dash: SECOND, values: column(points, (p) => p.completionTokens) },
  ]);
  return { ...frame, least: { min: 0 } };
}

export function latencyFrame(points: readonly Point[], span: Span): Frame {
  const values = column(points, (p) => p.latencyMillis);
  const frame = overTime(points, span, 'mean time in the model', duration, [{ label: 'Model', colour: 0, values }]);
  return { ...frame, least: { min: 0 } };
}

export function componentFrame(name: string, points: readonly Point[], span: Span): Frame {
  const values = column(points, (p) => p.components[name] ?? null);
  return overTime(points, span, 'mean', decimal, [{ label: name, colour: 0, values }]);
}

/** Versions as x, or the times at which they came about. */
export interface Versions {
  list: readonly Version[];
  span: Span;
  byVersion: boolean;
}

function overVersions(of: Versions, unit: string, format: Frame['format'], lines: Line[], marks: Mark[]): Frame {
  const { list, span, byVersion } = of;
  if (!byVersion) {
    const x = list.map((version) => Date.parse(version.at ?? '') / 1000);
    const from = span.now - span.range.seconds;
    return { x, time: true, from, to: span.now, lines, marks: span.marks, format, unit, bridge: span.range.seconds };
  }
  const x = list.map((version) => version.version);
  const from = x[0] ?? 0;
  return { x, time: false, from, to: Math.max(x.at(-1) ?? 1, from + 1), lines, marks, format, unit, bridge: 1e9 };
}

export function learnedFrame(of: Versions): Frame {
  const readings = of.list.map((v) => ({
    n: v.rewards,
    failed: 0,
    mean: v.meanReward,
    deviation: v.deviation,
    accuracy: null,
    judged: 0,
  }));
  return overVersions(of, 'mean reward by version', reward, [banded('Learned rounds', 0, readings)], marksOf(of.list));
}

export function learnedAccuracyFrame(of: Versions): Frame {
  const values = of.list.map((version) => version.accuracy);
  const line: Line = { label: 'Learned rounds', colour: 0, values };
  return { ...overVersions(of, '% correct by version', percent, [line], marksOf(of.list)), least: { min: 0, max: 1 } };
}

export function lagFrame(of: Versions, maxLag: number | null): Frame {
  const lines: Line[] = [{ label: 'Lag', colour: 0, stepped: true, values: of.list.map((version) => version.lag) }];
  if (maxLag !== null) {
    lines.push({ label: 'Most allowed', colour: 1, dash: SECOND, values: of.list.map(() => maxLag) });
  }
  return { ...overVersions(of, 'versions behind', exact, lines, marksOf(of.list)), least: { min: 0 } };
}

export function growthFrame(of: Versions): Frame {
  const values = of.list.map((version) => version.version);
  const line: Line = { label: 'Policy version', colour: 0, stepped: true, values };
  return overVersions({ ...of, byVersion: false }, 'number', exact, [line], []);
}

/** By version, where another prompt began to be served, or rewards changed. */
function marksOf(versions: readonly Version[]): Mark[] {
  return versions.flatMap((version) => labels(version).map((label) => ({ x: version.version, label })));
}

/** The same in time. */
export function changesOf(versions: readonly Version[]): Mark[] {
  return versions
    .filter((version) => version.at)
    .flatMap((version) => labels(version).map((label) => ({ x: Date.parse(version.at!) / 1000, label })));
}

function labels(version: Version): string[] {
  const changed = version.kind === 'REWARDS_CHANGED' ? [`rewards changed at version ${version.version}`] : [];
  return version.served ? [...changed, version.served.text] : changed;
}
