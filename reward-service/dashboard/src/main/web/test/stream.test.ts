import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Update } from '../src/contract';
import { type Line, UpdateStream } from '../src/stream';

/** One request to the service, answered by hand. */
class Request {
  static all: Request[] = [];
  private readonly body = new TransformStream<Uint8Array, Uint8Array>();
  private readonly stream = new Response(this.body.readable);
  private readonly writer = this.body.writable.getWriter();
  private settle!: { answer: (response: Response) => void; fail: (reason: Error) => void };
  readonly answer = new Promise<Response>((answer, fail) => (this.settle = { answer, fail }));
  readonly lastId: string | null;

  constructor(readonly init: RequestInit) {
    this.lastId = new Headers(init.headers).get('Last-Event-ID');
    init.signal!.addEventListener('abort', () => this.fail());
    Request.all.push(this);
  }

  /** Says something in pieces, as a network does. */
  async say(id: string, update: Partial<Update>) {
    this.settle.answer(this.stream);
    const text = `event: update\nid: ${id}\ndata: ${JSON.stringify({ reset: false, ...update })}\n\n`;
    const bytes = new TextEncoder().encode(text);
    await this.writer.write(bytes.slice(0, 30));
    await this.writer.write(bytes.slice(30));
    await settled();
  }

  async refuse(status: number, answer: unknown) {
    this.settle.answer(new Response(JSON.stringify(answer), { status }));
    await settled();
  }

  async end() {
    await this.writer.close();
    await settled();
  }

  fail() {
    this.settle.fail(new TypeError('network error'));
    this.writer.abort(new TypeError('network error')).catch(() => undefined);
    return settled();
  }
}

const lines: Line[] = [];
const updates: Update[] = [];
const newest = () => Request.all.at(-1)!;
/** Streams pass on what they have in many small steps. */
const settled = () => vi.advanceTimersByTimeAsync(0);

function open() {
  return new UpdateStream('dashboard/events?view=overview', {
    line: (line) => lines.push(line),
    update: (update) => updates.push(update),
  });
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1000 });
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => new Request(init).answer);
  Request.all = [];
  lines.length = updates.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('UpdateStream', () => {
  it('reads updates, whatever pieces they come in', async () => {
    open();
    await newest().say('abc-1', { tick: 1, historySince: 'é' });
    await newest().say('abc-2', { tick: 2 });
    expect(lines.at(-1)).toEqual({ state: 'open' });
    expect(updates.map((update) => update.tick)).toEqual([1, 2]);
    expect(updates[0]?.historySince).toBe('é');
    expect(Request.all).toHaveLength(1);
  });

  it('connects again when the stream ends, names what it had, and keeps since when it is lost', async () => {
    open();
    await newest().say('abc-1', { tick: 1 });
    await newest().end();
    expect(lines.at(-1)).toEqual({ state: 'lost', since: 1000 });
    await vi.advanceTimersByTimeAsync(1000);
    await newest().fail();
    expect(lines.at(-1)).toEqual({ state: 'lost', since: 1000 });
    await vi.advanceTimersByTimeAsync(2000);
    expect(Request.all.map((request) => request.lastId)).toEqual([null, 'abc-1', 'abc-1']);
    await newest().say('abc-2', { tick: 2 });
    expect(lines.at(-1)).toEqual({ state: 'open' });
  });

  it('waits longer with each failure, and as it began after an update', async () => {
    open();
    await newest().fail();
    await vi.advanceTimersByTimeAsync(1000);
    await newest().fail();
    await vi.advanceTimersByTimeAsync(1999);
    expect(Request.all).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    await newest().say('abc-1', {});
    await newest().fail();
    await vi.advanceTimersByTimeAsync(1000);
    expect(Request.all).toHaveLength(4);
  });

  it('says why it is refused, and tries again later', async () => {
    open();
    await newest().refuse(404, { errors: [{ field: 'task', message: 'there is none' }] });
    expect(lines.at(-1)).toEqual({ state: 'refused', status: 404, message: 'task: there is none' });
    await vi.advanceTimersByTimeAsync(9_999);
    expect(Request.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(Request.all).toHaveLength(2);
  });

  it('takes an answer of a broken service for none', async () => {
    open();
    await newest().refuse(503, {});
    expect(lines.at(-1)?.state).toBe('lost');
    await vi.advanceTimersByTimeAsync(1000);
    expect(Request.all).toHaveLength(2);
  });

  it('takes a silent line for a dead one', async () => {
    open();
    await newest().say('abc-1', {});
    await vi.advanceTimersByTimeAsync(20_001);
    expect(Request.all).toHaveLength(2);
    expect(lines.at(-1)?.state).toBe('lost');
  });

  it('tries at once when it is asked to', async () => {
    const stream = open();
    await newest().fail();
    stream.retry();
    expect(Request.all).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1500);
    expect(Request.all).toHaveLength(2);
  });

  it('says nothing once it is closed', async () => {
    const stream = open();
    await newest().say('abc-1', {});
    const said = lines.length;
    stream.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines).toHaveLength(said);
    expect(Request.all).toHaveLength(1);
  });
});
