import type { Shown } from '../live';
import type { Route } from '../route';

/** What every view is given. */
export interface ViewProps {
  shown: Shown;
  route: Route;
  /** Changes parameters of the address; null takes one out. */
  set: (changes: Record<string, string | null>) => void;
}

/** How often what was opened is asked for again; not while the page stands still. */
export function refreshOf(shown: Shown, millis: number): number | null {
  return shown.waiting ? null : millis;
}
