// Tokens and cost by day.
import type { USAGE_METHODS } from '#contract/methods/usage.ts';
import { toUsageQuery } from '../../openclaw/usage-shapes.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';

const DEFAULT_DAYS = 30;

export const USAGE_HANDLERS: HandlersFor<typeof USAGE_METHODS> = {
  'usage.status': (_params, { services }) => ({ updatedAt: services.clock.now(), providers: [] }),

  async 'usage.cost'({ days = DEFAULT_DAYS, ...params }, { services }) {
    const usage = await services.engine.usage.byDay({ ...toUsageQuery(params), days });
    return { updatedAt: services.clock.now(), ...usage };
  },
};
