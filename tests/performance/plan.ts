// Plans for the model of the benchmark. A plan is sent as the text of the message, so no other channel is needed.
import { isTitleRequest } from '#tests/support/title-request.ts';

/** An answer of the model. */
export interface Plan {
  /** Name of the turn in the model's timing report. */
  readonly tag: string;
  readonly deltas: number;
  /** Time between deltas, ms. 0: full speed. */
  readonly everyMs: number;
}

const MARK = 'bench-plan:';
/** A title is requested after a turn and isn't part of it. */
const TITLE: Plan = { tag: 'title', deltas: 1, everyMs: 0 };

/** The message with a plan. */
export function planText(plan: Plan): string {
  return `${MARK}${plan.tag}:${plan.deltas}:${plan.everyMs}`;
}

/** Finds the latest plan in a request body without parsing it, to keep the model cheap. */
export function findPlan(body: string): Plan {
  if (isTitleRequest(body)) return TITLE;
  const at = body.lastIndexOf(MARK);
  const [tag = 'none', deltas = '1', everyMs = '0'] =
    at === -1 ? [] : body.slice(at + MARK.length, body.indexOf('"', at)).split(':');
  return { tag, deltas: Number(deltas), everyMs: Number(everyMs) };
}

/** Tags with this prefix request deltas with timestamps. */
export const STAMPED = 'stamped';

/** Text of a delta, of realistic length and different each time. */
export function deltaText(tag: string, index: number): string {
  if (tag.startsWith(STAMPED)) return `${tag} ${index} @${process.hrtime.bigint()}\n`;
  return `${tag} word ${index} of an answer\n`;
}

/** The complete text of a plan. */
export function wholeText(plan: Plan): string {
  let text = '';
  for (let index = 0; index < plan.deltas; index += 1) text += deltaText(plan.tag, index);
  return text;
}

/** Times of the model process as `process.hrtime` in ns, which all processes of a machine share. */
export interface Timing {
  readonly tag: string;
  readonly requestedNs: string;
  readonly firstDeltaNs: string;
  readonly endedNs: string;
}
