// Changes that are stored together with their audit entry.
import type { AuditDraft } from '#core/ports/audit.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';

/** Dependencies of stores whose changes are audited. */
export interface AuditedParts {
  readonly connection: Connection;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** Changes rows and, if there were any, writes the audit entry in the same transaction. */
export function writeWithAudit(
  { connection, audit }: Pick<AuditedParts, 'connection' | 'audit'>,
  entry: AuditDraft,
  change: () => number,
): boolean {
  return connection.write(() => {
    const changed = change() > 0;
    if (changed) audit.chain(entry);
    return changed;
  });
}
