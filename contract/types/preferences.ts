// Preferences of the app: the types.

/** What the user set about looks and behaviour. Absent keys have their default. */
export interface Preferences {
  readonly theme?: 'system' | 'light' | 'dark';
  readonly density?: 'comfortable' | 'compact';
  readonly fontSize?: number;
  readonly codeFontSize?: number;
  readonly enterSends?: boolean;
  readonly reducedMotion?: boolean;
  readonly sidebarOpen?: boolean;
  readonly inspectorOpen?: boolean;
  readonly [key: string]: unknown;
}
