import { millis } from './format';
import type { Bucket, DeadLetter, Failure, Journey, PromptRow, System, Task, Update, Version } from './contract';

const byNumbers = new Intl.Collator('en', { numeric: true });

/** What is kept at most, so that a page that stays open for days does not grow. */
export const LIMITS = { seconds: 1860, versions: 2000, prompts: 200, journeys: 200, deadLetters: 200, tasks: 500 };

/** All that one view knows. Never changed: every update gives another one. */
export interface Scene {
  readonly at: string | null;
  readonly tick: number;
  readonly readingBack: number | null;
  readonly historySince: string | null;
  readonly readSince: string | null;
  readonly system: System | null;
  readonly tasks: readonly Task[];
  /** By time, oldest first. */
  readonly buckets: readonly Bucket[];
  /** By version, oldest first. */
  readonly versions: readonly Version[];
  /** The latest first. */
  readonly failures: readonly Failure[];
  /** By the lower end of their interval, best first. */
  readonly prompts: readonly PromptRow[];
  /** Newest first. */
  readonly journeys: readonly Journey[];
  /** Newest first. */
  readonly deadLetters: readonly DeadLetter[];
}

export const EMPTY: Scene = {
  at: null,
  tick: 0,
  readingBack: null,
  historySince: null,
  readSince: null,
  system: null,
  tasks: [],
  buckets: [],
  versions: [],
  failures: [],
  prompts: [],
  journeys: [],
  deadLetters: [],
};

/** The scene with an update laid over it. Doing it twice does no harm. */
export function apply(scene: Scene, update: Update): Scene {
  const old = update.reset ? EMPTY : scene;
  return {
    at: update.at,
    tick: update.tick,
    readingBack: update.readingBack ?? null,
    historySince: update.historySince ?? old.historySince,
    readSince: update.readSince ?? old.readSince,
    system: update.system ?? old.system,
    tasks: merge(old.tasks, update.tasks, (task) => task.taskId, byName).slice(0, LIMITS.tasks),
    buckets: recentSeconds(merge(old.buckets, update.buckets, (bucket) => bucket.t, byTime)),
    versions: merge(old.versions, update.versions, (version) => version.version, byVersion).slice(-LIMITS.versions),
    failures: update.failures ?? old.failures,
    prompts: merge(old.prompts, update.prompts, (prompt) => prompt.id, byLower)
      .filter((prompt) => prompt.rank !== null || prompt.serving)
      .slice(0, LIMITS.prompts),
    journeys: merge(old.journeys, update.journeys, keyOf, newestFirst).slice(0, LIMITS.journeys),
    deadLetters: merge(old.deadLetters, update.deadLetters, placeOf, latestFirst).slice(0, LIMITS.deadLetters),
  };
}

/** What stays when another view is opened: that which every view has. */
export function leaveView(scene: Scene): Scene {
  return { ...EMPTY, at: scene.at, readingBack: scene.readingBack, system: scene.system, tasks: scene.tasks };
}

/** How many rows an update brings. */
export function rowsOf(update: Update): number {
  const lists = [update.buckets, update.versions, update.prompts, update.journeys, update.deadLetters];
  return lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
}

export function placeOf(letter: { topic: string; partition: number; offset: number }): string {
  return `${letter.topic}-${letter.partition}-${letter.offset}`;
}

function merge<T, K>(
  old: readonly T[],
  changed: readonly T[] | undefined | null,
  keyOf: (row: T) => K,
  order: (a: T, b: T) => number,
): readonly T[] {
  if (!changed?.length) {
    return old;
  }
  const rows = new Map(old.map((row) => [keyOf(row), row]));
  for (const row of changed) {
    rows.set(keyOf(row), row);
  }
  return [...rows.values()].sort(order);
}

/** Bounds by time, since an idle task has few buckets for much of it. */
function recentSeconds(buckets: readonly Bucket[]): readonly Bucket[] {
  const oldest = (buckets.at(-1)?.t ?? 0) - LIMITS.seconds;
  const first = buckets.findIndex((bucket) => bucket.t > oldest);
  return first > 0 ? buckets.slice(first) : buckets;
}

function byName(a: Task, b: Task): number {
  return Number(a.deleted) - Number(b.deleted) || a.taskId.localeCompare(b.taskId);
}

function byTime(a: Bucket, b: Bucket): number {
  return a.t - b.t;
}

function byVersion(a: Version, b: Version): number {
  return a.version - b.version;
}

function byLower(a: PromptRow, b: PromptRow): number {
  return (b.lower ?? -Infinity) - (a.lower ?? -Infinity) || a.id.localeCompare(b.id);
}

/** What identifies a query: two tasks may have queries of one id. */
export function keyOf(journey: { taskId: string; queryId: string }): string {
  return JSON.stringify([journey.taskId, journey.queryId]);
}

/** Of the same millisecond, the id that counts higher: a burst is asked faster than the clock ticks. */
function newestFirst(a: Journey, b: Journey): number {
  return (
    millis(b.began) - millis(a.began) || byNumbers.compare(b.queryId, a.queryId) || a.taskId.localeCompare(b.taskId)
  );
}

function latestFirst(a: DeadLetter, b: DeadLetter): number {
  return millis(b.at) - millis(a.at) || b.offset - a.offset;
}
