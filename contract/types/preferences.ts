/** Preferences for appearance and behavior. Absent keys have their defaults. */
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
