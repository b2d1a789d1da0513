// The contrast of each accent color in each theme, computed from the tokens (WCAG 2: 4.5:1 for text).
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ACCENTS } from '#contract/types/preferences.ts';

const CSS = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
type Values = Readonly<Record<string, string>>;

/** The custom properties of a block. */
function block(selector: string): Values {
  const start = CSS.indexOf(`${selector} {`);
  expect(start, selector).toBeGreaterThanOrEqual(0);
  const body = CSS.slice(start, CSS.indexOf('\n}', start));
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** Relative luminance of an opaque color with the given properties. */
function luminance(name: string, values: Values): number {
  const text = (values[name] ?? '')
    .replace(/calc\(var\(--accent-chroma\) \* ([\d.]+)\)/, (_, by: string) =>
      String(Number(values['accent-chroma']) * Number(by)),
    )
    .replaceAll(/var\(--([\w-]+)\)/g, (_, inner: string) => values[inner] ?? '');
  const [l = 0, c = 0, h = 0] = [...text.matchAll(/[\d.]+/g)].map(([part]) => Number(part));
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
  const [x, y, z] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ];
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z);
  const green = clip(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z);
  const blue = clip(-0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, values: Values): number {
  const [low = 0, high = 0] = [luminance(one, values), luminance(other, values)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const LIGHT = block(':root');
const THEMES = { light: LIGHT, dark: { ...LIGHT, ...block(":root[data-theme='dark']") } };

it.each(Object.entries(THEMES).flatMap(([theme, values]) => ACCENTS.map((accent) => [accent, theme, values] as const)))(
  '%s is legible in the %s theme',
  (accent, _, theme) => {
    const values = { ...theme, ...block(`[data-accent='${accent}']`) };
    expect(contrast('accent', 'on-accent', values)).toBeGreaterThanOrEqual(4.5);
    expect(contrast('accent-hover', 'on-accent', values)).toBeGreaterThanOrEqual(4.5);
    for (const surface of ['surface', 'raised', 'canvas'])
      expect(contrast('accent-ink', surface, values)).toBeGreaterThanOrEqual(4.5);
  },
);
