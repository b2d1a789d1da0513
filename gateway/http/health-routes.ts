// Liveness, readiness and startup probes. They reveal nothing else.
import { failingParts } from '../monitoring/health.ts';
import { defineRoute, READ_VERBS, sendJson } from './route.ts';

/** Liveness. */
export const LIVE_ROUTE = defineRoute({
  paths: ['/health', '/healthz', '/health/live'],
  verbs: READ_VERBS,
  scope: 'none',
  handle: (exchange) => sendJson(exchange, 200, { ok: true, status: 'live' }),
});

/** Readiness: the store responds, so requests can be served. */
export const READY_ROUTE = defineRoute({
  paths: ['/ready', '/readyz', '/health/ready'],
  verbs: READ_VERBS,
  scope: 'none',
  async handle(exchange) {
    const { services } = exchange.core;
    const failing = await failingParts(services);
    const uptimeMs = Math.round(services.clock.now() - services.identity.startedAt);
    sendJson(exchange, failing.length === 0 ? 200 : 503, { ready: failing.length === 0, failing, uptimeMs });
  },
});

/** Startup: nothing responds here before startup is complete. */
export const STARTED_ROUTE = defineRoute({
  paths: ['/startup', '/startupz'],
  verbs: READ_VERBS,
  scope: 'none',
  handle(exchange) {
    const { identity, clock } = exchange.core.services;
    sendJson(exchange, 200, {
      ok: true,
      status: 'started',
      uptimeMs: Math.round(clock.now() - identity.startedAt),
    });
  },
});
