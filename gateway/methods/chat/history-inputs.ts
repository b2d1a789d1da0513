// The state of sent messages: queued ones, and receipts for the run ids that a client asks about.
import type { MethodParams } from '#contract/methods/registry.ts';
import type { QueuedMessage } from '#contract/sessions/session-view.ts';
import { toUserContent } from '#core/transcript/rows.ts';
import { isUserRow } from '../../openclaw/transcript-rows.ts';
import type { GatewayServices } from '../../server/services.ts';

const MAX_PENDING = 20;
/** Rows searched for messages that a run has received. */
const LOOKED_AT = 1_000;

/** The latest page of queued messages, and receipts for the requested run ids. */
export async function inputFacts(
  { pendingBefore, inputRunIds }: Pick<MethodParams<'chat.history'>, 'pendingBefore' | 'inputRunIds'>,
  key: string,
  exists: boolean,
  services: GatewayServices,
) {
  const queue = exists ? await services.engine.queue.list(key) : [];
  const end = Math.min(queue.length, pendingBefore === undefined ? queue.length : pendingBefore - 1);
  const start = Math.max(0, end - MAX_PENDING);
  const pendingInputs = {
    items: queue.slice(start, end).map(pendingInput),
    total: queue.length,
    ...(start > 0 ? { nextBefore: start + 1 } : {}),
  };
  if (inputRunIds === undefined) return { pendingInputs };
  return { pendingInputs, ...(await receipts(inputRunIds, key, queue, services)) };
}

function pendingInput({ messageId, runId, text, images, files, ts }: QueuedMessage) {
  const content = toUserContent(text, images, files);
  return { id: messageId, runId, message: { role: 'user', content, timestamp: ts }, acceptedAt: ts, state: 'queued' };
}

/** Unknown run ids have no receipt. */
async function receipts(
  runIds: readonly string[],
  key: string,
  queue: readonly QueuedMessage[],
  { engine }: GatewayServices,
) {
  const { rows } = await engine.queries.transcript(key, { limit: LOOKED_AT, offset: 0 });
  const used = new Map(rows.filter(isUserRow).map(({ runId, entryId }) => [runId, entryId]));
  const inputConsumptions = runIds.flatMap((runId) => {
    const consumedByEventId = used.get(runId);
    return consumedByEventId === undefined ? [] : [{ runId, consumedByEventId }];
  });
  const waiting = new Set(queue.map(({ runId }) => runId));
  return {
    inputReceipts: [
      ...runIds.filter((runId) => waiting.has(runId)).map((runId) => ({ runId, state: 'pending' })),
      ...inputConsumptions.map((one) => ({ ...one, state: 'consumed' })),
    ],
    inputConsumptions,
  };
}
