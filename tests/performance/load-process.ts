// Runs the clients of the load test in a separate process, so that they don't affect the measurement.
import { LoadClient, type LoadClientPlan } from './load-client.ts';
import { quantile } from './statistics.ts';

/** Orders for this process. */
export type LoadOrder =
  | { readonly do: 'open'; readonly port: number; readonly token: string; readonly plans: readonly LoadClientPlan[] }
  | { readonly do: 'pause' }
  | { readonly do: 'resume' }
  /** Waits until every client has received the end of every answer. */
  | { readonly do: 'finish'; readonly deltas: number; readonly timeoutMs: number }
  | { readonly do: 'close' };

/** Result of a round of answers, by feed. */
export interface LoadReport {
  /** p95 of the time from the model to a client, ms. */
  readonly p95: Readonly<Record<LoadClientPlan['feed'], number>>;
  readonly lines: number;
  /** Answers whose last part arrived with their end. */
  readonly endedShort: number;
  /** Errors. Closed slow clients don't count. */
  readonly violations: readonly string[];
  /** Clients closed by the gateway, by code. */
  readonly closed: Readonly<Record<string, number>>;
}

const TICK_MS = 20;
let clients: LoadClient[] = [];

process.on('disconnect', () => process.exit());
process.on('message', (order: LoadOrder) => {
  carryOut(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.send?.({ port: 0 });

async function carryOut(order: LoadOrder): Promise<LoadReport | undefined> {
  switch (order.do) {
    case 'open':
      for (const plan of order.plans) clients.push(await LoadClient.open(order.port, order.token, plan));
      return undefined;
    case 'pause':
      for (const client of clients) if (client.plan.slow) client.pause();
      return undefined;
    case 'resume':
      for (const client of clients) client.resume();
      return undefined;
    case 'finish':
      return finish(order.deltas, order.timeoutMs);
    case 'close':
      for (const client of clients) client.close();
      clients = [];
      return undefined;
  }
}

async function finish(deltas: number, timeoutMs: number): Promise<LoadReport> {
  for (const end = Date.now() + timeoutMs; Date.now() < end && !clients.every(({ isFinished }) => isFinished);)
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  const times = (feed: LoadClientPlan['feed']) =>
    clients.filter(({ plan }) => plan.feed === feed && !plan.slow).flatMap((client) => client.times);
  const violations = clients
    .filter(({ plan, closed }) => !plan.slow || closed === undefined)
    .flatMap(({ plan, answers, closed }) => [
      ...(closed === undefined ? [] : [`${plan.feed}: closed with ${closed}`]),
      ...[...answers].flatMap(([key, answer]) =>
        answer.violations(deltas).map((violation) => `${plan.feed} ${key}: ${violation}`),
      ),
    ]);
  const closed: Record<string, number> = {};
  for (const { closed: code } of clients) if (code !== undefined) closed[code] = (closed[code] ?? 0) + 1;
  return {
    p95: { own: quantile(times('own'), 0.95), openclaw: quantile(times('openclaw'), 0.95) },
    endedShort: clients.flatMap(({ answers }) => [...answers.values()]).filter(({ endedShort }) => endedShort).length,
    lines: times('own').length + times('openclaw').length,
    violations,
    closed,
  };
}
