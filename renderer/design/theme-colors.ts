// Reads a colour token as plain `#rrggbb`, for canvases that do not know CSS variables or `oklch`.

let context: CanvasRenderingContext2D | null | undefined;

/** The colour of a token, painted over `over` where it is translucent. `name` as in tokens.css, without dashes: `ink`. */
export function tokenColor(name: string, over?: string): string {
  return paint(over === undefined ? [readToken(name)] : [readToken(over), readToken(name)]);
}

function readToken(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function paint(colors: readonly string[]): string {
  context ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (context === null) return '#808080';
  context.clearRect(0, 0, 1, 1);
  for (const color of colors) {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Calls back when the theme, contrast or a size of the root element changes; returns the function that stops it. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-contrast', 'style', 'data-density'],
  });
  return () => observer.disconnect();
}
