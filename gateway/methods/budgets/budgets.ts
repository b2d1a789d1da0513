// Budgets: list, set, remove, and decisions about paused runs.
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const BUDGET_HANDLERS = defineHandlers({
  'budgets.list': (_params, { engine }) => engine.budgets.list(),

  'budgets.set': (draft, { engine, by }) => engine.budgets.set(draft, by),

  async 'budgets.remove'({ id }, { engine, by }) {
    await engine.budgets.remove(id, by);
    return { ok: true };
  },

  async 'budgets.raise'({ stopId, ...limits }, { engine, by }) {
    await engine.budgets.raise(stopId, limits, by);
    return { ok: true };
  },

  async 'budgets.stop'({ stopId }, { engine, by }) {
    await engine.budgets.stop(stopId, by);
    return { ok: true };
  },
});
