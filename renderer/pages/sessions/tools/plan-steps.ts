// Reads the steps of a plan from the model's input.

/** One step. */
export interface PlanStep {
  readonly text: string;
  readonly status: 'pending' | 'in_progress' | 'done';
}

/** The valid steps; anything else is ignored. */
export function planSteps(input: Readonly<Record<string, unknown>>): readonly PlanStep[] {
  const steps: unknown = input['steps'];
  return Array.isArray(steps) ? steps.filter(isStep) : [];
}

function isStep(value: unknown): value is PlanStep {
  if (typeof value !== 'object' || value === null || !('text' in value) || !('status' in value)) return false;
  return typeof value.text === 'string' && ['pending', 'in_progress', 'done'].includes(String(value.status));
}
