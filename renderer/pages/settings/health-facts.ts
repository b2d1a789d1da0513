// Reads the health payload for the settings page. Other clients share its shape.
import { t } from '#messages/translate.ts';

/** What the page shows. */
export interface HealthFacts {
  readonly uptimeMs?: number;
  readonly memoryBytes?: number;
  readonly problems: readonly string[];
}

/** Reads defensively: the protocol owns the payload. */
export function readHealth(payload: Readonly<Record<string, unknown>>): HealthFacts {
  const { uptimeMs, memoryBytes, problems } = payload;
  return {
    ...(typeof uptimeMs === 'number' ? { uptimeMs } : {}),
    ...(typeof memoryBytes === 'number' ? { memoryBytes } : {}),
    problems: Array.isArray(problems) ? problems.map(describeProblem) : [],
  };
}

function describeProblem(problem: unknown): string {
  if (typeof problem === 'string') return problem;
  if (typeof problem === 'object' && problem !== null && 'message' in problem && typeof problem.message === 'string')
    return problem.message;
  return t('settings.health.unknownProblem');
}
