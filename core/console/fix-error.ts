// Hands an error to the agent of its session.
import type { ConsoleError, ConsoleFix } from '#contract/types/console.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { SendRequest, SendResult } from '../engine/runs-facet.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { ConsoleStore } from '../ports/console-store.ts';
import type { Principal } from '../principal.ts';
import { LINES_AFTER, LINES_BEFORE, toFixMessage } from './fix-message.ts';
import { readConsole } from './read-console.ts';

/** What a fix depends on. */
export interface FixPorts {
  readonly store: ConsoleStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly send: (request: SendRequest) => Promise<SendResult>;
  /** Records that an error was handed over. */
  readonly record: (project: string, error: ConsoleError) => void;
}

/** Sends the message. `sessionKey`: default the session whose command printed the error. @throws {GatewayError} */
export async function fixError(
  { store, clock, ids, send, record }: FixPorts,
  { errorId, sessionKey, by, attempt }: FixRequest,
): Promise<{ readonly runId: string; readonly sessionKey: string }> {
  const found = await store.error(errorId);
  const [source] = found === undefined ? [] : await store.sources([found.sourceId]);
  if (found === undefined || source === undefined)
    throw invalidRequest('This error is no longer in the console.', 'ERROR_NOT_FOUND', 'Reload the console.');
  const { project, ...error } = found;
  const { lines } = await readConsole(store, {
    project,
    sourceId: source.id,
    beforeId: error.lineId + LINES_AFTER,
    limit: LINES_BEFORE + LINES_AFTER,
  });
  const key = sessionKey ?? error.sessionKey;
  const runId = ids.next();
  const text = toFixMessage(error, source, lines, attempt);
  await send({ sessionKey: key, text, images: [], runId, queueMode: 'followup', by, literal: true });
  const fix: ConsoleFix =
    attempt === undefined ? { by: 'person', at: clock.now() } : { by: 'automatic', at: clock.now(), attempt };
  record(project, { ...error, fix });
  return { runId, sessionKey: key };
}

/** An error to hand over. `attempt`: the number of an automatic attempt. */
export interface FixRequest {
  readonly errorId: string;
  readonly sessionKey?: string;
  readonly by: Principal;
  readonly attempt?: number;
}
