// The audit log. The hash of each line covers the previous line, and a keyed mark covers the end, so changes, gaps, and
// truncation can be detected.
import { createHmac, hash } from 'node:crypto';
import type { AuditEntry } from '#contract/types/audit.ts';
import type { Clock } from '#core/ports/clock.ts';
import { isOfSession, type AuditDraft, type AuditStore } from '#core/ports/audit.ts';
import { derivedKey } from '../secrets/sealing.ts';
import { canonicalJson } from '#contract/wire/canonical-json.ts';
import type { Connection } from './connection.ts';
import { GATEWAY, formatPrincipal } from '#core/principal.ts';

/** The hash before the first line. */
const ORIGIN = '0'.repeat(64);

const COLUMNS = 'seq, ts, actor, action, subject, details, hash';

type AuditRow = Omit<AuditEntry, 'details'> & { readonly details: string };

/** The audit log for the store itself: `chain` adds a line within an open transaction. */
export interface AuditLog extends AuditStore {
  chain(entry: AuditDraft): void;
  /** Removes subjects and details from lines about sessions, and rebuilds the chain. */
  forgetDetails(): void;
  /** Signs the end mark again if it is valid under the `former` key. */
  remark(former: Uint8Array): void;
}

/** Opens the audit log. */
export function openAuditLog(connection: Connection, sealingKey: Uint8Array, clock: Clock): AuditLog {
  const { database } = connection;
  const markKey = toMarkKey(sealingKey);
  const last = connection.first<[], { seq: number; hash: string }>(
    'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
  );
  const insert = connection.insert('audit');
  const putMark = connection.insert('audit_head', 'ON CONFLICT (id) DO UPDATE SET seq = @seq, mac = @mac');
  const mark = (seq: number, hash: string): void => {
    putMark({ id: 1, seq, mac: signMark(markKey, seq, hash), ownerId: GATEWAY.userId });
  };
  const readMark = connection.first<[], { seq: number; mac: string }>('SELECT seq, mac FROM audit_head');
  const all = database.prepare<[], AuditRow>(`SELECT ${COLUMNS} FROM audit ORDER BY seq`);
  const page = connection.all<[object], AuditRow>(
    `SELECT ${COLUMNS} FROM audit WHERE seq < @before AND (@action IS NULL OR action = @action) ORDER BY seq DESC LIMIT @limit`,
  );

  const chain = (entry: AuditDraft) => {
    const before = last();
    const { by, action, subject } = entry;
    const details = canonicalJson(entry.details);
    const line = { seq: (before?.seq ?? 0) + 1, ts: clock.now(), actor: formatPrincipal(by), action, subject, details };
    const chained = lineHash(before?.hash ?? ORIGIN, line);
    insert({ ...line, hash: chained, ownerId: by.userId });
    mark(line.seq, chained);
  };

  const rewrite = database.prepare(
    'UPDATE audit SET subject = @subject, details = @details, hash = @hash WHERE seq = @seq',
  );
  return {
    chain,
    forgetDetails() {
      let chained = ORIGIN;
      const rows = all.all();
      for (const row of rows) {
        const line = isOfSession(row.action) ? { ...row, subject: '', details: '{}' } : row;
        chained = lineHash(chained, line);
        rewrite.run({ seq: row.seq, subject: line.subject, details: line.details, hash: chained });
      }
      const end = rows.at(-1);
      if (end !== undefined) mark(end.seq, chained);
    },
    remark(former) {
      const end = last();
      const holds = end !== undefined && readMark()?.mac === signMark(toMarkKey(former), end.seq, end.hash);
      if (holds) mark(end.seq, end.hash);
    },
    append: async (entry) => connection.write(() => chain(entry)),
    list: async ({ limit, before = Number.MAX_SAFE_INTEGER, action = null }) =>
      page({ limit, before, action }).map(toEntry),
    verify: async () => connection.read(() => verifyChain(all.iterate(), readMark(), markKey)),
  };
}

function verifyChain(
  rows: Iterable<AuditRow>,
  mark: { readonly seq: number; readonly mac: string } | undefined,
  markKey: Uint8Array,
): Awaited<ReturnType<AuditStore['verify']>> {
  let chained = ORIGIN;
  let entries = 0;
  for (const row of rows) {
    entries++;
    chained = lineHash(chained, row);
    if (row.seq !== entries || row.hash !== chained) return { ok: false, entries, brokenAt: row.seq };
  }
  if (entries === 0 && mark === undefined) return { ok: true, entries };
  const whole = mark !== undefined && mark.seq === entries && mark.mac === signMark(markKey, entries, chained);
  return whole ? { ok: true, entries } : { ok: false, entries, brokenAt: Math.min(entries, mark?.seq ?? 0) + 1 };
}

function lineHash(before: string, line: Omit<AuditRow, 'hash'>): string {
  const { seq, ts, actor, action, subject, details } = line;
  return hash('sha256', before + canonicalJson({ seq, ts, actor, action, subject, details }));
}

/** The key that signs the end of the log. */
export function toMarkKey(sealingKey: Uint8Array): Uint8Array {
  return derivedKey(sealingKey, 'audit mark');
}

/** The signature of the end of the log. */
export function signMark(key: Uint8Array, seq: number, hash: string): string {
  return createHmac('sha256', key).update(`${seq}:${hash}`).digest('hex');
}

function toEntry(row: AuditRow): AuditEntry {
  // Written by `chain` from a record.
  return { ...row, details: JSON.parse(row.details) as Readonly<Record<string, unknown>> };
}
