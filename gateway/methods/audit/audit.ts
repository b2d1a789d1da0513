// The audit log, and the activity of agents.
import { defined } from '#contract/types/defined.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import { auditList } from '../../openclaw/audit-list.ts';

const DEFAULT_AUDIT_LINES = 100;

export const AUDIT_HANDLERS = defineHandlers({
  async 'audit.entries'({ limit = DEFAULT_AUDIT_LINES, before, action }, { services }) {
    return { entries: await services.store.audit.list({ limit, ...defined({ before, action }) }) };
  },

  'audit.verify': (_params, { services }) => services.store.audit.verify(),

  'audit.list': (params, { services }) => auditList(params, services),
});
