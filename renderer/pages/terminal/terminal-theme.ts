// The terminal's colors: background and foreground from the tokens, 16 ANSI colors per theme.
import type { ITheme } from '@xterm/xterm';
import { tokenColor } from '../../design/theme-colors.ts';

const LIGHT: ITheme = {
  black: '#2b2f38',
  red: '#b3261e',
  green: '#1f7a3f',
  yellow: '#8a5a00',
  blue: '#2457b8',
  magenta: '#8a3aa8',
  cyan: '#0e7080',
  white: '#5c6370',
  brightBlack: '#6b7280',
  brightRed: '#c9362c',
  brightGreen: '#27914c',
  brightYellow: '#a06a00',
  brightBlue: '#2f68d6',
  brightMagenta: '#9d4bbd',
  brightCyan: '#128494',
  brightWhite: '#3a3f4a',
};
const DARK: ITheme = {
  black: '#3a3f4a',
  red: '#f28b82',
  green: '#81c995',
  yellow: '#f0c674',
  blue: '#8ab4f8',
  magenta: '#d7aefb',
  cyan: '#78d9ec',
  white: '#d5d9e0',
  brightBlack: '#8b93a1',
  brightRed: '#ffaba3',
  brightGreen: '#a3e0b4',
  brightYellow: '#ffdc99',
  brightBlue: '#aecbfa',
  brightMagenta: '#e6c9fd',
  brightCyan: '#a1e8f5',
  brightWhite: '#ffffff',
};

/** The theme that matches the page. */
export function terminalTheme(): ITheme {
  const dark = document.documentElement.dataset['theme'] === 'dark';
  return {
    ...(dark ? DARK : LIGHT),
    background: tokenColor('code-canvas'),
    foreground: tokenColor('ink'),
    cursor: tokenColor('accent'),
    cursorAccent: tokenColor('code-canvas'),
    selectionBackground: tokenColor('selection', 'code-canvas'),
  };
}

/** Font size of the terminal in px, from the code-size token. */
export function terminalFontSize(): number {
  const style = getComputedStyle(document.documentElement);
  const rem = Number.parseFloat(style.fontSize) || 16;
  const size = style.getPropertyValue('--code-size').trim();
  const value = Number.parseFloat(size);
  if (Number.isNaN(value)) return 13;
  return size.endsWith('rem') ? value * rem : value;
}
