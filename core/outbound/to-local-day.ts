// The day in the time zone of the gateway, which is that of the person who asks what was contacted today.

const MINUTE_MS = 60_000;

/** The day of a time, `YYYY-MM-DD`. */
export function toLocalDay(ts: number): string {
  return new Date(ts - new Date(ts).getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 10);
}
