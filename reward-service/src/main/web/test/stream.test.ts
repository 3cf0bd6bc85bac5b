import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Update } from '../src/contract';
import { type Line, UpdateStream } from '../src/stream';

/** A browser's EventSource, driven by hand. */
class Source {
  static readonly CLOSED = 2;
  static all: Source[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  private heard: ((event: unknown) => void) | null = null;

  constructor(readonly url: string) {
    Source.all.push(this);
  }

  addEventListener(_: string, heard: (event: unknown) => void) {
    this.heard = heard;
  }

  say(id: string, update: Partial<Update>) {
    this.heard?.({ data: JSON.stringify({ reset: false, ...update }), lastEventId: id });
  }

  fail(readyState: number) {
    this.readyState = readyState;
    this.onerror?.();
  }

  close() {
    this.readyState = Source.CLOSED;
  }
}

const lines: Line[] = [];
const updates: Update[] = [];
const newest = () => Source.all.at(-1)!;

function open() {
  return new UpdateStream('dashboard/events?view=overview', {
    line: (line) => lines.push(line),
    update: (update) => updates.push(update),
  });
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1000 });
  vi.stubGlobal('EventSource', Source);
  Source.all = [];
  lines.length = updates.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('UpdateStream', () => {
  it('leaves reconnecting to the browser, and keeps since when it is lost', () => {
    open();
    newest().say('abc-1', { tick: 1 });
    newest().fail(0);
    vi.setSystemTime(5000);
    newest().fail(0);
    expect(lines.at(-1)).toEqual({ state: 'lost', since: 1000 });
    expect(Source.all).toHaveLength(1);
    newest().say('abc-2', { tick: 2 });
    expect(lines.at(-1)).toEqual({ state: 'open' });
  });

  it('says why it is refused, and tries again later', async () => {
    const answer = { errors: [{ field: 'task', message: 'there is none' }] };
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(answer), { status: 404 })));
    open();
    newest().fail(Source.CLOSED);
    await vi.advanceTimersByTimeAsync(1);
    expect(lines.at(-1)).toEqual({ state: 'refused', status: 404, message: 'task: there is none' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(Source.all).toHaveLength(2);
  });

  it('makes a new one where the browser gave up because the service is away', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new Error('refused')));
    open();
    newest().fail(Source.CLOSED);
    await vi.advanceTimersByTimeAsync(1100);
    expect(Source.all).toHaveLength(2);
    expect(lines.at(-1)?.state).toBe('lost');
  });

  it('resets what it had when the service was restarted', () => {
    open();
    newest().say('abc-9', {});
    newest().say('abd-1', {});
    newest().say('abd-2', {});
    expect(updates.map((update) => update.reset)).toEqual([false, true, false]);
  });

  it('takes a silent line for a dead one', async () => {
    open();
    newest().say('abc-1', {});
    await vi.advanceTimersByTimeAsync(20_001);
    expect(Source.all).toHaveLength(2);
    expect(lines.at(-1)?.state).toBe('lost');
  });
});
