import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Live } from './live';
import { Notices } from './part/state';
import { Top } from './part/top';
import { type Route, href, parse, withParams } from './route';
import { onceAFrame } from './turns';
import { DeadLetters } from './view/deadletters';
import { Missing } from './view/missing';
import { Overview } from './view/overview';
import { Prompts } from './view/prompts';
import { Stream } from './view/stream';
import { TaskView } from './view/task';
import type { ViewProps } from './view/context';

/** The page: follows the address, and shows its view of what the service tells. */
export function App() {
  const [, redraw] = useState(0);
  const live = useMemo(() => new Live(onceAFrame(() => redraw((n) => n + 1))), []);
  const [hash, setHash] = useState(location.hash);
  const route = useMemo(() => parse(hash), [hash]);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const stale = useRef(false);
  const view = route?.view ?? null;
  const task = route?.task ?? null;

  useEffect(() => {
    const moved = () => setHash(location.hash);
    window.addEventListener('hashchange', moved);
    // Time passes without messages too, and nothing else draws then: what is shown becomes stale.
    const clock = setInterval(() => {
      if (live.shown().stale !== stale.current) {
        redraw((n) => n + 1);
      }
    }, 1000);
    return () => {
      window.removeEventListener('hashchange', moved);
      clearInterval(clock);
    };
  }, []);

  useEffect(() => {
    live.open(view ?? 'overview', task);
    document.title = [task, view === 'overview' || !view ? null : view.replace('-', ' '), 'Promptstream']
      .filter(Boolean)
      .join(' · ');
    if (!first.current) {
      main.current?.focus();
      scrollTo(0, 0);
    }
    first.current = false;
    return () => live.close();
  }, [view, task]);

  const shown = live.shown();
  stale.current = shown.stale;
  const set = (changes: Record<string, string | null>) => {
    if (route) {
      location.replace(withParams(route, changes));
    }
  };
  return (
    <>
      <nav aria-label="Skip">
        <a
          class="skip"
          href={hash || href('overview')}
          onClick={(event) => {
            event.preventDefault();
            main.current?.focus();
          }}
        >
          Skip to the content
        </a>
      </nav>
      <Top shown={shown} route={route} live={live} />
      <Notices shown={shown} retry={() => live.retry()} />
      <main ref={main} tabIndex={-1}>
        {route ? <View shown={shown} route={route} set={set} /> : <Missing />}
      </main>
    </>
  );
}

function View(props: ViewProps) {
  const { line } = props.shown;
  if (line.state === 'refused' && props.shown.heardAt === null) {
    return <Missing refusal={line.message} route={props.route} />;
  }
  return viewOf(props.route, props);
}

function viewOf(route: Route, props: ViewProps) {
  switch (route.view) {
    case 'overview':
      return <Overview {...props} />;
    case 'task':
      return <TaskView {...props} />;
    case 'prompts':
      return <Prompts {...props} />;
    case 'stream':
      return <Stream {...props} />;
    case 'dead-letters':
      return <DeadLetters {...props} />;
  }
}
