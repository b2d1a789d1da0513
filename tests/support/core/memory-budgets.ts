// Budgets in memory, for tests.
import type { AuditDraft } from '#core/ports/audit.ts';
import type { BudgetRecord, BudgetStore, BudgetWindow } from '#core/ports/budget-store.ts';

/** Tables of budgets. */
export interface BudgetTables {
  readonly budgets: Map<string, BudgetRecord>;
  readonly windows: Map<string, BudgetWindow>;
}

/** Tables without rows. */
export const emptyBudgetTables = (): BudgetTables => ({ budgets: new Map(), windows: new Map() });

/** The budgets of the in-memory store. */
export function budgetStore({ budgets, windows }: BudgetTables, note: (entry: AuditDraft) => void): BudgetStore {
  const forget = (id: string) => {
    for (const [key, { budgetId }] of windows) if (budgetId === id) windows.delete(key);
  };
  return {
    list: async () => [...budgets.values()],
    async save(record, audit) {
      budgets.set(record.id, record);
      forget(record.id);
      note(audit);
    },
    async remove(id, audit) {
      budgets.delete(id);
      forget(id);
      note(audit);
    },
    window: async (budgetId, window) => windows.get(`${budgetId} ${window}`),
    async saveWindow(window, audit) {
      windows.set(`${window.budgetId} ${window.window}`, window);
      if (audit !== undefined) note(audit);
    },
  };
}
