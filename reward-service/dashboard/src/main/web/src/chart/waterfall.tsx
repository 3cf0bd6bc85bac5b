import type { Hop } from '../contract';
import { clock, duration } from '../format';

/** Each hop from its first event to its last, on one scale, with the time that passed before it. */
export function Waterfall({ hops }: { hops: readonly Hop[] }) {
  const begin = Math.min(...hops.map((hop) => Date.parse(hop.first)));
  const end = Math.max(...hops.map((hop) => Date.parse(hop.last)), begin + 1);
  const place = (time: string) => ((Date.parse(time) - begin) / (end - begin)) * 100;
  return (
    <table class="waterfall">
      <caption class="unseen">Hops of the query</caption>
      <thead>
        <tr>
          <th scope="col">Hop</th>
          <th scope="col" class="bar">
            <span class="unseen">On the time axis</span>
            <span class="scale" aria-hidden="true">
              <span>0</span>
              <span>{duration(end - begin)}</span>
            </span>
          </th>
          <th scope="col" class="number">
            After the one before
          </th>
          <th scope="col" class="number">
            Lasted
          </th>
          <th scope="col">First</th>
        </tr>
      </thead>
      <tbody>
        {hops.map((hop, i) => {
          const before = hops[i - 1];
          const [from, to] = [place(hop.first), place(hop.last)];
          return (
            <tr key={hop.name}>
              <th scope="row">{hop.name}</th>
              <td class="bar">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  {before && (
                    <path
                      class="wait"
                      d={`M${Math.min(place(before.first), from)} 5H${from}`}
                      vector-effect="non-scaling-stroke"
                    />
                  )}
                  <rect x={Math.min(from, 99)} y="1" width={Math.max(1, to - from)} height="8" />
                </svg>
              </td>
              <td class="number">{before ? `+${duration(Date.parse(hop.first) - Date.parse(before.first))}` : '–'}</td>
              <td class="number">
                {hop.last === hop.first ? '–' : duration(Date.parse(hop.last) - Date.parse(hop.first))}
              </td>
              <td>{clock(hop.first, true)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
