// The push message about an approval. It names neither the command nor the session: locked screens show it.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { defined } from '#contract/types/defined.ts';
import type { Push } from '../push/push.ts';
import type { Clock } from '../ports/clock.ts';
import type { SendStep } from './escalations.ts';

const MAX_TTL_SECONDS = 24 * 60 * 60;
const MAX_TOPIC = 32;

/** Sends a message to all subscriptions; the push services drop it when the approval expires. */
export function pushStep(push: Pick<Push, 'notify'>, clock: Clock): SendStep {
  return async ({ id, expiresAtMs }: ApprovalRecord, signal) => {
    const ttl = Math.ceil((expiresAtMs - clock.now()) / 1000);
    const payload = JSON.stringify({
      title: 'Gatehouse',
      body: 'An agent needs your approval.',
      path: `/approvals/item/${encodeURIComponent(id)}`,
      tag: `approval:${id}`,
    });
    const topic = id.replaceAll(/[^\w-]/g, '').slice(0, MAX_TOPIC);
    const message = { payload, ttlSeconds: Math.max(1, Math.min(ttl, MAX_TTL_SECONDS)), topic };
    const results = await push.notify(message, signal);
    return results.map(({ service, reason }) => ({ target: service, ...defined({ problem: reason }) }));
  };
}
