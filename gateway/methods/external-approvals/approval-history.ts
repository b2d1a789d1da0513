// Resolved approvals, page by page. The cursor is the time and id of the last one on the page.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import { approvalSnapshot } from '../../openclaw/approval-shapes.ts';
import type { GatewayServices } from '../../server/services.ts';

const DEFAULT_LIMIT = 50;
/** Most approvals resolved in the same millisecond that paging covers without a gap. */
const SAME_MOMENT = 200;

/** One page, newest first. @throws {GatewayError} for an invalid cursor. */
export async function approvalHistory(
  { cursor, limit = DEFAULT_LIMIT, kind }: MethodParams<'approval.history'>,
  { engine }: GatewayServices,
): Promise<MethodResult<'approval.history'>> {
  const after = cursor === undefined ? undefined : parseCursor(cursor);
  // There are no approvals of other kinds.
  if (kind !== undefined && kind !== 'exec') return { items: [] };
  const found = await engine.approvals.resolved(limit + 1 + SAME_MOMENT, after && after.at + 1);
  const rest = found.filter((approval) => after === undefined || isAfter(approval, after));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    // Resolved ones are never pending.
    items: page.map(approvalSnapshot) as MethodResult<'approval.history'>['items'],
    ...(last === undefined || rest.length <= limit ? {} : { nextCursor: `${getTime(last)}.${last.id}` }),
  };
}

interface Position {
  readonly at: number;
  readonly id: string;
}

function parseCursor(cursor: string): Position {
  const [, at = '', id = ''] = /^(\d{1,15})\.(.+)$/.exec(cursor) ?? [];
  if (id === '') throw invalidRequest('Invalid approval.history cursor.', 'INVALID_CURSOR');
  return { at: Number(at), id };
}

function isAfter(approval: ApprovalRecord, { at, id }: Position): boolean {
  return getTime(approval) < at || (getTime(approval) === at && approval.id > id);
}

function getTime({ resolvedAtMs, createdAtMs }: ApprovalRecord): number {
  return resolvedAtMs ?? createdAtMs;
}
