import type { Journey } from '../contract';
import { clock, duration, exact, reward } from '../format';
import { Ranges } from '../part/ranges';
import { Empty, Loading } from '../part/state';
import { type Column, Export, Table } from '../part/table';
import { type Route, withParams } from '../route';
import { isIn, namedRange } from '../series';
import { keyOf } from '../store';
import type { ViewProps } from './context';
import { JourneyAside } from './journey';
import { Verdict } from './prompt';
import { TaskHead } from './taskhead';

/** More at once nobody reads, and all of them may change every second. */
const SHOWN = 50;

const FEEDBACK = 'feedback';
const TROUBLE = new Set(['failed', 'not-rewarded', 'left-out']);
const HOPS = ['asked', 'proposed', 'answered', FEEDBACK, 'rewarded', 'closed', 'learned'];

/** Queries on their way through the loop, newest first. */
export function Stream(props: ViewProps) {
  const { shown, route, set } = props;
  const { scene } = shown;
  if (shown.heardAt === null) {
    return <Loading what="the stream" />;
  }
  const task = scene.tasks.find((found) => found.taskId === route.task) ?? null;
  const find = route.params['find'] ?? '';
  const range = namedRange(route.params['range']);
  const rows = scene.journeys.filter((row) => isIn(range, row.began, scene.at) && row.queryId.includes(find.trim()));
  const open = route.params['query'];
  const columns = columnsOf(route, hopsOf(scene.journeys));
  return (
    <>
      <TaskHead shown={shown} route={route} task={task} />
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Ranges chosen={range} onChoose={({ name }) => set({ range: name })} onAll={() => set({ range: null })} />
      </form>
      <div class={open ? 'split' : ''}>
        <section class="panel" aria-labelledby="journeys">
          <header class="panel-head">
            <h2 id="journeys">
              Queries{' '}
              <span class="unit">
                the latest {rows.length > SHOWN ? `${SHOWN} of ${exact(rows.length)}` : exact(rows.length)}
              </span>
            </h2>
            <span class="tools">
              <label class="find">
                <span class="unseen">Filter by query id</span>
                <input
                  type="search"
                  placeholder="Filter by query id"
                  value={find}
                  onInput={(event) => set({ find: event.currentTarget.value })}
                />
              </label>
              <Export file={`${route.task}-stream`} columns={columns} rows={rows} />
            </span>
          </header>
          {rows.length === 0 ? (
            <Nothing find={find.trim()} any={scene.journeys.length > 0} route={route} />
          ) : (
            <Table
              caption="Queries, newest first"
              columns={columns}
              rows={rows.slice(0, SHOWN)}
              keyOf={keyOf}
              selected={open === undefined ? null : keyOf({ taskId: route.task ?? '', queryId: open })}
            />
          )}
        </section>
        {open && <JourneyAside key={open} {...props} id={open} />}
      </div>
    </>
  );
}

function Nothing({ find, any, route }: { find: string; any: boolean; route: Route }) {
  return (
    <Empty title={any ? 'None of the latest queries is like this' : 'No query was seen yet'}>
      {find ? (
        <p>
          <a href={withParams(route, { query: find })}>Ask the service for {find}</a>: it remembers more than is shown
          here.
        </p>
      ) : any ? (
        <p>None was asked in this time.</p>
      ) : (
        <p>Queries appear here as they arrive, with each step they take.</p>
      )}
    </Empty>
  );
}

/** Most tasks are scored by their references, and none of their queries ever has feedback. */
function hopsOf(journeys: readonly Journey[]): readonly string[] {
  const judged = journeys.some((journey) => journey.hops.some((hop) => hop.name === FEEDBACK));
  return judged ? HOPS : HOPS.filter((hop) => hop !== FEEDBACK);
}

function columnsOf(route: Route, hops: readonly string[]): Column<Journey>[] {
  return [
    {
      name: 'query',
      title: 'Query',
      value: (row) => row.queryId,
      cell: (row) => (
        <a class="mono cut" href={withParams(route, { query: row.queryId })} title={row.queryId}>
          {row.queryId}
        </a>
      ),
    },
    {
      name: 'text',
      title: 'Text',
      value: (row) => row.text,
      cell: (row) => <span class="cut long">{row.text ?? '–'}</span>,
    },
    { name: 'taskId', title: 'Task', value: (row) => row.taskId, cell: () => null, fileOnly: true },
    { name: 'note', title: 'Note', value: (row) => row.note?.message, cell: () => null, fileOnly: true },
    { name: 'state', title: 'Way', value: (row) => row.state, cell: (row) => <Way journey={row} hops={hops} /> },
    {
      name: 'answer',
      title: 'Answer',
      value: (row) => row.answer,
      cell: (row) => <Verdict answer={row.answer} correct={row.correct} />,
    },
    {
      name: 'reward',
      title: 'Mean reward',
      number: true,
      value: (row) => row.meanReward,
      cell: (row) => reward(row.meanReward),
    },
    {
      name: 'rewards',
      title: 'Rewards',
      number: true,
      value: (row) => row.rewards,
      cell: (row) => (
        <>
          {row.rewards} <small>of {row.proposals}</small>
        </>
      ),
    },
    { name: 'millis', title: 'Took', number: true, value: tookOf, cell: (row) => duration(tookOf(row)) },
    { name: 'asked', title: 'Asked', value: (row) => row.hops[0]?.first, cell: (row) => clock(row.hops[0]?.first) },
    {
      name: 'version',
      title: 'Learned by',
      number: true,
      value: (row) => row.version,
      cell: (row) => exact(row.version),
    },
  ];
}

/** From the first event to the last, in milliseconds. */
function tookOf(journey: Journey): number | null {
  const [first, last] = [journey.hops[0], journey.hops.at(-1)];
  return first && last ? Date.parse(last.last) - Date.parse(first.first) : null;
}

function Way({ journey, hops }: { journey: Journey; hops: readonly string[] }) {
  const happened = new Set(journey.hops.map((hop) => hop.name));
  return (
    <span class="way">
      <svg viewBox={`0 0 ${hops.length * 11} 10`} aria-hidden="true">
        {hops.map((hop, i) => (
          <circle key={hop} class={happened.has(hop) ? 'on' : ''} cx={5 + i * 11} cy="5" r="3.5" />
        ))}
      </svg>
      <small class={TROUBLE.has(journey.state) ? 'warned' : ''} title={journey.note?.message ?? ''}>
        {journey.state.replace('-', ' ')}
      </small>
    </span>
  );
}
