// The rows of the session list with the user's changes that the gateway hasn't confirmed yet.
import type { ResetPolicy } from '#contract/sessions/session-lifecycle.ts';
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import type { SessionRow } from '#contract/types/sessions.ts';

/** What the user can change on a session; `null` clears. */
export interface SessionChanges {
  readonly label?: string | null;
  readonly pinned?: boolean;
  readonly archived?: boolean;
  readonly unread?: boolean;
  readonly category?: string | null;
  readonly model?: string | null;
  readonly thinkingLevel?: string | null;
  readonly approvalMode?: ApprovalMode | null;
  readonly resetPolicy?: ResetPolicy | null;
  readonly retentionDays?: number | null;
}

/** The gateway's rows. Until its change is answered, a row shows it, even if an older version of the row arrives. */
export interface PendingRows {
  /** Replaces all rows. */
  replace(rows: readonly SessionRow[]): void;
  /** Adds rows that aren't known; known ones are newer. */
  addMissing(rows: readonly SessionRow[]): void;
  /** Replaces or adds one row. */
  set(row: SessionRow): void;
  drop(key: string): void;
  /** Shows a change of some rows while the call that makes it lasts; if the call fails, the change disappears. */
  whilePending(keys: readonly string[], change: SessionChanges | 'removed', call: () => Promise<void>): Promise<void>;
}

/** Starts without rows; `onChange` gets the rows to show. */
export function createPendingRows(onChange: (shown: readonly SessionRow[]) => void): PendingRows {
  let rows: readonly SessionRow[] = [];
  let pending: readonly { readonly keys: ReadonlySet<string>; readonly change: SessionChanges | 'removed' }[] = [];
  const withPending = (row: SessionRow): readonly SessionRow[] => {
    let shown = row;
    for (const { keys, change } of pending) {
      if (!keys.has(row.key)) continue;
      if (change === 'removed') return [];
      shown = patched(shown, change);
    }
    return [shown];
  };
  const show = (next: readonly SessionRow[]): void => {
    rows = next;
    onChange(pending.length === 0 ? rows : rows.flatMap(withPending));
  };
  return {
    replace: show,
    addMissing(more) {
      const known = new Set(rows.map(({ key }) => key));
      show([...rows, ...more.filter(({ key }) => !known.has(key))]);
    },
    set(row) {
      const index = rows.findIndex(({ key }) => key === row.key);
      show(index < 0 ? [row, ...rows] : rows.with(index, row));
    },
    drop: (key) => show(rows.filter((row) => row.key !== key)),
    async whilePending(keys, change, call) {
      const entry = { keys: new Set(keys), change };
      pending = [...pending, entry];
      show(rows);
      try {
        await call();
      } finally {
        pending = pending.filter((other) => other !== entry);
        show(rows);
      }
    },
  };
}

function patched(row: SessionRow, changes: SessionChanges): SessionRow {
  const kept = Object.entries({ ...row, ...changes }).filter(([, value]) => value !== null);
  return Object.fromEntries(kept) as SessionRow; // Only optional fields can be null, and those are removed.
}
