import type { ComponentChildren } from 'preact';
import { clock, percent } from '../format';
import type { Shown } from '../live';

/** Nothing to show, why, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Before the first message of a view. */
export function Loading({ what }: { what: string }) {
  return (
    <div class="loading" role="status">
      <p>Loading {what}…</p>
      <div class="bones" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}

/** Above every view: what the reader must know about what they see. */
export function Notices({ shown, retry }: { shown: Shown; retry: () => void }) {
  const { line, scene, stale, heardAt, waiting } = shown;
  return (
    <div class="notices" aria-live="polite">
      {line.state === 'lost' && (
        <div class="notice bad">
          <p>
            <b>The service is away</b> since {clock(line.since)}.{' '}
            {heardAt === null ? 'Nothing was received yet.' : `What you see is of ${clock(scene.at)}.`} Trying again by
            itself.
          </p>
          <button type="button" class="small" onClick={retry}>
            Try now
          </button>
        </div>
      )}
      {line.state === 'refused' && (
        <div class="notice bad">
          <p>
            <b>The service refuses</b> ({line.status}): {line.message}
          </p>
          <button type="button" class="small" onClick={retry}>
            Try now
          </button>
        </div>
      )}
      {stale && line.state === 'open' && (
        <div class="notice warn">
          <p>
            <b>Stale:</b> no message since {clock(heardAt)}. What you see is of {clock(scene.at)}.
          </p>
        </div>
      )}
      {scene.readingBack !== null && (
        <div class="notice">
          <p>
            <b>Reading back</b> what happened before the service started: {percent(scene.readingBack)}
          </p>
          <progress value={scene.readingBack} max={1} aria-label="Reading back" />
        </div>
      )}
      {waiting && (
        <div class="notice">
          <p>
            <b>Paused</b> at {clock(scene.at)}. Updates are kept and shown when you resume.
          </p>
        </div>
      )}
    </div>
  );
}
