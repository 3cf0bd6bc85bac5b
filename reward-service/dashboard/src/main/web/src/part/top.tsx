import { useState } from 'preact/hooks';
import { clock, count, some } from '../format';
import type { Live, Shown } from '../live';
import { type Route, href } from '../route';
import { type Theme, theme, chooseTheme } from '../settings';
import { Icon } from './icons';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** The bar above every view. */
export function Top({ shown, route, live }: { shown: Shown; route: Route | null; live: Live }) {
  const letters = shown.scene.system?.deadLetters ?? 0;
  return (
    <header class="top">
      <a class="brand" href={href('overview')} aria-label="Promptstream, overview">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <path d="M3 22c5 0 5-11 10-11s5 9 9 9 4-11 7-11" />
        </svg>
        <span>Promptstream</span>
      </a>
      <nav aria-label="Main">
        <a href={href('overview')} aria-current={route?.view === 'overview' ? 'page' : undefined}>
          Overview
        </a>
        {route?.task != null && (
          <a class="cut" href={href('task', route.task)} aria-current="true">
            {route.task}
          </a>
        )}
        <a href={href('dead-letters')} aria-current={route?.view === 'dead-letters' ? 'page' : undefined}>
          Dead letters{letters > 0 && <span class="badge warned">{count(letters)}</span>}
        </a>
      </nav>
      <div class="tools">
        <Status shown={shown} />
        <Pause shown={shown} live={live} />
        <ThemeSwitch />
      </div>
    </header>
  );
}

function Status({ shown }: { shown: Shown }) {
  const { line, stale } = shown;
  const [state, text] = shown.waiting
    ? ['paused', 'Paused']
    : line.state === 'lost'
      ? ['bad', 'Away']
      : line.state === 'refused'
        ? ['bad', 'Refused']
        : stale
          ? ['warn', 'Stale']
          : line.state === 'connecting'
            ? ['warn', 'Connecting']
            : ['ok', 'Live'];
  return (
    <span class="line">
      <span class={`status ${state}`} role="status">
        <i aria-hidden="true" />
        {text}
      </span>
      <time>{shown.scene.at ? clock(shown.scene.at) : ''}</time>
    </span>
  );
}

function Pause({ shown, live }: { shown: Shown; live: Live }) {
  const { waiting } = shown;
  return waiting ? (
    <button type="button" class="primary" onClick={() => live.resume()}>
      <Icon name="play" />
      Resume <span class="waits">{`${some(waiting.updates, 'update')}, ${some(waiting.rows, 'row')} waiting`}</span>
    </button>
  ) : (
    <button type="button" onClick={() => live.pause()}>
      <Icon name="pause" />
      Pause
    </button>
  );
}

function ThemeSwitch() {
  const [chosen, setChosen] = useState(theme);
  const next = THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length]!;
  const change = () => {
    chooseTheme(next);
    setChosen(next);
  };
  return (
    <button type="button" class="bare" onClick={change} title={`Theme: ${chosen}`}>
      <Icon name={chosen} />
      <span class="unseen">{`Theme: ${chosen}; change to ${next}`}</span>
    </button>
  );
}
