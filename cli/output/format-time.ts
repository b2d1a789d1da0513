// Points and spans of time as the command line writes them.

const MINUTE_MS = 60_000;

/** `2026-03-01 14:05` in the machine's own time, or `-`. */
export function timeText(ms: number | null | undefined): string {
  if (typeof ms !== 'number') return '-';
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * MINUTE_MS);
  return local.toISOString().slice(0, 16).replace('T', ' ');
}

/** `14:05:09` in the machine's own time. */
export function clockText(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * MINUTE_MS);
  return local.toISOString().slice(11, 19);
}

/** `2 d 3 h 5 min` */
export function durationText(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  const parts = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const names = ['d', 'h', 'min'];
  const words = parts.flatMap((part, index) => (part > 0 ? [`${part} ${names[index] ?? ''}`] : []));
  return words.join(' ') || 'less than a minute';
}
