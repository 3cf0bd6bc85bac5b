import type { Update, ViewName } from './contract';
import { problemOf } from './http';

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
 * The updates of one view, for as long as it is open. The browser's EventSource names the last update when it connects again, so
 * nothing is missed. Where it gives up (any answer that is no stream), a new one is made, and gets everything.
 */
export class UpdateStream {
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watch: ReturnType<typeof setTimeout> | undefined;
  private lostSince: number | null = null;
  private failures = 0;
  private epoch: string | null = null;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly listener: Listener,
  ) {
    this.connect();
  }

  /** Tries at once instead of waiting. */
  retry(): void {
    clearTimeout(this.timer);
    this.connect();
  }

  close(): void {
    this.closed = true;
    this.source?.close();
    clearTimeout(this.timer);
    clearTimeout(this.watch);
  }

  private connect(): void {
    this.source?.close();
    const source = new EventSource(this.url);
    this.source = source;
    source.onopen = () => this.opened();
    source.onerror = () => this.failed(source);
    source.addEventListener('update', (event) => this.received(event as MessageEvent<string>));
    this.listen();
  }

  private opened(): void {
    this.listen();
    this.listener.line({ state: 'open' });
  }

  private received(event: MessageEvent<string>): void {
    this.lostSince = null;
    this.failures = 0;
    this.listen();
    const update = JSON.parse(event.data) as Update;
    const epoch = event.lastEventId.slice(0, Math.max(0, event.lastEventId.lastIndexOf('-')));
    // A new EventSource names no last update, so a service that was restarted cannot know that it must reset.
    const restarted = this.epoch !== null && this.epoch !== epoch;
    this.epoch = epoch;
    this.listener.line({ state: 'open' });
    this.listener.update(restarted ? { ...update, reset: true } : update);
  }

  private failed(source: EventSource): void {
    if (this.closed || source !== this.source) {
      return;
    }
    this.lose();
    if (source.readyState === EventSource.CLOSED) {
      void this.askWhy();
    }
  }

  /** EventSource does not tell the answer that it dislikes, so the same is asked once more by other means. */
  private async askWhy(): Promise<void> {
    const problem = await problemOf(this.url);
    if (this.closed) {
      return;
    }
    if (problem) {
      this.listener.line({ state: 'refused', ...problem });
    }
    const wait = problem ? REFUSED_RETRY_MILLIS : (RETRY_MILLIS[this.failures] ?? RETRY_MILLIS.at(-1));
    this.failures++;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), wait);
  }

  private lose(): void {
    this.lostSince ??= Date.now();
    this.listener.line({ state: 'lost', since: this.lostSince });
  }

  private listen(): void {
    clearTimeout(this.watch);
    this.watch = setTimeout(() => {
      this.lose();
      this.connect();
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
