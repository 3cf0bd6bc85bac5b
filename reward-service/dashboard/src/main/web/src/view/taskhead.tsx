import type { Task } from '../contract';
import { ago, clock, count, exact, moment, percent, perSecond, reward, signed, words } from '../format';
import type { Shown } from '../live';
import { Stat } from '../part/figure';
import { Chips, Copy } from '../part/prompt';
import { type Route, href } from '../route';
import { Condition } from './condition';

const TABS = [
  ['task', 'Learning'],
  ['prompts', 'Prompts'],
  ['stream', 'Stream'],
] as const;

/** Above the three views of a task: which one it is, and how it does. */
export function TaskHead({ shown, route, task }: { shown: Shown; route: Route; task: Task | null }) {
  const others = shown.scene.tasks;
  const choose = (event: Event) => {
    location.hash = href(route.view, (event.currentTarget as HTMLSelectElement).value);
  };
  return (
    <>
      <header class="task-head">
        <div>
          <h1>{route.task}</h1>
          <p class="about">
            {task?.description ?? ''}{' '}
            <small>
              {task &&
                [task.deleted ? 'DELETED' : null, task.kind, task.policyKind, task.rewardKind]
                  .filter(Boolean)
                  .map(words)
                  .join(' · ')}
              {task?.revision != null && ` · revision ${task.revision}`}
            </small>
          </p>
        </div>
        {others.length > 1 && (
          <label class="choose">
            <span class="unseen">Task</span>
            <select value={route.task ?? ''} onChange={choose}>
              {others.map((other) => (
                <option key={other.taskId}>{other.taskId}</option>
              ))}
            </select>
          </label>
        )}
      </header>
      <nav class="tabs" aria-label="Views of the task">
        {TABS.map(([view, title]) => (
          <a
            key={view}
            href={href(view, route.task, { range: route.params['range'] ?? null })}
            aria-current={route.view === view ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      {task && !task.deleted && <Condition task={task} />}
      {task && route.view === 'task' && <Figures task={task} now={shown.scene.at} />}
    </>
  );
}

function Exploration({ task }: { task: Task }) {
  const stopped = task.stoppedSince !== null;
  return (
    <Stat
      name="Exploration"
      value={task.cannotLearn ? '–' : stopped ? 'stopped' : 'exploring'}
      note={stopped ? `since version ${exact(task.stoppedSince)}, one round in 16` : ''}
    />
  );
}

function Figures({ task, now }: { task: Task; now: string | null }) {
  const { reward: earned, served } = task;
  const gain = earned.now !== null && earned.start !== null ? earned.now - earned.start : null;
  return (
    <>
      <dl class="stats">
        <Stat
          name="Mean reward, 30 s"
          value={reward(earned.now)}
          note={`${signed(gain)} since ${clock(earned.since)}`}
        />
        <Stat
          name="Accuracy, 30 s"
          value={percent(earned.accuracyNow)}
          note={`from ${percent(earned.accuracyStart)}`}
        />
        <Stat name="Queries" value={perSecond(task.rates.queries)} note={`${perSecond(task.rates.rewards)} rewards`} />
        <Stat
          name="Policy version"
          value={exact(task.version)}
          note={task.lastLearnedAt ? `learned ${ago(task.lastLearnedAt, now)}` : 'never learned'}
        />
        <Stat
          name="Rounds learned"
          value={count(task.roundsLearned)}
          note={`since ${moment(task.roundsSince)}, ${count(task.roundsLeftOut)} left out`}
        />
        <Exploration task={task} />
        <Stat
          name="Lag"
          value={task.lag ? `${task.lag.last} versions` : '–'}
          note={task.lag ? `most ${task.lag.max}${task.maxLag === null ? '' : ` of ${task.maxLag} allowed`}` : ''}
        />
      </dl>
      {served && (
        <p class="serving">
          <small>Serves</small> <Chips prompt={served.prompt} />
          <small>
            {task.contexts.length > 0 && 'where a context has no own prompt, '}
            {words(served.origin)}, since {ago(served.since, now).replace(' ago', '')}
          </small>
          <Copy text={served.prompt.text} label="the served prompt" />
        </p>
      )}
    </>
  );
}
