import { Empty } from '../part/state';
import { type Route, href } from '../route';

/** What is asked for is not there. */
export function Missing({ refusal, route }: { refusal?: string; route?: Route }) {
  return (
    <>
      <h1>{route?.task ?? 'Not found'}</h1>
      <Empty title={refusal ?? 'There is no such page'}>
        <p>
          {refusal && 'It is asked for again every 10 s. '}
          <a href={href('overview')}>Go to the overview</a>
        </p>
      </Empty>
    </>
  );
}
