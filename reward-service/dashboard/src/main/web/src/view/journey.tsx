import { Waterfall } from '../chart/waterfall';
import type { Item, JourneyDetail, Note } from '../contract';
import { duration, exact, moment, reward, words } from '../format';
import { Aside } from '../part/aside';
import { useFetched } from '../part/fetched';
import { Chips, Copy } from '../part/prompt';
import { Scroll } from '../part/scroll';
import { Loading } from '../part/state';
import { type Column, Export, Table } from '../part/table';
import { withParams } from '../route';
import { type ViewProps, refreshOf } from './context';
import { Verdict } from './prompt';

const REFRESH_MILLIS = 2000;

const COLUMNS: Column<Item>[] = [
  {
    name: 'prompt',
    title: 'Prompt',
    value: (i) => i.prompt?.text,
    cell: (i) => (i.prompt ? <Chips prompt={i.prompt} /> : '–'),
  },
  {
    name: 'role',
    title: 'Role',
    value: (i) => i.role,
    cell: (i) => (
      <>
        {words(i.role)} <small>{words(i.origin)}</small>
      </>
    ),
  },
  {
    name: 'answer',
    title: 'Answer',
    value: (i) => i.answer,
    cell: (i) =>
      i.failure ? <span class="warned wrap">{i.failure}</span> : <Verdict answer={i.answer} correct={i.correct} />,
  },
  { name: 'reward', title: 'Reward', number: true, value: (i) => i.reward, cell: (i) => reward(i.reward) },
  {
    name: 'answeredAfterMillis',
    title: 'Answered after',
    number: true,
    value: answeredAfter,
    cell: (i) => duration(answeredAfter(i)),
  },
  {
    name: 'modelMicros',
    title: 'In the model',
    number: true,
    value: (i) => i.modelMicros,
    cell: (i) => duration(i.modelMicros === null ? null : i.modelMicros / 1000),
  },
  {
    name: 'rewardedAfterMillis',
    title: 'Rewarded after',
    number: true,
    value: rewardedAfter,
    cell: (i) => duration(rewardedAfter(i)),
  },
  { name: 'version', title: 'Version', number: true, value: (i) => i.version, cell: (i) => exact(i.version) },
];

/** One query from its arrival to what was learned from it. */
export function JourneyAside({ shown, route, id }: ViewProps & { id: string }) {
  // Not in the path: an id may be anything, and two dots would leave it.
  const url = `dashboard/query?${new URLSearchParams({ task: route.task ?? '', id })}`;
  const { data, problem } = useFetched<JourneyDetail>(url, url, refreshOf(shown, REFRESH_MILLIS));
  return (
    <Aside title="Query" name={id} back={withParams(route, { query: null })}>
      <p class="serving">
        <code class="wrap">{id}</code>
        <Copy text={id} label="the query id" />
      </p>
      {problem && (
        <p class="notice bad" role="status">
          {problem}
        </p>
      )}
      {!data && !problem && <Loading what="the query" />}
      {data && (
        <>
          <blockquote>{data.text ?? 'The text is no longer remembered.'}</blockquote>
          <dl class="facts">
            <Fact name="State" value={data.state.replace('-', ' ')} />
            <Fact name="Reference" value={data.reference ?? '–'} />
            <Fact name="Answer" value={<Verdict answer={data.answer} correct={data.correct} />} />
            <Fact name="Learned by version" value={exact(data.version)} />
            {data.roundId && <Fact name="Round" value={<code>{data.roundId}</code>} />}
            {data.traceId && <Fact name="Trace" value={<code>{data.traceId}</code>} />}
          </dl>
          <Notes notes={data.notes} />
          <h3>Hops</h3>
          {data.hops.length === 0 ? (
            <p class="blank">No event of it is remembered.</p>
          ) : (
            <Scroll label="Hops of the query">
              <Waterfall hops={data.hops} />
            </Scroll>
          )}
          <header class="panel-head">
            <h3>
              Proposals <span class="unit">{data.items.length}</span>
            </h3>
            <Export file={`${data.taskId}-query-${id}`} columns={columnsOf(data)} rows={data.items} />
          </header>
          <Table
            caption="Proposals of the query"
            columns={COLUMNS}
            rows={data.items}
            keyOf={(item) => item.proposalId}
          />
        </>
      )}
    </Aside>
  );
}

function Fact({ name, value }: { name: string; value: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Why there is no reward, or why feedback was not used. */
function Notes({ notes }: { notes: readonly Note[] }) {
  return notes.length === 0 ? null : (
    <section aria-labelledby="notes">
      <h3 id="notes">Not rewarded or not used</h3>
      <ul class="failures">
        {notes.map((note) => (
          <li key={`${note.reason} ${note.proposalId} ${note.feedbackId}`}>
            <span class="badge warned">{words(note.reason)}</span>
            <span class="grow wrap">
              {note.message}
              <small class="block">
                {[
                  note.at && moment(note.at),
                  note.proposalId && `proposal ${note.proposalId}`,
                  note.feedbackId && `feedback ${note.feedbackId}`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A file says of which query it is. */
function columnsOf(query: JourneyDetail): Column<Item>[] {
  return [
    { name: 'taskId', title: 'Task', value: () => query.taskId, cell: () => null, fileOnly: true },
    { name: 'queryId', title: 'Query', value: () => query.queryId, cell: () => null, fileOnly: true },
    ...COLUMNS,
  ];
}

function answeredAfter(item: Item): number | null {
  return between(item.proposedAt, item.answeredAt);
}

function rewardedAfter(item: Item): number | null {
  return between(item.answeredAt ?? item.proposedAt, item.rewardedAt);
}

function between(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Date.parse(to) - Date.parse(from);
}
