import { useRef, useState } from 'preact/hooks';
import type { DeadLetterDetail } from '../contract';
import { moment } from '../format';
import { Refusal, post, reasonOf } from '../http';

interface Placed {
  topic: string;
  partition: number;
  offset: number;
}

type Outcome =
  { kind: 'none' } | { kind: 'sending' } | { kind: 'done'; placed: Placed } | { kind: 'failed'; reason: string };

/** Puts a record's bytes back where they were meant for; asks first, and once more if it was done before. */
export function Republish({ letter, url }: { letter: DeadLetterDetail; url: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const [refusedAsDone, setRefusedAsDone] = useState(false);
  const again = refusedAsDone || letter.republishedAt !== null;

  const send = async () => {
    dialog.current?.close();
    setOutcome({ kind: 'sending' });
    try {
      const placed = await post<Placed>(`${url}/republish`, again ? { again: true } : {});
      setOutcome({ kind: 'done', placed });
    } catch (problem) {
      setRefusedAsDone(problem instanceof Refusal && problem.status === 409);
      setOutcome({ kind: 'failed', reason: reasonOf(problem) });
    }
  };

  return (
    <div class="republish">
      <button
        type="button"
        class="primary"
        disabled={letter.source === null || !letter.whole || outcome.kind === 'sending'}
        onClick={() => dialog.current?.showModal()}
      >
        {again ? 'Republish again…' : 'Republish…'}
      </button>
      <p role="status">
        {outcome.kind === 'sending' && 'Republishing…'}
        {outcome.kind === 'done' &&
          `It is back on ${outcome.placed.topic}, partition ${outcome.placed.partition}, offset ${outcome.placed.offset}.`}
        {outcome.kind === 'failed' && <span class="worse">{outcome.reason}</span>}
        {outcome.kind === 'none' && letter.republishedAt && `It was republished at ${moment(letter.republishedAt)}.`}
      </p>
      <dialog ref={dialog} aria-labelledby="confirm">
        <h2 id="confirm">{again ? 'Republish once more?' : 'Republish this record?'}</h2>
        <p>
          Its own bytes go back to <b>{letter.source}</b>, behind everything that is there. If what was wrong is still
          wrong, it becomes a dead letter again.
        </p>
        {again && <p class="worse">It was republished before. Once more means that it is processed twice.</p>}
        <p class="choices">
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="button" class="primary" onClick={() => void send()}>
            {again ? 'Republish again' : 'Republish'}
          </button>
        </p>
      </dialog>
    </div>
  );
}
