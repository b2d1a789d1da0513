// Share links.
import type { ShareLinkRecord, ShareLinkStore } from '#core/ports/share-link-store.ts';
import { GATEWAY } from '#core/principal.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';

/** An update keeps the owner. */
const REPLACE = 'ON CONFLICT (id) DO UPDATE SET json = @json';

/** Opens the table of share links. */
export function openShareLinks(connection: Connection, audit: AuditLog): ShareLinkStore {
  const all = connection.records<[], ShareLinkRecord>('SELECT json FROM share_links ORDER BY created_at DESC, id');
  const byHash = connection.record<[string], ShareLinkRecord>('SELECT json FROM share_links WHERE hash = ?');
  const put = connection.insert('share_links', REPLACE);
  const prune = connection.database.prepare<[number]>(
    "DELETE FROM share_links WHERE json_extract(json, '$.expiresAtMs') < ?",
  );
  return {
    prune: async (expiredBeforeMs) => connection.write(() => prune.run(expiredBeforeMs).changes),
    list: async () => all(),
    byHash: async (hash) => byHash(hash),
    save: async (record, entry) =>
      connection.write(() => {
        const { id, hash, createdAtMs: createdAt } = record;
        put({ id, hash, createdAt, json: JSON.stringify(record), ownerId: (entry?.by ?? GATEWAY).userId });
        if (entry !== undefined) audit.chain(entry);
      }),
  };
}
