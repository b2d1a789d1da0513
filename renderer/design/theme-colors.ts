// Color tokens as `#rrggbb`, for canvases that don't support CSS variables or `oklch`.

let context: CanvasRenderingContext2D | null | undefined;

/** The color of a token, such as `ink`; `over` is the token behind a translucent one. */
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

/** Calls back after changes of the theme, the contrast or a size; returns the function that stops it. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-contrast', 'style', 'data-density', 'data-accent'],
  });
  return () => observer.disconnect();
}
