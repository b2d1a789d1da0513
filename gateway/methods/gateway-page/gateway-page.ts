// What Settings shows of the gateway: traffic, and its token when somebody asks for it.
import type { Handlers } from '../../server/dispatch/handler.ts';
import { auditLine } from '../audit/audit-line.ts';

export const GATEWAY_PAGE_HANDLERS: Handlers<'gateway.traffic' | 'gateway.token.reveal'> = {
  'gateway.traffic'(_params, { gateway, services }) {
    const clients = Map.groupBy(gateway.connections(), ({ client }) => client.id);
    return {
      sinceMs: services.identity.startedAt,
      ...gateway.metrics.traffic(),
      connections: [...clients].map(([client, all]) => ({ client, count: all.length })),
    };
  },

  async 'gateway.token.reveal'(_params, call) {
    await auditLine(call, 'token.revealed', 'gateway', {});
    return { token: call.services.token.reveal() };
  },
};
