import { describe, expect, it } from 'vitest';
import { tableOf } from '../src/chart/frame';
import { type Point, type Reading, join, rangeOf } from '../src/series';
import { accuracyCurve, meanCurve, windowOf } from '../src/smooth';
import { accuracyFrame, rewardFrame } from '../src/view/frames';

const NOTHING: Reading = { n: 0, failed: 0, mean: null, deviation: null, accuracy: null, judged: 0 };

const reading = (n: number, mean: number, accuracy: number, deviation = 0): Reading => ({
  n,
  failed: 0,
  mean,
  deviation,
  accuracy,
  judged: n,
});

const point = (t: number, serve: Reading): Point => ({
  t,
  all: serve,
  serve,
  explore: NOTHING,
  queries: null,
  outputs: null,
  failures: 0,
  promptTokens: 0,
  completionTokens: 0,
  latencyMillis: null,
  components: {},
});

const serve = (p: Point) => p.serve;

/** Three answers a second, right by a coin that is thrown with a small generator. */
function coins(seconds: number, chance: (t: number) => number): Point[] {
  let state = 7;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return Array.from({ length: seconds }, (_, t) => {
    const right = [0, 0, 0].filter(() => next() < chance(t)).length;
    return point(t, reading(3, right, right / 3));
  });
}

describe('windowOf', () => {
  const of = (n: number) => Array.from({ length: 60 }, (_, t) => point(t, reading(n, 0, 0)));
  const count = (p: Point) => p.serve.n;

  it('holds about 200 answers', () => {
    expect(windowOf(of(10), rangeOf('5m'), count)).toBe(20);
  });

  it('is at most a tenth of what is shown, at least a thirtieth, and at least a point', () => {
    expect(windowOf(of(1000), rangeOf('5m'), count)).toBe(10);
    expect(windowOf(of(1000), rangeOf('24h'), count)).toBe(2400);
    expect(windowOf(of(3), rangeOf('5m'), count)).toBe(30);
    expect(windowOf([point(0, NOTHING)], rangeOf('5m'), count)).toBe(30);
    expect(windowOf([], rangeOf('15m'), count)).toBe(90);
  });
});

describe('accuracyCurve', () => {
  it('shows learning that single seconds hide', () => {
    const learned = (t: number) => (t < 150 ? 0.2 : 0.8);
    const points = coins(300, learned);
    const curve = accuracyCurve(points, rangeOf('5m'), serve);
    const before = curve.values.slice(20, 130) as number[];
    const after = curve.values.slice(170, 280) as number[];
    const single = (from: number, to: number) => points.slice(from, to).map((p) => p.serve.accuracy!);
    expect(Math.max(...single(20, 130))).toBeGreaterThan(Math.min(...single(170, 280)));
    expect(Math.max(...before)).toBeLessThan(0.4);
    expect(Math.min(...after)).toBeGreaterThan(0.65);
  });

  it('has the truth within its band nearly everywhere', () => {
    const curve = accuracyCurve(
      coins(2000, () => 0.7),
      rangeOf('5m'),
      serve,
    );
    const held = curve.values.filter((_, i) => curve.low[i]! <= 0.7 && curve.high[i]! >= 0.7).length;
    expect(held / 2000).toBeGreaterThan(0.85);
    expect(curve.high[1000]! - curve.low[1000]!).toBeLessThan(0.25);
  });

  it('does not pretend that three right answers prove anything', () => {
    const curve = accuracyCurve([point(0, reading(3, 1, 1))], rangeOf('5m'), serve);
    expect(curve.values).toEqual([1]);
    expect(curve.low[0]).toBeCloseTo(0.4385, 4);
    expect(curve.high[0]).toBeCloseTo(1, 12);
  });

  it('draws nothing where nothing was answered', () => {
    const curve = accuracyCurve([point(0, reading(3, 1, 1)), point(1, NOTHING)], rangeOf('5m'), serve);
    expect(curve.values).toEqual([1, null]);
  });
});

describe('meanCurve', () => {
  it('pools a window around each point, weighted by rewards', () => {
    const points = [
      point(0, reading(200, 4, 0, 10)),
      point(1, reading(600, 8, 0, 10)),
      point(90, reading(9, 50, 0, 10)),
    ];
    const curve = meanCurve(points, rangeOf('5m'), serve);
    expect(curve.seconds).toBe(23);
    expect(curve.values).toEqual([7, 7, 50]);
    // Two points that differ: 2 ((200 · 3)² + (600 · 1)²) / 800² is more than the variance of 103 over 800 rewards.
    expect(curve.high[0]! - 7).toBeCloseTo(1.959964 * Math.sqrt(2.25), 6);
    expect(curve.high[2]! - 50).toBeCloseTo((1.959964 * Math.sqrt(join(points.map(serve)).deviation! ** 2)) / 3, 6);
  });

  it('knows that answers of a moment depend on each other', () => {
    // Given a hundred rewards a second that are all the same, now high, now low
    const points = Array.from({ length: 300 }, (_, t) => point(t, reading(100, Math.floor(t / 2) % 2 ? 100 : 0, 0, 1)));
    const curve = meanCurve(points, rangeOf('5m'), serve);
    const shares = accuracyCurve(
      points.map((p) => point(p.t, reading(100, 0, p.serve.mean! / 100))),
      rangeOf('5m'),
      serve,
    );
    // Then the band is that of nine seconds, not of nine hundred rewards
    expect(curve.high[100]! - curve.low[100]!).toBeGreaterThan(60);
    expect(shares.high[100]! - shares.low[100]!).toBeGreaterThan(0.4);
  });

  it('takes the deviation of all where there are few', () => {
    const points = [point(0, reading(50, 0, 0, 30)), point(200, reading(1, 10, 0, 0))];
    const curve = meanCurve(points, rangeOf('5m'), serve);
    expect(curve.high[1]! - curve.low[1]!).toBeGreaterThan(100);
  });
});

describe('frames', () => {
  const span = { range: rangeOf('5m'), now: 300, marks: [], raw: false };

  it('have raw points on demand only', () => {
    const points = coins(300, () => 0.5);
    expect(rewardFrame(points, span).lines.map((line) => line.label)).toEqual(['All rewards']);
    const raw = accuracyFrame(points, { ...span, raw: true });
    expect(raw.lines.map((line) => line.label)).toEqual(['Serving', 'Serving, raw', 'Exploring', 'Exploring, raw']);
    expect(raw.lines[1]).toMatchObject({ dots: true, values: points.map((p) => p.serve.accuracy) });
    expect(tableOf(rewardFrame(points, span)).header).toEqual([
      'time',
      'All rewards',
      'All rewards, 95 % low',
      'All rewards, 95 % high',
    ]);
  });
});
