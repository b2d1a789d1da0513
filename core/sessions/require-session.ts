// Checks before a session is changed.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';

/** The record of a session. @throws {GatewayError} when it doesn't exist. */
export function requireSession({ record }: { readonly record: SessionRecord | undefined }): SessionRecord {
  if (record === undefined || record.deletedAt !== undefined)
    throw invalidRequest('Session not found.', 'SESSION_NOT_FOUND', 'It may have been deleted.');
  return record;
}

/** Rejects changes to an archived session, which is read-only. @throws {GatewayError} */
export function requireWritable(record: SessionRecord | undefined): void {
  if (record?.archivedAt === undefined || record.deletedAt !== undefined) return;
  const hint = 'Restore it first, or fork it.';
  throw invalidRequest('This session is archived, so it is read-only.', 'SESSION_ARCHIVED', hint);
}
