// Log lines.
import { defined } from '#contract/types/defined.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import { logFilter } from './log-filter.ts';

const DEFAULT_LOG_LINES = 500;
const DEFAULT_LOG_BYTES = 250_000;

export const LOG_HANDLERS = defineHandlers({
  async 'logs.tail'({ cursor, limit = DEFAULT_LOG_LINES, maxBytes = DEFAULT_LOG_BYTES, ...filter }, { services }) {
    return services.logs.tail({ limit, maxBytes, ...defined({ keeps: logFilter(filter), cursor }) });
  },
});
