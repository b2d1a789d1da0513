// The audit log in memory, for tests.
import type { AuditEntry } from '#contract/types/audit.ts';
import type { AuditDraft, AuditStore } from '#core/ports/audit.ts';
import { formatPrincipal } from '#core/principal.ts';

type AuditLine = Pick<AuditEntry, 'actor' | 'action' | 'subject' | 'details'>;

/** Writes an entry. */
export function note(entries: AuditEntry[], { by, ...draft }: AuditDraft, ts = 0): void {
  chain(entries, { ...draft, actor: formatPrincipal(by) }, ts);
}

/** A chain that shows tampering in tests needs no cryptography: each link names the one before. */
export function chain(entries: AuditEntry[], { actor, action, subject, details }: AuditLine, ts: number): void {
  const seq = entries.length + 1;
  const line = { actor, action, subject, details };
  entries.push({ ...line, seq, ts, hash: linkOf(entries.at(-1)?.hash ?? '', line) });
}

function linkOf(previous: string, draft: AuditLine): string {
  const text = `${previous}|${draft.actor}|${draft.action}|${draft.subject}|${JSON.stringify(draft.details)}`;
  let hash = 0;
  for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

/** The audit log of the in-memory store. */
export function auditStore(entries: AuditEntry[]): AuditStore {
  return {
    append: async (entry) => note(entries, entry),
    async list({ limit, before, action }) {
      return entries
        .filter((e) => (before === undefined || e.seq < before) && (action === undefined || e.action === action))
        .toReversed()
        .slice(0, limit);
    },
    async verify() {
      const broken = entries.find((entry, index) => entry.hash !== linkOf(entries[index - 1]?.hash ?? '', entry));
      return {
        ok: broken === undefined,
        entries: entries.length,
        ...(broken === undefined ? {} : { brokenAt: broken.seq }),
      };
    },
  };
}
