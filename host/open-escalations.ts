// Push messages and the escalation of approvals.
import { createWebPush } from '#adapters/push/web-push.ts';
import { Escalations, type Attention, type EscalationPorts, type SendStep } from '#core/escalation/escalations.ts';
import { pushStep } from '#core/escalation/push-step.ts';
import type { Outbound } from '#core/ports/outbound.ts';
import type { ConfigPort } from '#core/ports/configuration.ts';
import type { Store } from '#core/ports/store.ts';
import { Push } from '#core/push/push.ts';
import { BrowserSignIn } from '#gateway/access/sign-in/browser-sign-in.ts';

/** What escalations depend on. */
export interface EscalationOptions extends Pick<EscalationPorts, 'engine' | 'clock' | 'log'> {
  readonly store: Pick<Store, 'secrets' | 'settings' | 'identity'>;
  readonly config: Pick<ConfigPort, 'settings'>;
  readonly outbound: Outbound;
  /** Tells people on chat networks. */
  readonly channel: SendStep;
}

/** Opens them. Nothing starts. Nobody looks at an app until `attendTo` says who does. */
export function openEscalations(
  { store, config, engine, outbound, channel, clock, log }: EscalationOptions,
  closers: (() => void | Promise<void>)[],
) {
  const { secrets, settings, identity } = store;
  const knownServices = () => config.settings().network.allow;
  const browsers = new BrowserSignIn(settings, clock);
  const push = new Push({
    sender: createWebPush({ outbound, secrets, knownServices, clock }),
    secrets,
    isKnown: async ({ kind, id }) =>
      kind === 'browser'
        ? (await browsers.list()).some((browser) => browser.id === id)
        : // A device whose tokens were revoked needs a new approval.
          (await identity.device(id))?.tokens.some(({ revokedAtMs }) => revokedAtMs === undefined) === true,
    clock,
    log: log.part('push'),
  });
  let attention = (): Attention => ({ focused: false, notifies: false });
  const escalations = new Escalations({
    engine,
    config,
    settings,
    attention: () => attention(),
    steps: { phone: pushStep(push, clock), channel },
    clock,
    log: log.part('escalation'),
  });
  closers.push(() => escalations.stop());
  return {
    push,
    escalations,
    attendTo: (source: () => Attention): void => {
      attention = source;
    },
  };
}
