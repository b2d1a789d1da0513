// Share links in memory.
import type { AuditDraft } from '#core/ports/audit.ts';
import type { ShareLinkRecord, ShareLinkStore } from '#core/ports/share-link-store.ts';

/** An empty store; `note` records changes in the audit log. */
export function shareLinkStore(note: (entry: AuditDraft) => void): ShareLinkStore {
  const links = new Map<string, ShareLinkRecord>();
  return {
    list: async () => [...links.values()].toSorted((a, b) => b.createdAtMs - a.createdAtMs),
    byHash: async (hash) => [...links.values()].find((link) => link.hash === hash),
    async prune(expiredBeforeMs) {
      const expired = [...links.values()].filter(({ expiresAtMs }) => expiresAtMs < expiredBeforeMs);
      for (const { id } of expired) links.delete(id);
      return expired.length;
    },
    async save(record, entry) {
      links.set(record.id, record);
      if (entry !== undefined) note(entry);
    },
  };
}
