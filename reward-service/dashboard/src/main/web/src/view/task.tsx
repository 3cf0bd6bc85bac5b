import { useMemo } from 'preact/hooks';
import { Panel } from '../chart/panel';
import type { Statistics } from '../contract';
import { clock } from '../format';
import { useFetched } from '../part/fetched';
import { Later } from '../part/later';
import { Ranges } from '../part/ranges';
import { Loading } from '../part/state';
import { type Range, ofBuckets, ofRange, ofStatistics, rangeOf } from '../series';
import type { Route } from '../route';
import type { Scene } from '../store';
import { Failures } from './condition';
import { Spending } from './cost';
import { type ViewProps, refreshOf } from './context';
import { Contexts } from './contexts';
import * as frames from './frames';
import { Timeline } from './timeline';
import { TaskHead } from './taskhead';

const REFRESH_MILLIS = 30_000;
/** About what stands below the charts. */
const BELOW_PIXELS = 1000;

/** Whether, how and on what a task learns. */
export function TaskView(props: ViewProps) {
  const { shown, route } = props;
  const task = shown.scene.tasks.find((found) => found.taskId === route.task) ?? null;
  if (shown.heardAt === null) {
    return <Loading what={`task ${route.task}`} />;
  }
  const range = rangeOf(route.params['range']);
  return (
    <>
      <TaskHead shown={shown} route={route} task={task} />
      {shown.scene.failures.length > 0 && (
        <Failures task={route.task ?? ''} failures={shown.scene.failures} since={shown.scene.readSince} />
      )}
      <Contexts contexts={task?.contexts ?? []} file={`${route.task}-contexts`} />
      <Controls {...props} range={range} />
      {range.live ? (
        <Charts {...props} range={range} statistics={null} />
      ) : (
        <LongRange key={range.name} {...props} range={range} />
      )}
      <Later key={route.task} height={BELOW_PIXELS}>
        <Timeline versions={shown.scene.versions} file={`${route.task}-versions`} />
        <Spending task={task} scene={shown.scene} />
      </Later>
    </>
  );
}

function Controls({ shown, route, set, range }: ViewProps & { range: Range }) {
  const by = route.params['by'] === 'version';
  const raw = isRaw(route);
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()}>
      <Ranges chosen={range} onChoose={({ name }) => set({ range: name })} />
      <fieldset class="segments">
        <legend class="unseen">Rewards, accuracy and lag by</legend>
        <button type="button" aria-pressed={!by} onClick={() => set({ by: null })}>
          by time
        </button>
        <button type="button" aria-pressed={by} onClick={() => set({ by: 'version' })}>
          by version
        </button>
      </fieldset>
      <fieldset class="segments">
        <legend class="unseen">What curves are made of</legend>
        <button type="button" aria-pressed={raw} onClick={() => set({ raw: raw ? null : '1' })}>
          raw points
        </button>
      </fieldset>
      <p class="note">{rangeNote(range, shown.scene)}</p>
    </form>
  );
}

/** Whether the points that curves are made of are shown. */
function isRaw(route: Route): boolean {
  return route.params['raw'] === '1';
}

function rangeNote(range: Range, scene: Scene): string {
  const each = range.step < 60 ? `${range.step} s` : `${range.step / 60} min`;
  const since = scene.historySince;
  const short = range.live && since && Date.parse(since) > Date.parse(scene.at ?? since) - range.seconds * 1000;
  return `one point for each ${each}${short ? `; history begins at ${clock(since)}` : ''}`;
}

/** What is longer than the messages' history comes from the service's store. */
function LongRange(props: ViewProps & { range: Range }) {
  const { range, route } = props;
  const address = () => {
    const to = new Date();
    const from = new Date(to.getTime() - range.seconds * 1000);
    const query = new URLSearchParams({ from: from.toISOString(), to: to.toISOString(), step: `PT${range.step}S` });
    return `tasks/${encodeURIComponent(route.task ?? '')}/statistics?${query}`;
  };
  const key = `${route.task} ${range.name}`;
  const { data, problem } = useFetched<Statistics>(address, key, refreshOf(props.shown, REFRESH_MILLIS));
  return (
    <>
      {problem && (
        <p class="notice bad" role="status">
          The statistics cannot be read: {problem}
        </p>
      )}
      {data ? <Charts {...props} statistics={data} /> : !problem && <Loading what="statistics" />}
    </>
  );
}

function Charts(props: ViewProps & { range: Range; statistics: Statistics | null }) {
  const { shown, route, set, range, statistics } = props;
  const { scene } = shown;
  const task = scene.tasks.find((found) => found.taskId === route.task);
  const now = Math.floor(Date.parse(scene.at ?? '') / 1000);
  const byVersion = route.params['by'] === 'version';
  const raw = isRaw(route);
  const charts = useMemo(() => {
    const points = statistics ? ofStatistics(statistics) : ofBuckets(scene.buckets, range, now);
    const span = { range, now, marks: frames.changesOf(scene.versions), raw };
    const versions = { list: ofRange(scene.versions, range, now), span, byVersion };
    const names = [...new Set(points.flatMap((point) => Object.keys(point.components)))].sort();
    return {
      main: [
        ['reward', 'Reward', byVersion ? frames.learnedFrame(versions) : frames.rewardFrame(points, span)],
        [
          'accuracy',
          'Accuracy',
          byVersion ? frames.learnedAccuracyFrame(versions) : frames.accuracyFrame(points, span),
        ],
        ['roles', 'Exploring against serving', frames.rolesFrame(points, span)],
        ['lag', 'Staleness', frames.lagFrame(versions, task?.maxLag ?? null)],
        ['growth', 'Policy', frames.growthFrame(versions)],
        ['calls', 'Calls', frames.callsFrame(points, span)],
        ['tokens', 'Tokens', frames.tokensFrame(points, span)],
        ['latency', 'Latency', frames.latencyFrame(points, span)],
      ] as const,
      components: names.map((name) => [name, frames.componentFrame(name, points, span)] as const),
    };
  }, [scene, range, statistics, byVersion, raw, task?.maxLag]);
  const tables = new Set((route.params['tables'] ?? '').split(',').filter(Boolean));
  const toggle = (name: string, on: boolean) => {
    const next = new Set(tables);
    void (on ? next.add(name) : next.delete(name));
    set({ tables: [...next].join(',') });
  };
  const panel = (name: string) => ({
    file: `${route.task}-${name}`,
    table: tables.has(name),
    onTable: (on: boolean) => toggle(name, on),
  });
  return (
    <>
      <h2 class="unseen">Charts</h2>
      <div class="panels">
        {charts.main.map(([name, title, frame]) => (
          <Panel key={name} {...panel(name)} title={title} frame={frame} empty={blankOf(name, range)} />
        ))}
      </div>
      <h2 class="section">Reward components</h2>
      {charts.components.length === 0 ? (
        <p class="blank">{range.live ? 'No component in this time.' : 'Components are kept for 30 minutes only.'}</p>
      ) : (
        <div class="panels thirds">
          {charts.components.map(([name, frame]) => (
            <Panel key={name} {...panel(`component-${name}`)} title={name} frame={frame} height={120} />
          ))}
        </div>
      )}
    </>
  );
}

function blankOf(name: string, range: Range): string {
  return name === 'latency' && !range.live ? 'Latencies are kept for 30 minutes only.' : 'Nothing in this time.';
}
