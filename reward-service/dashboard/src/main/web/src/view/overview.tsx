import type { Group, Health, Service, Topic } from '../contract';
import { ago, clock, count, exact, perSecond } from '../format';
import { Stat } from '../part/figure';
import { Icon } from '../part/icons';
import { Empty, Loading } from '../part/state';
import { type Column, Export, Table } from '../part/table';
import { href } from '../route';
import { TaskCard } from './card';
import type { ViewProps } from './context';

const TOPICS: Column<Topic>[] = [
  { name: 'topic', title: 'Topic', cell: (t) => <TopicName topic={t} />, value: (t) => t.name },
  { name: 'health', title: 'Health', cell: (t) => <Status status={t.status} />, value: (t) => t.status },
  { name: 'offsets', title: 'Offsets', number: true, cell: (t) => exact(t.offsets), value: (t) => t.offsets },
  { name: 'perSecond', title: 'Rate', number: true, cell: (t) => perSecond(t.perSecond), value: (t) => t.perSecond },
  {
    name: 'deadLetters',
    title: 'Dead letters',
    number: true,
    cell: (t) =>
      t.deadLetters ? (
        <a class="warned" href={href('dead-letters', null, { find: t.deadLetterTopic })}>
          {count(t.deadLetters)}
        </a>
      ) : (
        '0'
      ),
    value: (t) => t.deadLetters,
  },
];

const GROUPS: Column<Group>[] = [
  { name: 'group', title: 'Group', cell: (g) => short(g.group), value: (g) => g.group },
  { name: 'topic', title: 'Topic', cell: (g) => short(g.topic), value: (g) => g.topic },
  { name: 'lag', title: 'Lag', number: true, cell: (g) => <Lag lag={g.lag} />, value: (g) => g.lag },
  { name: 'members', title: 'Members', number: true, cell: (g) => exact(g.members), value: (g) => g.members },
  { name: 'state', title: 'State', cell: (g) => g.state.toLowerCase(), value: (g) => g.state },
];

/** Everything at a glance: tasks, and what they stand on. */
export function Overview({ shown }: ViewProps) {
  const { scene } = shown;
  if (scene.at === null) {
    return <Loading what="the overview" />;
  }
  const live = scene.tasks.filter((task) => !task.deleted);
  const sum = (of: (task: (typeof live)[number]) => number) => live.reduce((total, task) => total + of(task), 0);
  const system = scene.system;
  const up = countUp(system?.services);
  const topicsUp = countUp(system?.topics);
  return (
    <>
      <h1>Overview</h1>
      <dl class="stats">
        <Stat name="Tasks" value={exact(live.length)} />
        <Stat name="Queries" value={perSecond(sum((task) => task.rates.queries))} />
        <Stat name="Rewards" value={perSecond(sum((task) => task.rates.rewards))} />
        <Stat name="Rounds learned" value={perSecond(sum((task) => task.rates.rounds))} />
        <Stat
          name="Model calls"
          value={count(sum((task) => task.modelCalls))}
          note={`since ${clock(scene.historySince)}, ${count(sum((t) => t.failures))} failed`}
        />
        <Stat name="Services up" value={system ? `${up} of ${system.services.length}` : '–'} />
        <Stat name="Topics up" value={system ? `${topicsUp} of ${system.topics.length}` : '–'} />
        <Stat
          name="Dead letters"
          value={<a href={href('dead-letters')}>{count(system?.deadLetters)}</a>}
          note={system?.deadLetters ? 'need a look' : 'none'}
        />
      </dl>
      {scene.tasks.length === 0 ? (
        <Empty title="No task yet">
          <p>Say what is to be optimised, and stream queries at it:</p>
          <pre>infra/promptstream task apply my-task.yaml</pre>
        </Empty>
      ) : (
        <section aria-label="Tasks" class="cards">
          {scene.tasks.map((task) => (
            <TaskCard key={task.taskId} task={task} now={scene.at} />
          ))}
        </section>
      )}
      {system && (
        <div class="panels thirds">
          <section class="panel" aria-labelledby="services">
            <header class="panel-head">
              <h2 id="services">Services</h2>
            </header>
            <ul class="services">
              {system.services.map((service) => (
                <ServiceRow key={service.name} service={service} now={scene.at} />
              ))}
            </ul>
          </section>
          <section class="panel" aria-labelledby="topics">
            <header class="panel-head">
              <h2 id="topics">Topics</h2>
              <Export file="topics" columns={TOPICS} rows={system.topics} />
            </header>
            <Table caption="Topics" columns={TOPICS} rows={system.topics} keyOf={(topic) => topic.name} />
          </section>
          <section class="panel" aria-labelledby="groups">
            <header class="panel-head">
              <h2 id="groups">Consumer groups</h2>
              <Export file="consumer-groups" columns={GROUPS} rows={system.groups} />
            </header>
            <Table
              caption="Consumer groups"
              columns={GROUPS}
              rows={system.groups}
              keyOf={(g) => `${g.group} ${g.topic}`}
            />
          </section>
        </div>
      )}
    </>
  );
}

function ServiceRow({ service, now }: { service: Service; now: string | null }) {
  const safe = service.url && /^https?:\/\//.test(service.url) ? service.url : null;
  return (
    <li>
      <Status status={service.status} />
      <span class="grow">
        {safe ? <a href={safe}>{service.name}</a> : service.name}
        <small>{service.detail}</small>
      </span>
      <small>{service.checkedAt ? `checked ${ago(service.checkedAt, now)}` : ''}</small>
    </li>
  );
}

function TopicName({ topic }: { topic: Topic }) {
  return (
    <>
      {short(topic.name)}
      {topic.detail && <small class="block">{topic.detail}</small>}
    </>
  );
}

function Status({ status }: { status: Health }) {
  const name = status.toLowerCase() as Lowercase<Health>;
  return (
    <span class={`health ${name}`}>
      <Icon name={name} />
      {name}
    </span>
  );
}

function countUp(things: readonly { status: Health }[] | undefined): number {
  return things?.filter((thing) => thing.status === 'UP').length ?? 0;
}

function Lag({ lag }: { lag: number }) {
  return <span class={lag >= 1000 ? 'warned' : ''}>{count(lag)} rec.</span>;
}

function short(name: string): string {
  return name.replace(/^promptstream[.-]/, '');
}
