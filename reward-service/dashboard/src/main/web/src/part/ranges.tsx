import { RANGES, type Range } from '../series';

/**
 * How much of the past is shown.
 *
 * @param chosen null for all of it
 * @param onAll offers all of it, where there is such a thing
 */
export function Ranges(props: { chosen: Range | null; onChoose: (range: Range) => void; onAll?: () => void }) {
  const { chosen, onChoose, onAll } = props;
  return (
    <fieldset class="segments">
      <legend class="unseen">Time range</legend>
      {RANGES.map((range) => (
        <button key={range.name} type="button" aria-pressed={range === chosen} onClick={() => onChoose(range)}>
          <span class="unseen">last </span>
          {range.name}
        </button>
      ))}
      {onAll && (
        <button type="button" aria-pressed={chosen === null} onClick={onAll}>
          all
        </button>
      )}
    </fieldset>
  );
}
