/** What the service tells the page. Times are ISO-8601 instants; a bucket's `t` is in seconds since 1970. */

export type ViewName = 'overview' | 'task' | 'prompts' | 'stream' | 'dead-letters';

export interface Token {
  text: string;
  id: number;
  readable: boolean;
}

export interface Prompt {
  text: string;
  tokens: Token[];
}

export interface Figures {
  n: number;
  failed: number;
  mean: number;
  deviation: number;
  judged: number;
  correct: number;
}

export type Health = 'UP' | 'DEGRADED' | 'DOWN' | 'UNKNOWN';

export interface Service {
  name: string;
  status: Health;
  detail: string | null;
  url: string | null;
  checkedAt: string | null;
}

export interface Topic {
  name: string;
  deadLetterTopic: string;
  status: Health;
  detail: string;
  offsets: number | null;
  perSecond: number | null;
  deadLetters: number;
}

export interface Group {
  group: string;
  topic: string;
  lag: number;
  members: number;
  state: string;
}

export interface System {
  services: Service[];
  topics: Topic[];
  groups: Group[];
  deadLetters: number;
}

export interface Task {
  taskId: string;
  description: string | null;
  kind: 'CLASSIFICATION' | 'GENERATION' | null;
  labels: string[];
  policyKind: string | null;
  revision: number | null;
  deleted: boolean;
  rewardKind: string | null;
  maxLag: number | null;
  version: number | null;
  /** Version since which few rounds are explored, because nothing better is expected; null while all are. */
  stoppedSince: number | null;
  roundsLearned: number;
  roundsLeftOut: number;
  roundsSince: string | null;
  lag: { last: number; max: number } | null;
  lastLearnedAt: string | null;
  rates: { queries: number; proposals: number; outputs: number; rewards: number; rounds: number };
  reward: {
    now: number | null;
    start: number | null;
    accuracyNow: number | null;
    accuracyStart: number | null;
    since: string | null;
  };
  served: { prompt: Prompt; origin: string; since: string } | null;
  contexts: Context[];
  sparkline: (number | null)[];
  tokens: { prompt: number; completion: number };
  modelCalls: number;
  failures: number;
  state: TaskState;
  stateReason: string;
  /** Why its settings do not let it learn; null where they do. */
  cannotLearn: string | null;
  failureTotal: number;
  latestFailure: Failure | null;
}

/** A kind of queries that the policy tells from others. */
export interface Context {
  context: number;
  prompt: Prompt;
  /** Whether the prompt is the context's own, not the one for all queries. */
  own: boolean;
  queries: number;
  meanReward: number | null;
  words: string[];
  example: string;
}

export type TaskState = 'LEARNING' | 'SERVING_ONLY' | 'UNREWARDED' | 'STALLED' | 'FAILING' | 'IDLE' | 'DELETED';

/** One kind of failure of a task, with the message of the latest. */
export interface Failure {
  topic: string;
  code: string;
  message: string;
  count: number;
  firstAt: string;
  lastAt: string;
  queryId: string | null;
}

/** Why something of a query was not rewarded, or not used. */
export interface Note {
  reason: string;
  message: string;
  proposalId: string | null;
  feedbackId: string | null;
  at: string | null;
}

export interface Bucket {
  t: number;
  queries: number;
  proposals: number;
  outputs: number;
  failures: number;
  serve: Figures | null;
  explore: Figures | null;
  components: Record<string, number>;
  latencyMicros: number | null;
  promptTokens: number;
  completionTokens: number;
}

export interface Version {
  version: number;
  at: string | null;
  kind: 'BEGAN' | 'CONTINUED' | 'LEARNED' | 'PROMOTED' | 'REWARDS_CHANGED' | null;
  rounds: number;
  lag: number | null;
  meanReward: number | null;
  deviation: number | null;
  rewards: number;
  accuracy: number | null;
  loss: number | null;
  digest: string | null;
  served: Prompt | null;
}

export interface PromptRow {
  id: string;
  rank: number | null;
  prompt: Prompt;
  mean: number | null;
  lower: number | null;
  upper: number | null;
  deviation: number | null;
  accuracy: number | null;
  uses: number;
  serves: number;
  explores: number;
  failures: number;
  firstSeen: string;
  lastSeen: string;
  firstVersion: number;
  lastVersion: number;
  serving: boolean;
}

export interface PromptDetail extends PromptRow {
  examples: {
    queryId: string;
    input: string | null;
    answer: string | null;
    reference: string | null;
    reward: number | null;
    correct: boolean | null;
    role: string;
    version: number;
    at: string;
  }[];
}

export interface Hop {
  name: string;
  first: string;
  last: string;
}

export interface Journey {
  taskId: string;
  queryId: string;
  /** When it was asked, as far as that is known. */
  began: string;
  roundId: string | null;
  text: string | null;
  reference: string | null;
  proposals: number;
  outputs: number;
  rewards: number;
  failures: number;
  meanReward: number | null;
  answer: string | null;
  correct: boolean | null;
  hops: Hop[];
  version: number | null;
  state: string;
  note: Note | null;
}

export interface Item {
  proposalId: string;
  role: string;
  origin: string;
  prompt: Prompt | null;
  promptIndex: number;
  version: number;
  answer: string | null;
  reward: number | null;
  correct: boolean | null;
  failure: string | null;
  proposedAt: string | null;
  answeredAt: string | null;
  rewardedAt: string | null;
  modelMicros: number | null;
}

export interface JourneyDetail extends Journey {
  items: Item[];
  notes: Note[];
  traceId: string | null;
}

export interface DeadLetter {
  topic: string;
  partition: number;
  offset: number;
  source: string | null;
  sourcePartition: number | null;
  sourceOffset: number | null;
  key: string | null;
  taskId: string | null;
  queryId: string | null;
  reason: string | null;
  exception: string | null;
  service: string | null;
  at: string;
  bytes: number;
  /** Whether its value is there, so that it can be put back. */
  whole: boolean;
  republishedAt: string | null;
}

export interface DeadLetterDetail extends DeadLetter {
  payload: { text: string | null; hex: string; event: unknown };
}

/** One message. A list holds the rows that have changed; one that is absent has none. */
export interface Update {
  at: string;
  tick: number;
  reset: boolean;
  readingBack?: number | null;
  historySince?: string | null;
  readSince?: string | null;
  system?: System;
  tasks?: Task[];
  buckets?: Bucket[];
  versions?: Version[];
  /** All of them, where some have changed. */
  failures?: Failure[];
  prompts?: PromptRow[];
  journeys?: Journey[];
  deadLetters?: DeadLetter[];
}

export interface WindowFigures {
  count: number;
  failed: number;
  meanReward: number | null;
  standardDeviation: number | null;
  accuracy: number | null;
  promptTokens: number;
  completionTokens: number;
}

export interface Statistics {
  taskId: string;
  from: string;
  to: string;
  windows: { from: string; to: string; all: WindowFigures; roles: Record<string, WindowFigures | undefined> }[];
}
