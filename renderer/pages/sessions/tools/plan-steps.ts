// The steps of an agent's plan, from the calls of its `todo` tool. Each call has the complete list.
import type { Item } from '#contract/sessions/session-view.ts';

const STATUSES = ['pending', 'in_progress', 'done'] as const;

/** A step of a plan. */
export interface PlanStep {
  readonly text: string;
  readonly status: (typeof STATUSES)[number];
}

/** The valid steps of a call; anything else is ignored. */
export function readSteps(input: Readonly<Record<string, unknown>>): readonly PlanStep[] {
  const steps: readonly unknown[] = Array.isArray(input['steps']) ? input['steps'] : [];
  return steps.filter(isStep);
}

function isStep(value: unknown): value is PlanStep {
  if (typeof value !== 'object' || value === null || !('text' in value) || !('status' in value)) return false;
  return typeof value.text === 'string' && STATUSES.some((status) => status === value.status);
}

/** The plan that the agent works on: its latest one since the last message of the user, unless all of it is done. */
export function findCurrentPlan(items: readonly Item[]): readonly PlanStep[] | undefined {
  for (const item of items.toReversed()) {
    if (item.kind === 'user') return undefined;
    if (item.kind !== 'assistant') continue;
    const call = item.calls.findLast(({ name, state }) => name === 'todo' && state === 'done');
    if (call === undefined) continue;
    const steps = readSteps(call.input);
    return steps.some(({ status }) => status !== 'done') ? steps : undefined;
  }
  return undefined;
}
