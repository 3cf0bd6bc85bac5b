import { useState } from 'preact/hooks';
import type { Task } from '../contract';
import { clock, count, decimal, money } from '../format';
import { Stat } from '../part/figure';
import type { Scene } from '../store';
import { type Prices, keepPrices, prices } from '../settings';

const RATE_SECONDS = 60;

/** Calls, tokens, and what they cost at prices that the reader knows. */
export function Spending({ task, scene }: { task: Task | null; scene: Scene }) {
  const [paid, setPaid] = useState<Prices>(() => prices(task?.taskId ?? ''));
  if (!task) {
    return null;
  }
  const change = (name: keyof Prices) => (event: Event) => {
    const text = (event.currentTarget as HTMLInputElement).value;
    const price = text === '' || !(Number(text) >= 0) ? null : Number(text);
    const next = { ...paid, [name]: price };
    setPaid(next);
    keepPrices(task.taskId, next);
  };
  const total = cost(task.tokens.prompt, task.tokens.completion, paid);
  const recent = scene.buckets.filter((bucket) => bucket.t > (scene.buckets.at(-1)?.t ?? 0) - RATE_SECONDS);
  const hourly = cost(
    recent.reduce((sum, bucket) => sum + bucket.promptTokens, 0) * (3600 / RATE_SECONDS),
    recent.reduce((sum, bucket) => sum + bucket.completionTokens, 0) * (3600 / RATE_SECONDS),
    paid,
  );
  return (
    <section class="panel" aria-labelledby="spending">
      <header class="panel-head">
        <h2 id="spending">
          Calls and cost <span class="unit">since {clock(scene.historySince)}</span>
        </h2>
      </header>
      <dl class="stats plain">
        <Stat name="Model calls" value={count(task.modelCalls)} note={`${count(task.failures)} failed`} />
        <Stat name="Tokens read" value={count(task.tokens.prompt)} />
        <Stat name="Tokens written" value={count(task.tokens.completion)} />
        <Stat
          name="Cost"
          value={total === null ? '–' : decimal(total)}
          note={total === null ? 'type in a price' : ''}
        />
        <Stat name="Cost per hour" value={hourly === null ? '–' : decimal(hourly)} note="at the last minute's pace" />
      </dl>
      <form class="prices" onSubmit={(event) => event.preventDefault()}>
        <Price label="Price of a million tokens read" value={paid.prompt} onInput={change('prompt')} />
        <Price label="Price of a million tokens written" value={paid.completion} onInput={change('completion')} />
        <p class="note">In any currency; kept in this browser only.</p>
      </form>
    </section>
  );
}

function Price(props: { label: string; value: number | null; onInput: (event: Event) => void }) {
  return (
    <label>
      {props.label}
      <input
        type="number"
        min="0"
        step="any"
        inputMode="decimal"
        defaultValue={String(props.value ?? '')}
        onInput={props.onInput}
      />
    </label>
  );
}

/** Null where neither price is known; one that is not counts as nothing. */
function cost(read: number, written: number, paid: Prices): number | null {
  const parts = [money(read, paid.prompt), money(written, paid.completion)].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0);
}
