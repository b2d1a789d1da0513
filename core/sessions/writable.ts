// An archived session is read-only until it is taken out of the archive.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';

/** Refuses to write to an archived session. @throws {GatewayError} */
export function requireWritable(record: SessionRecord | undefined): void {
  if (record?.archivedAt === undefined || record.deletedAt !== undefined) return;
  throw invalidRequest(
    'This session is archived: it can be read, not continued.',
    'SESSION_ARCHIVED',
    'Take it out of the archive first, or fork it.',
  );
}
