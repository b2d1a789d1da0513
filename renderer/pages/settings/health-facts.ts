// Reads what Settings shows out of the health payload, whose shape other clients share.

/** The facts that are shown; what is missing is not shown. */
export interface HealthFacts {
  readonly uptimeMs?: number;
  readonly memoryBytes?: number;
  readonly problems: readonly string[];
}

/** Takes nothing for granted: the payload belongs to the protocol. */
export function readHealth(payload: Readonly<Record<string, unknown>>): HealthFacts {
  const { uptimeMs, memoryBytes, problems } = payload;
  return {
    ...(typeof uptimeMs === 'number' ? { uptimeMs } : {}),
    ...(typeof memoryBytes === 'number' ? { memoryBytes } : {}),
    problems: Array.isArray(problems) ? problems.map(problemWords) : [],
  };
}

function problemWords(problem: unknown): string {
  if (typeof problem === 'string') return problem;
  if (typeof problem === 'object' && problem !== null && 'message' in problem && typeof problem.message === 'string')
    return problem.message;
  return 'a part does not work';
}

/** A span in its two largest units: `3 d 4 h`, `12 min`. */
export function durationWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
