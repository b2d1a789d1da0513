// What the bench asks its model to do. The plan travels as the text of the message, so that no other channel is needed.

/** One answer of the model. */
export interface Plan {
  /** Names the turn in the model's timing report. */
  readonly tag: string;
  readonly deltas: number;
  /** Time between two deltas, ms; 0: as fast as the connection takes them. */
  readonly everyMs: number;
}

const MARK = 'bench-plan:';

/** The message that carries a plan. */
export function planText(plan: Plan): string {
  return `${MARK}${plan.tag}:${plan.deltas}:${plan.everyMs}`;
}

/** Finds the newest plan in a request body, without parsing it: the model must cost as little as possible. */
export function findPlan(body: string): Plan {
  const at = body.lastIndexOf(MARK);
  const [tag = 'none', deltas = '1', everyMs = '0'] =
    at === -1 ? [] : body.slice(at + MARK.length, body.indexOf('"', at)).split(':');
  return { tag, deltas: Number(deltas), everyMs: Number(everyMs) };
}

/** Tags that begin so ask for deltas that say when they were sent. */
export const STAMPED = 'stamped';

/** Text of one delta: about as long as a real one, and different each time. */
export function deltaText(tag: string, index: number): string {
  if (tag.startsWith(STAMPED)) return `${tag} ${index} @${process.hrtime.bigint()}\n`;
  return `${tag} word ${index} of an answer\n`;
}

/** Everything that a plan makes the model say. */
export function wholeText(plan: Plan): string {
  let text = '';
  for (let index = 0; index < plan.deltas; index += 1) text += deltaText(plan.tag, index);
  return text;
}

/** When the model process saw and did things; `process.hrtime` in ns, one clock for all processes of a machine. */
export interface Timing {
  readonly tag: string;
  readonly requestedNs: string;
  readonly firstDeltaNs: string;
  readonly endedNs: string;
}
