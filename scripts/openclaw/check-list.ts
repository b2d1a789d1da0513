// Runs a list of checks and prints the results as a table.

/** A check. `run` resolves if it passes and rejects with the reason if it fails. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** Result of a check. */
export interface CheckOutcome {
  readonly name: string;
  readonly failure?: string;
  readonly seconds: number;
}

/** Runs checks, at most `atOnce` at a time, and prints each result. */
export async function runChecks(checks: readonly Check[], atOnce: number): Promise<readonly CheckOutcome[]> {
  const left = [...checks];
  const outcomes: CheckOutcome[] = [];
  const work = async (): Promise<void> => {
    for (let check = left.shift(); check !== undefined; check = left.shift()) {
      const outcome = await runCheck(check);
      outcomes.push(outcome);
      console.log(rowOf(outcome));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
}

/** A row of the table. */
function rowOf({ name, failure, seconds }: CheckOutcome): string {
  const row = `${failure === undefined ? 'ok    ' : 'FAILED'}  ${name.padEnd(48)} ${seconds.toFixed(1).padStart(5)} s`;
  return failure === undefined ? row : `${row}\n        ${failure.trim().split('\n').slice(0, 6).join('\n        ')}`;
}

async function runCheck({ name, run }: Check): Promise<CheckOutcome> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1_000;
  try {
    await run();
    return { name, seconds: seconds() };
  } catch (error) {
    return { name, seconds: seconds(), failure: error instanceof Error ? error.message : String(error) };
  }
}

/** @throws if `text` doesn't contain or match `wanted`. */
export function expectIn(text: string, wanted: string | RegExp): void {
  const found = typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
  if (!found) throw new Error(`expected ${String(wanted)} in:\n${text.trim().slice(-600) || '(nothing)'}`);
}
