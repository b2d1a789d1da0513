// Store port of budgets.
import type { Budget } from '#contract/types/budgets.ts';
import type { AuditDraft } from './audit.ts';

/** A stored budget. */
export interface BudgetRecord extends Budget {
  readonly ownerId: string;
}

/** A raised limit, and whether a warning was sent, for one period (or run, or session) of a budget. */
export interface BudgetWindow {
  readonly budgetId: string;
  /** The period and what it is counted for: see `findWindow`. */
  readonly window: string;
  readonly ownerId: string;
  /** Added to the limits, US dollars and tokens. */
  readonly addedCost: number;
  readonly addedTokens: number;
  readonly isWarned: boolean;
}

/** Budgets, and what was decided for their periods. */
export interface BudgetStore {
  list(): Promise<readonly BudgetRecord[]>;
  save(record: BudgetRecord, audit: AuditDraft): Promise<void>;
  /** Also deletes its windows. */
  remove(id: string, audit: AuditDraft): Promise<void>;
  window(budgetId: string, window: string): Promise<BudgetWindow | undefined>;
  saveWindow(window: BudgetWindow, audit?: AuditDraft): Promise<void>;
}
