// Steps of a plan, read from what a model wrote.

/** One step. */
export interface PlanStep {
  readonly text: string;
  readonly status: 'pending' | 'in_progress' | 'done';
}

/** Steps that can be shown; anything else a model wrote is left out. */
export function planSteps(input: Readonly<Record<string, unknown>>): readonly PlanStep[] {
  const steps: unknown = input['steps'];
  return Array.isArray(steps) ? steps.filter(isStep) : [];
}

function isStep(value: unknown): value is PlanStep {
  if (typeof value !== 'object' || value === null || !('text' in value) || !('status' in value)) return false;
  return typeof value.text === 'string' && ['pending', 'in_progress', 'done'].includes(String(value.status));
}
