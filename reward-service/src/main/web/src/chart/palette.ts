/** Colours as the styles have them now: a canvas knows no custom properties, and none that depend on the theme. */
export interface Palette {
  series: readonly string[];
  band: string;
  grid: string;
  text: string;
}

export function palette(): Palette {
  const probe = document.createElement('span');
  document.body.append(probe);
  const resolve = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    series: [1, 2, 3, 4].map((number) => resolve(`series-${number}`)),
    band: resolve('band'),
    grid: resolve('grid'),
    text: resolve('muted'),
  };
  probe.remove();
  return found;
}
