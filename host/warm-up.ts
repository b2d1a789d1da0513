// Loads what the first message needs a moment after the start: sooner it would delay the start, later the message.
import { errorMessage } from '#contract/wire/errors.ts';
import type { Gateway } from '#gateway/create-gateway.ts';
import type { GatewayServices } from '#gateway/server/services.ts';

/** Time after the start, ms. */
const DELAY_MS = 1_000;

interface Services extends Pick<GatewayServices, 'clock' | 'log'> {
  readonly engine: { readonly providers: Pick<GatewayServices['engine']['providers'], 'prepare'> };
  readonly config: Pick<GatewayServices['config'], 'settings'>;
}

/** Schedules the warm-up. Returns a function that cancels it. */
export function scheduleWarmUp(
  { engine, config, clock, log }: Services,
  gateway: Pick<Gateway, 'prepare'>,
): () => void {
  const warmUp = async (): Promise<void> => {
    await gateway.prepare();
    await engine.providers.prepare(config.settings().defaultAgentId);
  };
  return clock.after(DELAY_MS, () => {
    // A provider without a key is reported with the first message.
    void warmUp().catch((error: unknown) => log.debug('The warm-up stopped.', { error: errorMessage(error) }));
  });
}
