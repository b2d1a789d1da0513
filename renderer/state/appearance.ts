// Puts the preferences about looks onto the document; everything else is CSS.
import type { Preferences } from '#contract/types/preferences.ts';

const DEFAULT_FONT_PX = 16;
const DEFAULT_CODE_PX = 13;
const DARK = '(prefers-color-scheme: dark)';
const HIGH_CONTRAST = '(prefers-contrast: more)';

/** The colours in force: the choice, or what the system says. */
export function getTheme(preferences: Preferences, systemIsDark: boolean): 'light' | 'dark' {
  const choice = preferences.theme ?? 'system';
  return choice === 'system' ? (systemIsDark ? 'dark' : 'light') : choice;
}

/** Applies now, and again when the system changes; gives the function that stops it. */
export function followAppearance(read: () => Preferences, subscribe: (run: () => void) => () => void): () => void {
  const apply = (): void => applyAppearance(read());
  const queries = [DARK, HIGH_CONTRAST].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', apply);
  const stop = subscribe(apply);
  apply();
  return () => {
    stop();
    for (const query of queries) query.removeEventListener('change', apply);
  };
}

function applyAppearance(preferences: Preferences): void {
  const root = document.documentElement;
  root.dataset['theme'] = getTheme(preferences, matchMedia(DARK).matches);
  root.dataset['density'] = preferences.density ?? 'comfortable';
  root.dataset['contrast'] =
    preferences['contrast'] === 'high' || matchMedia(HIGH_CONTRAST).matches ? 'high' : 'normal';
  root.dataset['motion'] = preferences.reducedMotion === true ? 'reduced' : 'full';
  root.style.setProperty('--font-size', `${preferences.fontSize ?? DEFAULT_FONT_PX}px`);
  root.style.setProperty('--code-size', `${(preferences.codeFontSize ?? DEFAULT_CODE_PX) / DEFAULT_FONT_PX}rem`);
}
