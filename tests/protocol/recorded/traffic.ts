// What was said on one connection, and what there is to compare in it, by label.
import type { RawFrame } from '../support/raw-socket.ts';

/** One connection: a recorded one, or one of ours. */
export interface Traffic {
  /** The transcript that it is from, or replays. */
  readonly file: string;
  /** The case or the connection's name in it. */
  readonly section: string;
  /** Method by the id of its request; ids of what was no request lead to an empty text. */
  readonly methods: ReadonlyMap<string, string>;
  readonly role: string;
  /** What the gateway sent. */
  readonly frames: readonly RawFrame[];
  /** Code with which the gateway closed. */
  readonly closed?: number;
}

/** Something to compare. */
export interface Observation {
  readonly label: string;
  readonly value: unknown;
}

/** Codes that say that the client went. */
const CLIENT_WENT: ReadonlySet<number> = new Set([1005, 1006]);

/** Tells whether values under this label are refusals, whose codes are compared as well. */
export function isRefusal(label: string): boolean {
  return /^(refused|error|close) /.test(label);
}

/** Everything to compare on one connection. Errors of a method are counted, for a replay has them in the recorded order. */
export function observationsOf(traffic: Traffic): readonly Observation[] {
  const place = traffic.section === '' ? traffic.file : `${traffic.file}/${traffic.section}`;
  const errors = new Map<string, number>();
  const found = traffic.frames.flatMap((frame): readonly Observation[] => {
    if (frame.type === 'event') return [{ label: eventLabel(frame), value: withoutMirror(frame.payload) }];
    const method = traffic.methods.get(frame.id ?? '') ?? '';
    if (frame.ok !== true) {
      if (method === 'connect') return [{ label: `refused ${place}`, value: withoutMessage(frame.error) }];
      const count = (errors.get(method) ?? 0) + 1;
      errors.set(method, count);
      const label = `error ${place} ${method === '' ? 'frame' : method} ${count}`;
      return [{ label, value: withoutMessage(frame.error) }];
    }
    if (method === 'connect') return [{ label: `hello ${traffic.role}`, value: frame.payload }];
    const isEarly = frame.payload?.['status'] === 'accepted';
    return [{ label: `result ${method}${isEarly ? ' accepted' : ''}`, value: frame.payload }];
  });
  if (traffic.closed === undefined || CLIENT_WENT.has(traffic.closed)) return found;
  return [...found, { label: `close ${place}`, value: { code: `${traffic.closed}` } }];
}

function eventLabel({ event = '', payload = {} }: RawFrame): string {
  if (event === 'chat') return `event chat ${String(payload['state'])}`;
  if (event === 'sessions.changed') return `event sessions.changed ${String(payload['reason'] ?? payload['phase'])}`;
  if (event === 'session.approval' || event === 'session.operation')
    return `event ${event} ${String(payload['phase'])}`;
  if (event !== 'agent') return `event ${event}`;
  // Streams have objects as data; what they are about stands in two of their fields.
  const data = (payload['data'] ?? {}) as Readonly<Record<string, unknown>>;
  return ['event agent', payload['stream'], data['phase'], data['kind']].filter(Boolean).join(' ');
}

/** What events with a session's row have besides (facts, section 16). */
const BESIDE_ROW: ReadonlySet<string> = new Set(
  'session sessionKey agentId reason phase runId ts seq stream data message messageId messageSeq'.split(' '),
);

/** The real gateway repeats the fields of the row beside it; they are compared once, in the row. */
function withoutMirror(payload: RawFrame['payload']): RawFrame['payload'] {
  if (payload?.['session'] === undefined) return payload;
  return Object.fromEntries(Object.entries(payload).filter(([name]) => BESIDE_ROW.has(name)));
}

function withoutMessage(error: RawFrame['error']): unknown {
  return error === undefined ? undefined : { ...error, message: '' };
}
