/** What the reader has chosen, kept in this browser only. */

export type Theme = 'system' | 'light' | 'dark';

export interface Prices {
  /** For a million tokens each; null where none was typed in. */
  prompt: number | null;
  completion: number | null;
}

const THEME = 'promptstream.theme';
const PRICES = 'promptstream.prices';

export function theme(): Theme {
  const kept = read(THEME);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function chooseTheme(chosen: Theme): void {
  write(THEME, chosen);
  showTheme(chosen);
}

/** Styles follow the system unless the document says otherwise. */
export function showTheme(chosen: Theme): void {
  if (chosen === 'system') {
    delete document.documentElement.dataset['theme'];
  } else {
    document.documentElement.dataset['theme'] = chosen;
  }
  window.dispatchEvent(new Event('themechange'));
}

export function prices(task: string): Prices {
  try {
    const kept = JSON.parse(read(`${PRICES}.${task}`) ?? '{}') as Partial<Prices>;
    return { prompt: amount(kept.prompt), completion: amount(kept.completion) };
  } catch {
    return { prompt: null, completion: null };
  }
}

export function keepPrices(task: string, chosen: Prices): void {
  write(`${PRICES}.${task}`, JSON.stringify(chosen));
}

function amount(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still shows everything.
  }
}
