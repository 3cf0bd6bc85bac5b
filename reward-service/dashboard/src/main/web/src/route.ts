import type { ViewName } from './contract';

/** What the page shows, as the address says it: `#/task/ID/prompts?sort=mean`. */
export interface Route {
  readonly view: ViewName;
  /** Null where the view is not of a task. */
  readonly task: string | null;
  readonly params: Readonly<Record<string, string>>;
}

const OF_TASK: Record<string, ViewName> = { '': 'task', prompts: 'prompts', stream: 'stream' };

export const OVERVIEW: Route = { view: 'overview', task: null, params: {} };

/** Reads an address's hash; null if it names nothing. */
export function parse(hash: string): Route | null {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split(/\?(.*)/s);
  const parts = path.split('/').filter((part) => part !== '');
  const params = Object.fromEntries(new URLSearchParams(query));
  if (parts.length === 0) {
    return { ...OVERVIEW, params };
  }
  if (parts[0] === 'dead-letters' && parts.length === 1) {
    return { view: 'dead-letters', task: null, params };
  }
  const view = OF_TASK[parts[2] ?? ''];
  if (parts[0] === 'task' && parts[1] !== undefined && parts.length <= 3 && view) {
    const task = decoded(parts[1]);
    return task === null ? null : { view, task, params };
  }
  return null;
}

/** The hash of a route; parameters that are empty are left out. */
export function href(view: ViewName, task: string | null = null, params: Record<string, string | null> = {}): string {
  const path = task === null ? (view === 'overview' ? '' : view) : `task/${encodeURIComponent(task)}${suffix(view)}`;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== '') {
      query.set(name, value);
    }
  }
  const text = query.toString();
  return `#/${path}${text ? `?${text}` : ''}`;
}

/** The same view with some parameters changed; null takes one out. */
export function withParams(route: Route, changes: Record<string, string | null>): string {
  return href(route.view, route.task, { ...route.params, ...changes });
}

function suffix(view: ViewName): string {
  return view === 'task' ? '' : `/${view}`;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
