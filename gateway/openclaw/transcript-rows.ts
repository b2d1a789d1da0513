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
  return `${row.json.slice(0, -1)},${dialectText(row, isUserRow(row))}}`;
}

/** A row of an event that was just appended. */
export function rowMessage(
  { message, entryId, ...row }: TranscriptRow,
  { seq, ts }: { readonly seq: number; readonly ts: number },
): Readonly<Record<string, unknown>> {
  const { runId, stopReason, provider } = { runId: null, stopReason: null, provider: null, ...row };
  const text = dialectText({ seq, ts, entryId, runId, stopReason, provider }, message['role'] === 'user');
  // `dialectText` writes the fields of an object.
  return { ...message, ...(JSON.parse(`{${text}}`) as object) };
}

/** The fields of the dialect as JSON text without braces. A page has up to 1,000 rows, so it isn't built as an object. */
function dialectText({ seq, ts, entryId: id, runId, stopReason, provider }: RowFacts, isUser: boolean): string {
  if (isUser && runId !== null) {
    // Clients find the message of a run by this key.
    const idempotencyKey = `${runId}:user`;
    const mark = { id, seq, recordTimestampMs: ts, runId, idempotencyKey, senderIsOwner: true };
    return `"idempotencyKey":${JSON.stringify(idempotencyKey)},"__openclaw":${JSON.stringify(mark)}`;
  }
  const mark = runId === null ? { id, seq, recordTimestampMs: ts } : { id, seq, recordTimestampMs: ts, runId };
  const api = provider === null ? '' : `"api":"${apiName(provider)}",`;
  const stop = stopReason === null ? '' : `"stopReason":"${wireStopReason(stopReason)}",`;
  const abort =
    stopReason === 'aborted' ? `"openclawAbort":${JSON.stringify({ aborted: true, origin: 'rpc', runId })},` : '';
  return `${api}${stop}${abort}"__openclaw":${JSON.stringify(mark)}`;
}

function apiName(provider: string): string {
  if (provider === 'anthropic') return 'anthropic-messages';
  return OWN_APIS.has(provider) ? provider : 'openai-completions';
}

function wireStopReason(reason: StopReason): string {
  if (reason === 'refusal') return 'error';
  return reason === 'interrupted' ? 'aborted' : reason;
}
