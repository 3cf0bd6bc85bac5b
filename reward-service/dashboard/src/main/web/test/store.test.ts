import { describe, expect, it } from 'vitest';
import type { Bucket, Failure, Journey, PromptRow, Update } from '../src/contract';
import { EMPTY, LIMITS, apply, leaveView } from '../src/store';

const update = (parts: Partial<Update>): Update => ({ at: '2026-01-31T12:00:00Z', tick: 1, reset: false, ...parts });
const bucket = (t: number, queries = 1) => ({ t, queries }) as Bucket;
const journey = (queryId: string, at: string, taskId = 'task') =>
  ({ taskId, queryId, began: at, hops: [{ name: 'asked', first: at, last: at }] }) as Journey;
const prompt = (id: string, lower: number, rank: number | null = 1, serving = false) =>
  ({ id, lower, rank, serving }) as PromptRow;

describe('apply', () => {
  it('puts a row in the place of the one with its key, and twice does no harm', () => {
    const first = apply(EMPTY, update({ buckets: [bucket(2), bucket(1)] }));
    const change = update({ buckets: [bucket(2, 7)] });
    const once = apply(first, change);
    expect(once.buckets.map((b) => [b.t, b.queries])).toEqual([
      [1, 1],
      [2, 7],
    ]);
    expect(apply(once, change)).toEqual(once);
    expect(first.buckets[1]?.queries).toBe(1);
  });

  it('keeps what an update does not name, and forgets all at a reset', () => {
    const scene = apply(EMPTY, update({ buckets: [bucket(1)], readingBack: 0.4 }));
    expect(scene.readingBack).toBe(0.4);
    expect(apply(scene, update({})).buckets).toHaveLength(1);
    expect(apply(scene, update({})).readingBack).toBeNull();
    expect(apply(scene, update({ reset: true })).buckets).toEqual([]);
  });

  it('never keeps more than its limits', () => {
    let scene = EMPTY;
    for (let t = 0; t < 5000; t += 100) {
      scene = apply(scene, update({ buckets: Array.from({ length: 100 }, (_, i) => bucket(t + i)) }));
    }
    expect(scene.buckets).toHaveLength(LIMITS.seconds);
    expect(scene.buckets.at(-1)?.t).toBe(4999);
    const many = Array.from({ length: 900 }, (_, i) => journey(`q${i}`, new Date(i * 1000).toISOString()));
    const journeys = apply(EMPTY, update({ journeys: many })).journeys;
    expect(journeys).toHaveLength(LIMITS.journeys);
    expect(journeys[0]?.queryId).toBe('q899');
  });

  it('orders queries by when they were asked, however the times are written', () => {
    const scene = apply(
      EMPTY,
      update({
        journeys: [
          journey('whole', '2026-01-31T12:00:00Z'),
          journey('late', '2026-01-31T12:00:00.500Z'),
          journey('early', '2026-01-31T11:59:59.999999Z'),
        ],
      }),
    );
    expect(scene.journeys.map((row) => row.queryId)).toEqual(['late', 'whole', 'early']);
  });

  it('tells queries of two tasks apart that have the same id', () => {
    const at = '2026-01-31T12:00:00Z';
    const scene = apply(EMPTY, update({ journeys: [journey('1', at, 'one'), journey('1', at, 'two')] }));
    expect(scene.journeys.map((row) => row.taskId)).toEqual(['one', 'two']);
  });

  it('puts times that no browser can compute with last', () => {
    const times = ['-292275055-05-16T16:47:04.192Z', '2026-01-31T12:00:00Z', '+292278994-08-17T07:12:55.807Z'];
    const scene = apply(EMPTY, update({ journeys: times.map((at, i) => journey(`q${i}`, at)) }));
    expect(scene.journeys[0]?.queryId).toBe('q1');
  });

  it('takes the failures of an update for all that there are', () => {
    const failure = (message: string) => ({ message }) as Failure;
    const first = apply(EMPTY, update({ failures: [failure('a'), failure('b')] }));
    expect(apply(first, update({})).failures).toHaveLength(2);
    expect(apply(first, update({ failures: [failure('c')] })).failures).toEqual([failure('c')]);
  });

  it('shows of a burst within one millisecond the last first', () => {
    const burst = Array.from({ length: 60 }, (_, i) => journey(`query-${i}`, '2026-01-31T12:00:00.123Z'));
    const { journeys } = apply(EMPTY, update({ journeys: burst }));
    expect(journeys.slice(0, 2).map((row) => row.queryId)).toEqual(['query-59', 'query-58']);
  });

  it('drops prompts that left the board, but not the one that serves', () => {
    const scene = apply(EMPTY, update({ prompts: [prompt('a', 1), prompt('b', 3), prompt('c', 2)] }));
    expect(scene.prompts.map((p) => p.id)).toEqual(['b', 'c', 'a']);
    const left = apply(scene, update({ prompts: [prompt('b', -1, null), prompt('a', -2, null, true)] }));
    expect(left.prompts.map((p) => p.id)).toEqual(['c', 'a']);
  });

  it('keeps tasks and system when another view is opened', () => {
    const system = { services: [], topics: [], groups: [], deadLetters: 3 };
    const left = leaveView(apply(EMPTY, update({ system, buckets: [bucket(1)] })));
    expect(left.system).toBe(system);
    expect(left.buckets).toEqual([]);
  });
});
