// Times and durations as the command line prints them.

const MINUTE_MS = 60_000;

/** `2026-03-01 14:05` in local time, or `-`. */
export function formatTime(ms: number | null | undefined): string {
  if (typeof ms !== 'number') return '-';
  return localIso(ms).slice(0, 16).replace('T', ' ');
}

/** `14:05:09` in local time. */
export function formatClock(ms: number): string {
  return localIso(ms).slice(11, 19);
}

/** `2d 3h 5m` */
export function formatDuration(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  const parts = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'm'],
  ] as const;
  const text = parts.flatMap(([count, unit]) => (count > 0 ? [`${count}${unit}`] : [])).join(' ');
  return text || 'less than a minute';
}

function localIso(ms: number): string {
  const date = new Date(ms);
  return new Date(ms - date.getTimezoneOffset() * MINUTE_MS).toISOString();
}
