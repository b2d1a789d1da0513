/** Accent colors. Each has 4.5:1 contrast with text on it and on pages, in every theme. */
export const ACCENTS = ['blue', 'violet', 'teal', 'green', 'rose', 'graphite'] as const;
/** An accent color. */
export type AccentName = (typeof ACCENTS)[number];

/** Fonts for code: the one of the app, and what the system has. */
export const CODE_FONTS = ['jetbrains', 'system'] as const;
/** A font for code. */
export type CodeFontName = (typeof CODE_FONTS)[number];

/** What screen readers announce of answers: each finished one, or each sentence while it streams. The default is the first. */
export const ANNOUNCEMENTS = ['answers', 'sentences', 'off'] as const;
/** What screen readers announce of answers. */
export type Announcements = (typeof ANNOUNCEMENTS)[number];

/** Preferences for appearance and behavior. Absent keys have their defaults. */
export interface Preferences {
  readonly theme?: 'system' | 'light' | 'dark';
  readonly accent?: AccentName;
  readonly codeFont?: CodeFontName;
  readonly density?: 'comfortable' | 'compact';
  readonly fontSize?: number;
  readonly codeFontSize?: number;
  readonly enterSends?: boolean;
  readonly reducedMotion?: boolean;
  readonly announcements?: Announcements;
  readonly sidebarOpen?: boolean;
  readonly inspectorOpen?: boolean;
  readonly [key: string]: unknown;
}
