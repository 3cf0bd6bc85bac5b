import { describe, expect, it } from 'vitest';
import type { Bucket, Figures } from '../src/contract';
import { isIn, namedRange, ofBuckets, ofStatistics, pool, rangeOf } from '../src/series';

const figures = (values: number[], correct = 0): Figures => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { n: values.length, failed: 1, mean, deviation, judged: values.length, correct };
};

const bucket = (t: number, parts: Partial<Bucket> = {}): Bucket => ({
  t,
  queries: 2,
  proposals: 4,
  outputs: 4,
  failures: 1,
  serve: null,
  explore: null,
  components: {},
  latencyMicros: null,
  promptTokens: 10,
  completionTokens: 1,
  ...parts,
});

describe('pool', () => {
  it('gives the figures of all values together', () => {
    const pooled = pool([figures([1, 2, 3], 1), null, figures([10, 20], 2)]);
    const whole = figures([1, 2, 3, 10, 20]);
    expect(pooled.n).toBe(5);
    expect(pooled.failed).toBe(2);
    expect(pooled.mean).toBeCloseTo(whole.mean, 10);
    expect(pooled.deviation).toBeCloseTo(whole.deviation, 10);
    expect(pooled.accuracy).toBeCloseTo(0.6, 10);
  });

  it('knows nothing of nothing', () => {
    expect(pool([null])).toEqual({ n: 0, failed: 0, mean: null, deviation: null, accuracy: null, judged: 0 });
    expect(pool([{ n: 0, failed: 2, mean: 0, deviation: 0, judged: 0, correct: 0 }]).mean).toBeNull();
  });
});

describe('ofBuckets', () => {
  it('joins seconds into steps, as rates, and leaves out what is not over', () => {
    const seconds = Array.from({ length: 20 }, (_, i) => bucket(1000 + i, { latencyMicros: i < 5 ? 2000 : null }));
    const points = ofBuckets(seconds, rangeOf('15m'), 1013);
    expect(points.map((p) => p.t)).toEqual([1000, 1005]);
    expect(points[0]).toMatchObject({ queries: 2, outputs: 4, promptTokens: 10, latencyMillis: 2 });
    expect(points[1]?.latencyMillis).toBeNull();
  });

  it('weighs components by their rewards', () => {
    const a = bucket(10, { serve: figures([1]), components: { margin: 1 } });
    const b = bucket(11, { serve: figures([1, 1, 1]), components: { margin: 0 } });
    expect(ofBuckets([a, b], rangeOf('15m'), 20)[0]?.components).toEqual({ margin: 0.25 });
  });
});

describe('ofStatistics', () => {
  it('makes windows points, with rates per second', () => {
    const all = {
      count: 50,
      failed: 10,
      meanReward: 2,
      standardDeviation: 1,
      accuracy: 0.5,
      promptTokens: 120,
      completionTokens: 60,
    };
    const window = { from: '2026-01-31T12:00:00Z', to: '2026-01-31T12:01:00Z', all, roles: { SERVE: all } };
    const [point] = ofStatistics({ taskId: 't', from: window.from, to: window.to, windows: [window] });
    expect(point).toMatchObject({ outputs: 1, promptTokens: 2, completionTokens: 1, queries: null });
    expect(point?.explore.mean).toBeNull();
    expect(point?.serve.accuracy).toBe(0.5);
  });
});

describe('isIn', () => {
  const now = '2026-11-25T12:00:00Z';

  it('takes what is not older than the range', () => {
    const range = namedRange('5m');
    expect(isIn(range, '2026-11-25T11:55:01Z', now)).toBe(true);
    expect(isIn(range, '2026-11-25T11:55:00Z', now)).toBe(false);
    expect(isIn(range, null, now)).toBe(false);
  });

  it('takes everything where no range is named', () => {
    expect(isIn(namedRange(undefined), '1999-01-01T00:00:00Z', now)).toBe(true);
    expect(isIn(namedRange('for ever'), null, now)).toBe(true);
  });
});
