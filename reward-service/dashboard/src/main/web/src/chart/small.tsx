import { decimal } from '../format';

/** Means of the last minutes as a line; where there are none the line is broken. */
export function Sparkline({ values, label }: { values: readonly (number | null)[]; label: string }) {
  const known = values.filter((value): value is number => value !== null);
  if (known.length < 2) {
    return <p class="spark blank">no rewards in the last 5 min</p>;
  }
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const at = (value: number, i: number) =>
    `${((i / (values.length - 1)) * 200).toFixed(1)} ${(38 - ((value - low) / span) * 36).toFixed(1)}`;
  let pen = 'M';
  const path = values.map((value, i) => {
    if (value === null) {
      pen = 'M';
      return '';
    }
    const step = `${pen}${at(value, i)}`;
    pen = 'L';
    return step;
  });
  return (
    <svg class="spark" viewBox="0 0 200 40" preserveAspectRatio="none" role="img" aria-label={label}>
      <path d={path.join('')} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

/** A mean with its interval, on a scale that all rows of a table share. */
export function Interval(props: { lower: number; mean: number; upper: number; from: number; to: number }) {
  const place = (value: number) => ((value - props.from) / (props.to - props.from || 1)) * 96 + 2;
  const [low, mid, high] = [place(props.lower), place(props.mean), place(props.upper)];
  return (
    <svg class="interval" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label={spoken(props)}>
      <path class="whole" d="M0 6h100" vector-effect="non-scaling-stroke" />
      {props.from < 0 && props.to > 0 && (
        <path class="zero" d={`M${place(0)} 0v12`} vector-effect="non-scaling-stroke" />
      )}
      <path class="reach" d={`M${low} 6H${high}`} vector-effect="non-scaling-stroke" />
      <path class="mid" d={`M${mid} 1v10`} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

function spoken(interval: { lower: number; mean: number; upper: number }): string {
  return `mean ${decimal(interval.mean)}, between ${decimal(interval.lower)} and ${decimal(interval.upper)}`;
}
