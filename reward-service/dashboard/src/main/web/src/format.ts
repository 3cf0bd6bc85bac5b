/** Numbers and times for people. What does not exist is a dash. */

export const NONE = '–';

const integers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const compacts = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumSignificantDigits: 3 });
// Made once: a time that is formatted by itself makes a formatter of its own, which costs more than all else in a table of times.
const times = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const MINUS = '\u2212';

/** A count; shortened from ten thousand on. */
export function count(value: number | null | undefined): string {
  if (value == null || !Number.isFinite(value)) {
    return NONE;
  }
  return minus(Math.abs(value) < 10_000 ? integers.format(value) : compacts.format(value));
}

/** A count of things by their name. */
export function some(value: number, name: string): string {
  return `${count(value)} ${name}${value === 1 ? '' : 's'}`;
}

/** A count to the last digit. */
export function exact(value: number | null | undefined): string {
  return value == null ? NONE : minus(integers.format(value));
}

/** A measure with about three significant digits. */
export function decimal(value: number | null | undefined): string {
  if (value == null || !Number.isFinite(value)) {
    return NONE;
  }
  const size = Math.abs(value);
  const digits = size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : 2;
  return size >= 10_000 ? count(value) : minus(value.toFixed(digits));
}

/** A reward: always one digit behind the point, so that a column of them lines up. */
export function reward(value: number | null | undefined): string {
  return value == null ? NONE : minus(value.toFixed(1));
}

/** A difference, with its sign. */
export function signed(value: number | null | undefined): string {
  return value == null ? NONE : (value > 0 ? '+' : '') + reward(value);
}

export function percent(share: number | null | undefined): string {
  return share == null ? NONE : `${(share * 100).toFixed(share > 0.995 || share < 0.0005 ? 0 : 1)} %`;
}

/** A rate with its unit. */
export function perSecond(value: number | null | undefined): string {
  return value == null ? NONE : `${decimal(value)} /s`;
}

/** A length of time in milliseconds. */
export function duration(millis: number | null | undefined): string {
  if (millis == null || !Number.isFinite(millis)) {
    return NONE;
  }
  if (millis < 0) {
    return MINUS + duration(-millis);
  }
  if (millis < 1) {
    return `${Math.round(millis * 1000)} µs`;
  }
  if (millis < 1000) {
    return `${millis < 10 ? millis.toFixed(1) : Math.round(millis)} ms`;
  }
  const seconds = millis / 1000;
  if (seconds < 60) {
    return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A time in milliseconds since 1970; 0 for one that no browser can compute with. */
export function millis(time: string | null | undefined): number {
  return Date.parse(time ?? '') || 0;
}

/** How long ago, coarsely. */
export function ago(time: string | null | undefined, now: string | null | undefined): string {
  if (!millis(time) || !millis(now)) {
    return NONE;
  }
  const seconds = Math.max(0, Math.round((millis(now) - millis(time)) / 1000));
  if (seconds < 60) {
    return `${seconds} s ago`;
  }
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min ago` : `${Math.floor(seconds / 3600)} h ago`;
}

/** The time of day where the reader is. */
export function clock(time: string | number | null | undefined, fraction = false): string {
  const date = new Date(time ?? NaN);
  if (Number.isNaN(date.getTime())) {
    return NONE;
  }
  const text = times.format(date);
  return fraction ? `${text}.${String(date.getMilliseconds()).padStart(3, '0')}` : text;
}

/** Day and time where the reader is; the day only where it is another. */
export function moment(time: string | null | undefined, now: Date = new Date()): string {
  const date = new Date(time ?? NaN);
  if (Number.isNaN(date.getTime())) {
    return NONE;
  }
  const today = date.toDateString() === now.toDateString();
  return today ? clock(time) : `${days.format(date)} ${clock(time)}`;
}

export function bytes(size: number): string {
  return size < 1024 ? `${size} B` : `${(size / 1024).toFixed(size < 10_240 ? 1 : 0)} KiB`;
}

/** What so many tokens cost at a price for each million; empty where no price is known. */
export function money(tokens: number, pricePerMillion: number | null): number | null {
  return pricePerMillion === null ? null : (tokens / 1_000_000) * pricePerMillion;
}

/** `RLPROMPT_X` becomes `rlprompt x`. */
export function words(name: string | null | undefined): string {
  return name ? name.toLowerCase().replaceAll('_', ' ') : NONE;
}

function minus(text: string): string {
  const plain = text.replace('-', MINUS);
  return /^\u2212[0.]+$/.test(plain) ? plain.slice(1) : plain;
}
