// Finds a row by its ID, a prefix of its ID, or its name, as typed on the command line.
import type { SessionRow } from '#contract/types/sessions.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';

import { CommandError, EXIT } from '../output/exit-codes.ts';

/** The rows to search, with the text for error messages. */
export interface Search<T> {
  readonly noun: string;
  readonly rows: readonly T[];
  readonly id: (row: T) => string;
  readonly name?: (row: T) => string;
  /** The command that lists the rows. */
  readonly listCommand: string;
}

/** The one row that `typed` identifies. @throws {CommandError} if there is none or more than one */
export function findOne<T>(typed: string, { noun, rows, id, name, listCommand }: Search<T>): T {
  const exact = rows.find((row) => id(row) === typed);
  if (exact !== undefined) return exact;
  const matches = typed === '' ? [] : rows.filter((row) => id(row).startsWith(typed) || name?.(row) === typed);
  const [match] = matches;
  if (match === undefined) throw notFound(noun, typed, listCommand);
  if (matches.length === 1) return match;
  throw new CommandError(EXIT.failed, `${noun} "${typed}" is ambiguous; it matches ${matches.map(id).join(', ')}`);
}

/** The session with this key or short key. @throws {CommandError} if there is none */
export async function findSession(client: GatewayClient, key: string): Promise<SessionRow> {
  const { session } = await client.request('sessions.describe', { key });
  if (session !== null) return session;
  throw notFound('session', key, 'gatehouse sessions list');
}

function notFound(noun: string, typed: string, listCommand: string): CommandError {
  return new CommandError(EXIT.failed, `${noun} "${typed}" not found`, {
    hint: `Run "${listCommand}" to see all ${noun}s.`,
  });
}
