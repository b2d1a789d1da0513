// Usage records of model calls.
import type { Usage } from '#contract/types/content.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { UsageRecord } from '../ports/usage-store.ts';
import { computeCost, findPrice, totalCost, type CostParts } from './prices.ts';

interface Caller {
  readonly runId: string;
  readonly actor: { readonly key: string; readonly agentId: string };
  readonly ports: Pick<EnginePorts, 'clock' | 'config'>;
}

/** The record of one call; without `cost` when the model's price is unknown. */
export function usageRecord(
  caller: Caller,
  choice: { readonly provider: string; readonly model: string },
  usage: Usage,
): UsageRecord {
  const cost = callCost(caller.ports, choice.provider, choice.model, usage);
  const { key, agentId } = caller.actor;
  return {
    ts: caller.ports.clock.now(),
    sessionKey: key,
    runId: caller.runId,
    agentId,
    ...choice,
    usage,
    ...(cost === undefined ? {} : { cost }),
  };
}

/** What a call cost, by part; undefined when the price is unknown. */
export function callCost(
  ports: Pick<EnginePorts, 'config'>,
  provider: string,
  model: string,
  usage: Usage,
): CostParts | undefined {
  const price = findPrice(provider, model, ports.config.settings().prices);
  return price === undefined ? undefined : computeCost(price, usage);
}

/** The usage with its cost in dollars, where the price is known. */
export function priced(ports: Pick<EnginePorts, 'config'>, provider: string, model: string, usage: Usage): Usage {
  const cost = callCost(ports, provider, model, usage);
  return cost === undefined ? usage : { ...usage, cost: totalCost(cost) };
}
