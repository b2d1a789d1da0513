// Tokens and cost by day, and rate limits.
import { toUsageQuery } from '../../openclaw/usage-shapes.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';

const DEFAULT_DAYS = 30;

export const USAGE_HANDLERS = defineHandlers({
  'usage.status': async (_params, { services, by }) => ({
    updatedAt: services.clock.now(),
    providers: await services.providers.rateLimits(by.userId),
  }),

  async 'usage.cost'({ days = DEFAULT_DAYS, ...params }, { services, engine }) {
    const usage = await engine.usage.byDay({ ...toUsageQuery(params), days });
    return { updatedAt: services.clock.now(), pricesAsOf: engine.models.table().date, ...usage };
  },
});
