// Usage records of model calls.
import type { Usage } from '#contract/types/content.ts';
import { defined } from '#contract/types/defined.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { CostParts, UsageRecord } from '../ports/usage-store.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import { findSchedule } from '../runs/find-schedule.ts';
import { computeCost, findPrice, totalCost } from './prices.ts';

interface Model {
  readonly provider: string;
  readonly model: string;
}

interface Caller {
  readonly runId: string;
  readonly actor: {
    readonly key: string;
    readonly agentId: string;
    readonly record: Pick<SessionRecord, 'projectId'> | undefined;
    readonly view: SessionView;
  };
  readonly ports: Pick<EnginePorts, 'clock' | 'config' | 'models'>;
}

/** The record of one call; without `cost` when the model's price is unknown. */
export function usageRecord({ runId, actor, ports }: Caller, choice: Model, usage: Usage): UsageRecord {
  const { key: sessionKey, agentId } = actor;
  const scheduleId = findSchedule(actor.view, runId);
  const facts = defined({ projectId: actor.record?.projectId, scheduleId, cost: callCost(ports, choice, usage) });
  return { ts: ports.clock.now(), sessionKey, runId, agentId, ...choice, usage, ...facts };
}

/** The cost of a call by part; undefined when the price is unknown. */
export function callCost(
  { config, models }: Pick<EnginePorts, 'config' | 'models'>,
  choice: Model,
  usage: Usage,
): CostParts | undefined {
  const price = findPrice(models, choice.provider, choice.model, config.settings().prices);
  return price === undefined ? undefined : computeCost(price, usage);
}

/** The usage with its cost in US dollars, if the price is known. */
export function priced(ports: Pick<EnginePorts, 'config' | 'models'>, choice: Model, usage: Usage): Usage {
  const cost = callCost(ports, choice, usage);
  return cost === undefined ? usage : { ...usage, cost: totalCost(cost) };
}
