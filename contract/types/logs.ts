/** A structured log line. */
export interface LogLine {
  readonly ts: number;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly part: string;
  readonly message: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}
