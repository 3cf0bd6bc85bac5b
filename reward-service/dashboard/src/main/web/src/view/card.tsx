import type { Task } from '../contract';
import { Sparkline } from '../chart/small';
import { ago, clock, count, exact, percent, perSecond, reward, signed, words } from '../format';
import { Chips } from '../part/prompt';
import { href } from '../route';
import { Condition, isAmiss } from './condition';

/** A task in one look: is it getting better, and is it keeping up? */
export function TaskCard({ task, now }: { task: Task; now: string | null }) {
  const { reward: earned } = task;
  const gain = earned.now !== null && earned.start !== null ? earned.now - earned.start : null;
  const better = gain === null ? '' : gain >= 0 ? 'good' : 'worse';
  return (
    <article class={`card ${task.deleted ? 'gone' : isAmiss(task) ? 'amiss' : ''}`}>
      <header>
        <h2>
          <a href={href('task', task.taskId)}>{task.taskId}</a>
        </h2>
        <small>{task.deleted ? 'deleted' : [task.kind, task.policyKind].filter(Boolean).map(words).join(' · ')}</small>
      </header>
      <p class="about">{task.description ?? ''}</p>
      <Condition task={task} />
      <div class="earned">
        <p>
          <small>Mean reward, 30 s</small>
          <b class="big">{reward(earned.now)}</b>
          <small>
            <span class={better}>{signed(gain)}</span> since {clock(earned.since)} ({reward(earned.start)})
          </small>
        </p>
        <Sparkline values={task.sparkline} label={`Mean reward over the last 5 minutes, now ${reward(earned.now)}`} />
      </div>
      <dl class="facts">
        <div>
          <dt>Accuracy</dt>
          <dd>
            {percent(earned.accuracyNow)} <small>from {percent(earned.accuracyStart)}</small>
          </dd>
        </div>
        <div>
          <dt>Queries</dt>
          <dd>{perSecond(task.rates.queries)}</dd>
        </div>
        <div>
          <dt>Version</dt>
          <dd>
            {exact(task.version)} <small>{task.lastLearnedAt ? ago(task.lastLearnedAt, now) : 'never learned'}</small>
          </dd>
        </div>
        <div>
          <dt>Lag</dt>
          <dd>
            {task.lag ? `${count(task.lag.last)} versions` : '–'}{' '}
            {task.maxLag !== null && <small>of {task.maxLag}</small>}
          </dd>
        </div>
      </dl>
      <p class="serves">
        <small>Serves</small>{' '}
        {task.served ? <Chips prompt={task.served.prompt} /> : <span class="muted">nothing yet</span>}
      </p>
      <nav aria-label={task.taskId} class="links">
        <a href={href('task', task.taskId)}>Learning</a>
        <a href={href('prompts', task.taskId)}>Prompts</a>
        <a href={href('stream', task.taskId)}>Stream</a>
      </nav>
    </article>
  );
}
