// Budgets, and what was decided for their periods.
import type { BudgetRecord, BudgetStore, BudgetWindow } from '#core/ports/budget-store.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';

type WindowRow = Omit<BudgetWindow, 'isWarned'> & { readonly isWarned: number };

/** Opens the tables of budgets. */
export function openBudgets(connection: Connection, audit: AuditLog): BudgetStore {
  const list = connection.records<[], BudgetRecord>('SELECT json FROM budgets ORDER BY created_at, rowid');
  const save = connection.insert('budgets', 'ON CONFLICT (id) DO UPDATE SET json = @json');
  const remove = connection.database.prepare('DELETE FROM budgets WHERE id = ?');
  const forget = connection.database.prepare('DELETE FROM budget_windows WHERE budget_id = ?');
  const find = connection.first<[string, string], WindowRow>(
    `SELECT budget_id AS budgetId, window, owner_id AS ownerId, added_cost AS addedCost, added_tokens AS addedTokens,
       is_warned AS isWarned
     FROM budget_windows WHERE budget_id = ? AND window = ?`,
  );
  const saveWindow = connection.insert(
    'budget_windows',
    `ON CONFLICT (budget_id, window) DO UPDATE
     SET added_cost = @addedCost, added_tokens = @addedTokens, is_warned = @isWarned`,
  );
  return {
    list: async () => list(),
    save: async (record, entry) =>
      connection.write(() => {
        const { id, createdAt, ownerId } = record;
        save({ id, createdAt, json: JSON.stringify(record), ownerId });
        forget.run(id);
        audit.chain(entry);
      }),
    remove: async (id, entry) =>
      connection.write(() => {
        remove.run(id);
        forget.run(id);
        audit.chain(entry);
      }),
    async window(budgetId, window) {
      const row = find(budgetId, window);
      return row === undefined ? undefined : { ...row, isWarned: row.isWarned === 1 };
    },
    saveWindow: async ({ isWarned, ...window }, entry) =>
      connection.write(() => {
        saveWindow({ ...window, isWarned: isWarned ? 1 : 0 });
        if (entry !== undefined) audit.chain(entry);
      }),
  };
}
