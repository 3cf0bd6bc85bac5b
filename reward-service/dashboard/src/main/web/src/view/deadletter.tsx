import type { DeadLetterDetail } from '../contract';
import { bytes, moment } from '../format';
import { Aside } from '../part/aside';
import { useFetched } from '../part/fetched';
import { Copy } from '../part/prompt';
import { Loading } from '../part/state';
import { withParams } from '../route';
import { placeOf } from '../store';
import { dump } from './hex';
import type { ViewProps } from './context';
import { Republish } from './republish';

const FORMS = [
  ['text', 'Text'],
  ['hex', 'Hex'],
  ['event', 'Decoded'],
] as const;

/** One dead letter: why, what is in it, and a way back. */
export function DeadLetterAside({ shown, route, set, place }: ViewProps & { place: string }) {
  const [, topic = '', partition = '', offset = ''] = /^(.*)-(\d+)-(\d+)$/.exec(place) ?? [];
  const url = `dashboard/dead-letters/${encodeURIComponent(topic)}/${partition}/${offset}`;
  const row = shown.scene.deadLetters.find((letter) => placeOf(letter) === place);
  // Once: the bytes stay what they are, and whether it was republished the row tells.
  const { data, problem } = useFetched<DeadLetterDetail>(url, url, null);
  const form = FORMS.find(([name]) => name === route.params['payload'])?.[0] ?? firstForm(data);
  const content = data ? contentOf(data, form) : null;
  return (
    <Aside title="Dead letter" name={place} back={withParams(route, { letter: null })}>
      {problem && (
        <p class="notice bad" role="status">
          {problem}
        </p>
      )}
      {!data && !problem && <Loading what="the dead letter" />}
      {data && (
        <>
          <p class="reason">{data.reason ?? 'no reason given'}</p>
          <dl class="facts">
            <Fact name="Topic" value={data.topic} />
            <Fact name="Place" value={`partition ${data.partition}, offset ${data.offset}`} />
            <Fact
              name="Meant for"
              value={`${data.source ?? '–'}${data.sourceOffset === null ? '' : `, partition ${data.sourcePartition}, offset ${data.sourceOffset}`}`}
            />
            <Fact name="Key" value={data.key ?? '–'} />
            <Fact name="Given up by" value={data.service ?? '–'} />
            <Fact name="At" value={moment(data.at)} />
            <Fact name="Size" value={bytes(data.bytes)} />
            <Fact name="Exception" value={data.exception ?? '–'} />
          </dl>
          <header class="panel-head">
            <h3 id="payload">Payload</h3>
            <span class="tools">
              <span class="segments" role="group" aria-label="Payload as">
                {FORMS.map(([name, title]) => (
                  <button key={name} type="button" aria-pressed={name === form} onClick={() => set({ payload: name })}>
                    {title}
                  </button>
                ))}
              </span>
              {content !== null && <Copy text={content} label="the payload" />}
            </span>
          </header>
          {content === null ? (
            <p class="blank">{form === 'text' ? 'It is no UTF-8 text.' : 'No event can be decoded from it.'}</p>
          ) : (
            <pre class="payload" tabIndex={0} role="region" aria-labelledby="payload">
              {content}
            </pre>
          )}
          {form !== 'event' && data.bytes > 4096 && <p class="note">The first 4 KiB of {bytes(data.bytes)}.</p>}
          {!data.whole && (
            <p class="note">
              It is without its value, so it cannot be put back: send the record again from where it came.
            </p>
          )}
          <Republish letter={{ ...data, republishedAt: row?.republishedAt ?? data.republishedAt }} url={url} />
        </>
      )}
    </Aside>
  );
}

function firstForm(data: DeadLetterDetail | null): 'text' | 'hex' | 'event' {
  return data?.payload.event != null ? 'event' : data?.payload.text != null ? 'text' : 'hex';
}

function contentOf(data: DeadLetterDetail, form: 'text' | 'hex' | 'event'): string | null {
  switch (form) {
    case 'text':
      return data.payload.text;
    case 'hex':
      return dump(data.payload.hex);
    case 'event':
      return data.payload.event == null ? null : JSON.stringify(data.payload.event, null, 2);
  }
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="wrap">{value}</dd>
    </div>
  );
}
