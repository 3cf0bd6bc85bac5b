/** What waits for its turn, first come, first served. */
const waiting = new Set<() => void>();
const comeAgain = onceAFrame(next);

/**
 * A function that does `work` a little later: once, however often it is called until then, and in a task of its own behind the
 * next frame. A page that nobody sees does none.
 */
export function onceAFrame(work: () => void): () => void {
  let coming = false;
  return () => {
    if (!coming) {
      coming = true;
      // Not in the frame itself, which then has to paint as well.
      requestAnimationFrame(() =>
        setTimeout(() => {
          coming = false;
          work();
        }),
      );
    }
  };
}

/** Does `work` when its turn comes. One piece a frame, so that much of it does not hold up what the reader does. */
export function inTurn(work: () => void): void {
  waiting.add(work);
  comeAgain();
}

/** Takes back what was asked for. */
export function giveUp(work: () => void): void {
  waiting.delete(work);
}

function next(): void {
  const [work] = waiting;
  if (work) {
    waiting.delete(work);
    // Before the work, which may fail.
    comeAgain();
    work();
  }
}
