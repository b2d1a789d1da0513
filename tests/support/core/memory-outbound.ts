// The outbound ledger in memory, for tests.
import type { OutboundRecord, OutboundStore } from '#core/ports/outbound-store.ts';

/** The rows of the in-memory store, not summed. */
export function outboundStore(): OutboundStore {
  const rows: OutboundRecord[] = [];
  return {
    add: async (records) => void rows.push(...records),
    list: async (fromDay = '', limit) =>
      rows
        .filter(({ day }) => day >= fromDay)
        .slice(-limit)
        .toReversed(),
    prune: async () => 0,
    clear: async () => void rows.splice(0),
  };
}
