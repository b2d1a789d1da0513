// Applies the display preferences to the document; the rest is CSS.
import type { StoreApi } from 'zustand/vanilla';
import type { Preferences } from '#contract/types/preferences.ts';

const DEFAULT_FONT_PX = 16;
const DEFAULT_CODE_PX = 13;
const DARK = '(prefers-color-scheme: dark)';
const HIGH_CONTRAST = '(prefers-contrast: more)';

/** The theme: the user's choice, or that of the system. */
export function getTheme(preferences: Preferences, systemIsDark: boolean): 'light' | 'dark' {
  const choice = preferences.theme ?? 'system';
  return choice === 'system' ? (systemIsDark ? 'dark' : 'light') : choice;
}

/** Applies them now, and again after changes of the preferences or the system, for as long as the page is open. */
export function followAppearance(store: StoreApi<Preferences>): void {
  const apply = (): void => applyAppearance(store.getState());
  for (const query of [DARK, HIGH_CONTRAST]) matchMedia(query).addEventListener('change', apply);
  store.subscribe(apply);
  apply();
}

function applyAppearance(preferences: Preferences): void {
  const root = document.documentElement;
  root.dataset['theme'] = getTheme(preferences, matchMedia(DARK).matches);
  root.dataset['density'] = preferences.density ?? 'comfortable';
  root.dataset['contrast'] =
    preferences['contrast'] === 'high' || matchMedia(HIGH_CONTRAST).matches ? 'high' : 'normal';
  root.dataset['motion'] = preferences.reducedMotion === true ? 'reduced' : 'full';
  root.dataset['accent'] = preferences.accent ?? 'blue';
  root.dataset['codeFont'] = preferences.codeFont ?? 'jetbrains';
  root.style.setProperty('--font-size', `${preferences.fontSize ?? DEFAULT_FONT_PX}px`);
  root.style.setProperty('--code-size', `${(preferences.codeFontSize ?? DEFAULT_CODE_PX) / DEFAULT_FONT_PX}rem`);
}
