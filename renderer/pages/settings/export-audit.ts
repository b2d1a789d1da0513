// Exports the audit log as JSON lines, oldest first, each with its hash, so that it can be verified without Gatehouse.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { AuditEntry } from '#contract/types/audit.ts';

const PAGE = 1_000;

/** Reads all entries, page by page. */
export async function auditLines(client: Pick<GatewayClient, 'request'>): Promise<string> {
  const newestFirst: AuditEntry[] = [];
  for (;;) {
    const last = newestFirst.at(-1);
    const before = last === undefined ? {} : { before: last.seq };
    const { entries } = await client.request('audit.entries', { limit: PAGE, ...before });
    newestFirst.push(...entries);
    if (entries.length < PAGE) break;
  }
  return newestFirst
    .toReversed()
    .map((entry) => `${JSON.stringify(entry)}\n`)
    .join('');
}

/** Downloads a text as a file. */
export function saveFile(name: string, text: string, type = 'application/jsonl'): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
