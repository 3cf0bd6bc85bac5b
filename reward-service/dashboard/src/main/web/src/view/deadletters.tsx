import type { DeadLetter } from '../contract';
import { bytes, exact, moment } from '../format';
import { Ranges } from '../part/ranges';
import { Empty, Loading } from '../part/state';
import { type Column, Export, type Sort, Table } from '../part/table';
import { type Route, href, withParams } from '../route';
import { isIn, namedRange } from '../series';
import { placeOf } from '../store';
import type { ViewProps } from './context';
import { DeadLetterAside } from './deadletter';

/** What no service could process. */
export function DeadLetters(props: ViewProps) {
  const { shown, route, set } = props;
  const { scene } = shown;
  if (shown.heardAt === null) {
    return <Loading what="dead letters" />;
  }
  const find = (route.params['find'] ?? '').toLowerCase();
  const range = namedRange(route.params['range']);
  const rows = scene.deadLetters.filter(
    (letter) =>
      isIn(range, letter.at, scene.at) &&
      [letter.reason, letter.topic, letter.service, letter.key, letter.taskId].some((text) =>
        text?.toLowerCase().includes(find),
      ),
  );
  const columns = columnsOf(route);
  const sort: Sort = { by: route.params['sort'] ?? 'at', down: route.params['order'] !== 'up' };
  const open = route.params['letter'];
  const total = scene.system?.deadLetters ?? rows.length;
  return (
    <>
      <h1>Dead letters</h1>
      <p class="about">
        Records that a service could not process. They stopped nothing and are kept; one that was put right can go back.
      </p>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Ranges chosen={range} onChoose={({ name }) => set({ range: name })} onAll={() => set({ range: null })} />
      </form>
      <div class={open ? 'split' : ''}>
        <section class="panel" aria-labelledby="letters">
          <header class="panel-head">
            <h2 id="letters">
              Latest{' '}
              <span class="unit">{`${exact(rows.length)} of ${exact(Math.max(total, rows.length))} in the topics`}</span>
            </h2>
            <span class="tools">
              <label class="find">
                <span class="unseen">Find by reason, topic, service or key</span>
                <input
                  type="search"
                  placeholder="Reason, topic, key"
                  value={route.params['find'] ?? ''}
                  onInput={(event) => set({ find: event.currentTarget.value })}
                />
              </label>
              <Export file="dead-letters" columns={columns} rows={rows} sort={sort} />
            </span>
          </header>
          {rows.length === 0 ? (
            <Empty title={scene.deadLetters.length === 0 ? 'No dead letters' : 'None of the latest is like this'}>
              {scene.deadLetters.length === 0 && <p>Every record could be processed.</p>}
            </Empty>
          ) : (
            <Table
              caption="Dead letters"
              columns={columns}
              rows={rows}
              keyOf={placeOf}
              sort={sort}
              onSort={(next) => set({ sort: next.by, order: next.down ? null : 'up' })}
              selected={open ?? null}
            />
          )}
        </section>
        {open && <DeadLetterAside key={open} {...props} place={open} />}
      </div>
    </>
  );
}

function columnsOf(route: Route): Column<DeadLetter>[] {
  return [
    {
      name: 'reason',
      title: 'Reason',
      value: (letter) => letter.reason,
      cell: (letter) => (
        <a class="wrap" href={withParams(route, { letter: placeOf(letter) })}>
          {letter.reason ?? 'no reason given'}
        </a>
      ),
    },
    {
      name: 'source',
      title: 'Meant for',
      value: (l) => l.source,
      cell: (l) => l.source?.replace('promptstream.', '') ?? '–',
    },
    {
      name: 'place',
      title: 'Place',
      value: placeOf,
      cell: (l) => <small>{`partition ${l.partition}, offset ${exact(l.offset)}`}</small>,
    },
    { name: 'key', title: 'Key', value: (l) => l.key, cell: (l) => <span class="mono cut">{l.key ?? '–'}</span> },
    {
      name: 'task',
      title: 'Task',
      value: (l) => l.taskId,
      cell: (l) => (l.taskId === null ? '–' : <a href={href('task', l.taskId)}>{l.taskId}</a>),
    },
    { name: 'service', title: 'Given up by', value: (l) => l.service, cell: (l) => l.service ?? '–' },
    { name: 'bytes', title: 'Size', number: true, value: (l) => l.bytes, cell: (l) => bytes(l.bytes) },
    { name: 'at', title: 'At', value: (l) => l.at, cell: (l) => moment(l.at) },
    {
      name: 'republishedAt',
      title: 'Republished',
      value: (l) => l.republishedAt,
      cell: (l) => (l.republishedAt ? <span class="good">{moment(l.republishedAt)}</span> : '–'),
    },
  ];
}
