/** Colours as the styles have them now: a canvas knows no custom properties, and none that depend on the theme. */
export interface Palette {
  series: readonly string[];
  band: string;
  grid: string;
  text: string;
}

const DARK = '(prefers-color-scheme: dark)';

/** Kept for the theme that it was read in: each reading makes the browser work out all styles. */
let known: { theme: string; palette: Palette } | null = null;

export function palette(): Palette {
  const theme = `${document.documentElement.dataset['theme']} ${matchMedia(DARK).matches}`;
  if (known?.theme !== theme) {
    known = { theme, palette: read() };
  }
  return known.palette;
}

/** Calls when there may be other colours, until what it returns is called. */
export function onOtherColours(changed: () => void): () => void {
  const dark = matchMedia(DARK);
  dark.addEventListener('change', changed);
  window.addEventListener('themechange', changed);
  return () => {
    dark.removeEventListener('change', changed);
    window.removeEventListener('themechange', changed);
  };
}

function read(): Palette {
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
