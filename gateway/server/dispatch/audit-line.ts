// Records a change made by a client in the audit log.
import type { Call } from '../../server/dispatch/handler.ts';

/** Writes the line; the change is not acknowledged before it is on disk. */
export async function auditLine(
  { services, connection }: Pick<Call, 'services' | 'connection'>,
  action: string,
  subject: string,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  await services.store.audit.append({ by: connection.principal, action, subject, details });
}
