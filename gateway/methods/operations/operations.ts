// What an operator looks at: updates, stability, and lists that are truly empty.
import type { Handlers } from '../../server/dispatch/handler.ts';
import { auditList } from '../../openclaw/audit-list.ts';

export const OPERATION_HANDLERS: Handlers<
  'update.status' | 'audit.list' | 'diagnostics.stability' | 'plugin.approval.list' | 'openclaw.approval.list'
> = {
  // Nobody is asked for newer versions, so none is ever known.
  'update.status': () => ({
    sentinel: null,
    updateAvailable: null,
    effectiveChannel: 'stable',
    schedule: { channel: 'stable', autoEnabled: false, install: { kind: 'package' } },
  }),
  'audit.list': (params, { services }) => auditList(params, services),
  'diagnostics.stability': (query, { gateway }) => gateway.stability.report(query),
  'plugin.approval.list': () => [],
  'openclaw.approval.list': () => [],
};
