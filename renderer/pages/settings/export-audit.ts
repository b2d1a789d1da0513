// The whole audit log as a file of JSON lines, oldest first, each with its hash: it can be checked without Gatehouse.
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

/** Hands a text to the browser as a file. */
export function saveFile(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
