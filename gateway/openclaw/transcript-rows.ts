// Transcript rows in the OpenClaw dialect, for `chat.history` and `session.message`.
import type { StopReason } from '#contract/types/content.ts';
import type { StoredTranscriptRow, TranscriptRow } from '#core/ports/transcript.ts';

const OWN_APIS: ReadonlySet<string> = new Set(['demo', 'ollama', 'gatehouse']);
/** How the JSON text of a user's message starts: a row's first key is its role. */
const USER_ROW = '{"role":"user"';

type RowFacts = Pick<StoredTranscriptRow, 'seq' | 'ts' | 'entryId' | 'runId' | 'stopReason' | 'provider'>;

/** Whether a stored row is a message of the user. */
export function isUserRow({ json }: Pick<StoredTranscriptRow, 'json'>): boolean {
  return json.startsWith(USER_ROW);
}

/** A stored row as JSON text. The stored message is not parsed: the fields of the dialect are appended. */
export function rowText(row: StoredTranscriptRow): string {
  return `${row.json.slice(0, -1)},${JSON.stringify(dialectFields(row, isUserRow(row))).slice(1)}`;
}

/** A row of an event that was just appended. */
export function rowMessage(
  { message, entryId, ...row }: TranscriptRow,
  { seq, ts }: { readonly seq: number; readonly ts: number },
): Readonly<Record<string, unknown>> {
  const { runId, stopReason, provider } = { runId: null, stopReason: null, provider: null, ...row };
  const facts = { seq, ts, entryId, runId, stopReason, provider };
  return { ...message, ...dialectFields(facts, message['role'] === 'user') };
}

function dialectFields({ seq, ts, entryId: id, runId, stopReason, provider }: RowFacts, isUser: boolean) {
  const mark = { id, seq, recordTimestampMs: ts, ...(runId === null ? {} : { runId }) };
  if (isUser && runId !== null) {
    // Clients find the message of a run by this key.
    const idempotencyKey = `${runId}:user`;
    return { idempotencyKey, __openclaw: { ...mark, idempotencyKey, senderIsOwner: true } };
  }
  return {
    ...(provider === null ? {} : { api: apiName(provider) }),
    ...(stopReason && { stopReason: wireStopReason(stopReason) }),
    ...(stopReason === 'aborted' ? { openclawAbort: { aborted: true, origin: 'rpc', runId } } : {}),
    __openclaw: mark,
  };
}

function apiName(provider: string): string {
  if (provider === 'anthropic') return 'anthropic-messages';
  return OWN_APIS.has(provider) ? provider : 'openai-completions';
}

function wireStopReason(reason: StopReason): string {
  if (reason === 'refusal') return 'error';
  return reason === 'interrupted' ? 'aborted' : reason;
}
