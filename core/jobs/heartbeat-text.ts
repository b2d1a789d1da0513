// What an agent hears at a heartbeat, and whether its answer says anything.
import type { SystemEvent } from '../ports/schedules.ts';

/** Said when the agent has no prompt of its own. */
export const DEFAULT_PROMPT =
  'This is a heartbeat. See whether anything needs to be done or said now. Do not repeat old tasks. If there is nothing, answer only HEARTBEAT_OK.';

/** Longest remark beside the token that still counts as nothing said, characters. */
export const ACK_MAX_CHARACTERS = 300;

const TOKENS = ['HEARTBEAT_OK', 'NO_REPLY'];
const EDGE = /^[\s*_`.!]+|[\s*_`.!]+$/g;

/** The message: the prompt when the time has come, and what happened since. Undefined when there is neither. */
export function heartbeatText(prompt: string | undefined, events: readonly SystemEvent[]): string | undefined {
  const told = events.map(({ text, createdAtMs }) => `- [${new Date(createdAtMs).toISOString()}] ${text}`);
  const parts = [
    ...(prompt === undefined ? [] : [prompt]),
    ...(told.length === 0 ? [] : [`Events that were kept for you, the oldest first:\n${told.join('\n')}`]),
  ];
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

/** Whether an answer only says that there is nothing to say. */
export function isSilent(answer: string): boolean {
  const text = answer.slice(0, 10 * ACK_MAX_CHARACTERS).replaceAll(EDGE, '');
  return TOKENS.some(
    (token) =>
      (text.startsWith(token) || text.endsWith(token)) && answer.trim().length - token.length <= ACK_MAX_CHARACTERS,
  );
}
