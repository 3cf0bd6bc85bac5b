import type { PromptRow } from '../contract';
import { Interval } from '../chart/small';
import { ago, count, exact, moment, percent, reward } from '../format';
import { Icon } from '../part/icons';
import { Chips, Copy } from '../part/prompt';
import { Empty, Loading } from '../part/state';
import { type Column, Export, type Sort, Table } from '../part/table';
import { type Route, withParams } from '../route';
import type { ViewProps } from './context';
import { PromptAside } from './prompt';
import { TaskHead } from './taskhead';

/** Which prompts are good, and how sure that is. */
export function Prompts(props: ViewProps) {
  const { shown, route, set } = props;
  const { scene } = shown;
  if (shown.heardAt === null) {
    return <Loading what="prompts" />;
  }
  const task = scene.tasks.find((found) => found.taskId === route.task) ?? null;
  const filter = (route.params['find'] ?? '').toLowerCase();
  const rows = scene.prompts.filter((row) => row.prompt.text.toLowerCase().includes(filter));
  const sort: Sort = { by: route.params['sort'] ?? 'lower', down: route.params['order'] !== 'up' };
  const columns = columnsOf(route, rows, scene.at);
  const open = route.params['prompt'];
  return (
    <>
      <TaskHead shown={shown} route={route} task={task} />
      <div class={open ? 'split' : ''}>
        <section class="panel" aria-labelledby="board">
          <header class="panel-head">
            <h2 id="board">
              Leaderboard{' '}
              <span class="unit">
                {rows.length} {rows.length === scene.prompts.length ? 'best' : `of ${scene.prompts.length}`} by the
                lower end of the mean's 95 % interval, by rewards since {moment(scene.readSince)}
              </span>
            </h2>
            <span class="tools">
              <label class="find">
                <span class="unseen">Find in prompts</span>
                <input
                  type="search"
                  placeholder="Find in prompts"
                  value={route.params['find'] ?? ''}
                  onInput={(event) => set({ find: event.currentTarget.value })}
                />
              </label>
              <Export file={`${route.task}-prompts`} columns={columns} rows={rows} sort={sort} />
            </span>
          </header>
          {rows.length === 0 ? (
            <Empty title={scene.prompts.length === 0 ? 'No prompt has a reward yet' : 'No prompt has this text'}>
              {scene.prompts.length === 0 && <p>Prompts appear here with their first reward.</p>}
            </Empty>
          ) : (
            <Table
              caption="Prompts"
              columns={columns}
              rows={rows}
              keyOf={(row) => row.id}
              sort={sort}
              onSort={(next) => set({ sort: next.by, order: next.down ? null : 'up' })}
              selected={open ?? null}
            />
          )}
        </section>
        {open && <PromptAside key={open} {...props} id={open} />}
      </div>
    </>
  );
}

function columnsOf(route: Route, rows: readonly PromptRow[], now: string | null): Column<PromptRow>[] {
  const from = Math.min(...rows.map((row) => row.lower ?? row.mean ?? Infinity));
  const to = Math.max(...rows.map((row) => row.upper ?? row.mean ?? -Infinity));
  return [
    {
      name: 'prompt',
      title: 'Prompt',
      value: (row) => row.prompt.text,
      cell: (row) => (
        <span class="prompt-cell">
          <a href={withParams(route, { prompt: row.id })} aria-label={`Open the prompt ${row.prompt.text}`}>
            <Chips prompt={row.prompt} />
          </a>
          {row.serving && (
            <span class="badge">
              <Icon name="champion" />
              serving
            </span>
          )}
          <Copy text={row.prompt.text} label={`the prompt ${row.prompt.text}`} />
        </span>
      ),
    },
    { name: 'rank', title: 'Rank', number: true, cell: (row) => exact(row.rank), value: (row) => row.rank },
    { name: 'mean', title: 'Mean reward', number: true, cell: (row) => reward(row.mean), value: (row) => row.mean },
    {
      name: 'lower',
      title: '95 % interval',
      value: (row) => row.lower,
      cell: (row) =>
        row.mean !== null && row.lower !== null && row.upper !== null ? (
          <span class="with-interval">
            <Interval lower={row.lower} mean={row.mean} upper={row.upper} from={from} to={to} />
            <small>
              {reward(row.lower)} to {reward(row.upper)}
            </small>
          </span>
        ) : (
          <small>one reward only</small>
        ),
    },
    {
      name: 'deviation',
      title: 'Deviation',
      number: true,
      cell: (row) => reward(row.deviation),
      value: (row) => row.deviation,
    },
    {
      name: 'accuracy',
      title: 'Accuracy',
      number: true,
      cell: (row) => percent(row.accuracy),
      value: (row) => row.accuracy,
    },
    { name: 'uses', title: 'Uses', number: true, cell: (row) => count(row.uses), value: (row) => row.uses },
    { name: 'serves', title: 'Served', number: true, cell: (row) => count(row.serves), value: (row) => row.serves },
    {
      name: 'failures',
      title: 'Failed',
      number: true,
      cell: (row) => count(row.failures),
      value: (row) => row.failures,
    },
    {
      name: 'firstSeen',
      title: 'First seen',
      value: (row) => row.firstSeen,
      cell: (row) => <Seen at={row.firstSeen} version={row.firstVersion} now={now} />,
    },
    {
      name: 'lastSeen',
      title: 'Last seen',
      value: (row) => row.lastSeen,
      cell: (row) => <Seen at={row.lastSeen} version={row.lastVersion} now={now} />,
    },
  ];
}

function Seen({ at, version, now }: { at: string; version: number; now: string | null }) {
  return (
    <span title={at}>
      {ago(at, now)} <small>v{exact(version)}</small>
    </span>
  );
}
