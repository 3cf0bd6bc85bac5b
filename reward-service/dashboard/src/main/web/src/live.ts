import type { Update, ViewName } from './contract';
import { EMPTY, type Scene, apply, leaveView, rowsOf } from './store';
import { type Line, type Listener, UpdateStream, addressOf } from './stream';

/** The service speaks every 5 s at least: after this long what is shown is old. */
export const STALE_MILLIS = 10_000;

/** What is shown, and how fresh it is. */
export interface Shown {
  readonly scene: Scene;
  readonly line: Line;
  /** When the last message came, by the reader's clock; null before the first one of this view. */
  readonly heardAt: number | null;
  readonly stale: boolean;
  /** What a paused page holds back; null when it is not paused. */
  readonly waiting: { updates: number; rows: number } | null;
}

type Connect = (url: string, listener: Listener) => Pick<UpdateStream, 'close' | 'retry'>;

/**
 * The page's memory: follows one view at a time. While paused, updates go into the newest scene and the shown one stands still; a
 * scene is bounded, so a pause may last.
 */
export class Live {
  private newest: Scene = EMPTY;
  private frozen: Scene | null = null;
  private paused = false;
  private line: Line = { state: 'connecting' };
  private heardAt: number | null = null;
  private updates = 0;
  private rows = 0;
  private stream: ReturnType<Connect> | null = null;

  constructor(
    private readonly changed: () => void,
    private readonly now: () => number = Date.now,
    private readonly connect: Connect = (url, listener) => new UpdateStream(url, listener),
  ) {}

  /** Follows another view. A pause stays: the view then stands still at its first message. */
  open(view: ViewName, task: string | null): void {
    this.stream?.close();
    this.newest = leaveView(this.newest);
    this.frozen = null;
    this.updates = this.rows = 0;
    this.heardAt = null;
    this.line = { state: 'connecting' };
    this.stream = this.connect(addressOf(view, task), {
      line: (line) => this.lineIs(line),
      update: (update) => this.updated(update),
    });
    this.changed();
  }

  pause(): void {
    this.paused = true;
    this.frozen = this.heardAt === null ? null : this.newest;
    this.changed();
  }

  /** Shows all that came meanwhile. */
  resume(): void {
    this.paused = false;
    this.frozen = null;
    this.updates = this.rows = 0;
    this.changed();
  }

  retry(): void {
    this.stream?.retry();
  }

  close(): void {
    this.stream?.close();
  }

  shown(): Shown {
    return {
      scene: this.frozen ?? this.newest,
      line: this.line,
      heardAt: this.heardAt,
      stale: this.heardAt !== null && this.now() - this.heardAt > STALE_MILLIS,
      waiting: this.paused ? { updates: this.updates, rows: this.rows } : null,
    };
  }

  private updated(update: Update): void {
    this.newest = apply(this.newest, update);
    this.heardAt = this.now();
    if (this.frozen) {
      this.updates++;
      this.rows += rowsOf(update);
    } else if (this.paused) {
      this.frozen = this.newest;
    }
    this.changed();
  }

  private lineIs(line: Line): void {
    const same = this.line.state === line.state && line.state === 'open';
    this.line = line;
    if (!same) {
      this.changed();
    }
  }
}
