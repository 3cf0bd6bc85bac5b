import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, reasonOf } from '../http';

export interface Fetched<T> {
  data: T | null;
  /** Why the latest try failed; what came before is still there. */
  problem: string | null;
}

/**
 * What is at an address, asked again after each so many milliseconds, or once where that is null. Another address forgets what
 * the one before had.
 */
export function useFetched<T>(url: string | (() => string), key: string, everyMillis: number | null): Fetched<T> {
  const [found, setFound] = useState<{ key: string; fetched: Fetched<T> } | null>(null);
  const address = useRef(url);
  address.current = url;
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      try {
        const now = typeof address.current === 'string' ? address.current : address.current();
        const data = await ask<T>(now, abort.signal);
        setFound({ key, fetched: { data, problem: null } });
      } catch (problem) {
        if (abort.signal.aborted) {
          return;
        }
        setFound((old) => ({
          key,
          fetched: { data: old?.key === key ? old.fetched.data : null, problem: reasonOf(problem) },
        }));
      }
      if (everyMillis !== null && !abort.signal.aborted) {
        timer = setTimeout(() => void load(), everyMillis);
      }
    };
    void load();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [key, everyMillis]);
  return found?.key === key ? found.fetched : { data: null, problem: null };
}
