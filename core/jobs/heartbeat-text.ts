// The message of a heartbeat, and whether the answer contains anything to report.
import { takeStart } from '#contract/types/truncate-text.ts';
import type { SystemEvent } from '../ports/schedules.ts';

/** Default heartbeat prompt. */
export const DEFAULT_PROMPT =
  'This is a heartbeat. Check whether anything needs your attention now. Do not repeat earlier tasks. If there is nothing to do or report, reply only with HEARTBEAT_OK.';

/** Longest text besides the token that still counts as an empty answer, characters. */
export const ACK_MAX_CHARACTERS = 300;

const TOKENS = ['HEARTBEAT_OK', 'NO_REPLY'];
const EDGE = /^[\s*_`.!]+|[\s*_`.!]+$/g;

/** The message: the prompt if the heartbeat is due, and queued events. Undefined when there is neither. */
export function heartbeatText(prompt: string | undefined, events: readonly SystemEvent[]): string | undefined {
  const told = events.map(({ text, createdAtMs }) => `- [${new Date(createdAtMs).toISOString()}] ${text}`);
  const parts = [
    ...(prompt === undefined ? [] : [prompt]),
    ...(told.length === 0 ? [] : [`Events since the last heartbeat, oldest first:\n${told.join('\n')}`]),
  ];
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

/** Whether an answer reports nothing. */
export function isSilent(answer: string): boolean {
  const text = takeStart(answer, 10 * ACK_MAX_CHARACTERS).replaceAll(EDGE, '');
  return TOKENS.some(
    (token) =>
      (text.startsWith(token) || text.endsWith(token)) && answer.trim().length - token.length <= ACK_MAX_CHARACTERS,
  );
}
