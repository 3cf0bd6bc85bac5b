import { describe, expect, it } from 'vitest';
import type { Bucket, Update } from '../src/contract';
import { Live } from '../src/live';
import type { Listener } from '../src/stream';

function started() {
  const state: { now: number; urls: string[]; listener: Listener | null } = { now: 0, urls: [], listener: null };
  const live = new Live(
    () => undefined,
    () => state.now,
    (url, listener) => {
      state.urls.push(url);
      state.listener = listener;
      return { close: () => undefined, retry: () => undefined };
    },
  );
  live.open('task', 'my task');
  return { live, state, say: (t: number) => state.listener!.update(second(t)) };
}

function second(t: number): Update {
  return { at: new Date(t * 1000).toISOString(), tick: t, reset: false, buckets: [{ t } as Bucket] };
}

describe('Live', () => {
  it('asks for its view and task', () => {
    expect(started().state.urls).toEqual(['dashboard/events?view=task&task=my+task']);
  });

  it('stands still while paused, counts what waits, and catches up', () => {
    const { live, say } = started();
    say(1);
    live.pause();
    say(2);
    say(3);
    expect(live.shown().scene.tick).toBe(1);
    expect(live.shown().waiting).toEqual({ updates: 2, rows: 2 });
    live.resume();
    expect(live.shown().scene.buckets.map((b) => b.t)).toEqual([1, 2, 3]);
    expect(live.shown().waiting).toBeNull();
  });

  it('shows the first message of a view that is opened while paused, and then stands still', () => {
    const { live, say } = started();
    live.pause();
    live.open('stream', 'my task');
    say(5);
    say(6);
    expect(live.shown().scene.tick).toBe(5);
    expect(live.shown().waiting?.updates).toBe(1);
  });

  it('is stale after 10 s of silence', () => {
    const { live, state, say } = started();
    expect(live.shown().stale).toBe(false);
    say(1);
    state.now = 10_000;
    expect(live.shown().stale).toBe(false);
    state.now = 10_001;
    expect(live.shown().stale).toBe(true);
  });
});
