import { createParser } from 'eventsource-parser';
import type { Update, ViewName } from './contract';
import { Refusal, refusalOf } from './http';

/** How the line to the service is. */
export type Line =
  | { state: 'connecting' }
  | { state: 'open' }
  /** Gone since; it is being tried again. */
  | { state: 'lost'; since: number }
  /** The service refuses, and says why. */
  | { state: 'refused'; status: number; message: string };

export interface Listener {
  line(line: Line): void;
  update(update: Update): void;
}

const RETRY_MILLIS = [1000, 2000, 4000, 8000];
/** A refusal may end (a task may be created), but there is no hurry. */
const REFUSED_RETRY_MILLIS = 10_000;
/** The service speaks every 5 s at least; after this long an open line is a dead one. */
const SILENCE_MILLIS = 20_000;

/**
 * The updates of one view, for as long as it is open. It names the last one when it connects again, so nothing is missed.
 *
 * Read by fetch and not by an EventSource: Chromium's needs 0.2 s of the page's own thread for the history of half an hour.
 */
export class UpdateStream {
  private request = new AbortController();
  private retrying: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private lostSince: number | null = null;
  private failures = 0;
  private lastId: string | null = null;

  constructor(
    private readonly url: string,
    private readonly listener: Listener,
  ) {
    void this.connect();
  }

  /** Tries at once instead of waiting. */
  retry(): void {
    this.close();
    void this.connect();
  }

  close(): void {
    this.request.abort();
    clearTimeout(this.retrying);
    clearTimeout(this.silence);
  }

  private async connect(): Promise<void> {
    const { signal } = (this.request = new AbortController());
    this.listen();
    let problem: unknown = null;
    try {
      await this.follow(signal);
    } catch (thrown) {
      problem = thrown;
    }
    if (!signal.aborted) {
      clearTimeout(this.silence);
      this.failed(problem);
    }
  }

  /** Returns when the service ends the stream. */
  private async follow(signal: AbortSignal): Promise<void> {
    const headers = { Accept: 'text/event-stream', ...(this.lastId === null ? {} : { 'Last-Event-ID': this.lastId }) };
    const response = await fetch(this.url, { headers, cache: 'no-store', signal });
    if (!response.ok || !response.body) {
      throw await refusalOf(response);
    }
    this.listen();
    this.listener.line({ state: 'open' });
    const parser = createParser({ onEvent: ({ id, data }) => this.received(id, data) });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done && !signal.aborted; part = await reader.read()) {
      parser.feed(part.value);
    }
  }

  private received(id: string | undefined, data: string): void {
    this.lostSince = null;
    this.failures = 0;
    this.lastId = id ?? this.lastId;
    this.listen();
    this.listener.line({ state: 'open' });
    this.listener.update(JSON.parse(data) as Update);
  }

  private failed(problem: unknown): void {
    if (problem instanceof Refusal && problem.status >= 400 && problem.status < 500) {
      this.listener.line({ state: 'refused', status: problem.status, message: problem.message });
      this.connectIn(REFUSED_RETRY_MILLIS);
    } else {
      this.lose();
      this.connectIn(RETRY_MILLIS[this.failures] ?? RETRY_MILLIS.at(-1)!);
    }
    this.failures++;
  }

  private connectIn(millis: number): void {
    clearTimeout(this.retrying);
    this.retrying = setTimeout(() => void this.connect(), millis);
  }

  private lose(): void {
    this.lostSince ??= Date.now();
    this.listener.line({ state: 'lost', since: this.lostSince });
  }

  private listen(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.lose();
      this.retry();
    }, SILENCE_MILLIS);
  }
}

/** Where a view's updates come from. Relative, so that a proxy may serve the page under any path. */
export function addressOf(view: ViewName, task: string | null): string {
  const query = new URLSearchParams({ view });
  if (task !== null) {
    query.set('task', task);
  }
  return `dashboard/events?${query}`;
}
