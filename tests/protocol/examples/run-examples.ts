// Calls every example on one sample host.
import { homedir } from 'node:os';
import { dirname } from 'node:path';

import { METHODS, type MethodName } from '#contract/methods/registry.ts';
import type { Families } from '#host/families.ts';
import type { RawFrame, RawSocket } from '../support/raw-socket.ts';
import type { Example } from './example.ts';
import type { MoreCall } from './more-calls.ts';
import { EXAMPLES } from './registry.ts';
import { startExampleWorld, type StartedWorld } from './world.ts';

/** Status of the first of two answers. */
const ACCEPTED = 'accepted';

/** What came of one example. */
export interface ExampleOutcome {
  readonly method: MethodName;
  readonly params: unknown;
  readonly answer: RawFrame;
}

/** The folders and the address of the sample host, which are different every time. */
export interface ExampleRun {
  readonly outcomes: readonly ExampleOutcome[];
  /** Texts of this machine and run, with what stands for them on the page. */
  readonly places: ReadonlyMap<string, string>;
}

/** Names of declared methods that have no example. */
export function methodsWithoutExample(): readonly string[] {
  return Object.keys(METHODS).filter((name) => EXAMPLES[name as MethodName] === undefined);
}

/** Runs them in the order of the method table, then `more` calls, whose results are not kept. */
export async function runExamples(
  more: readonly MoreCall[] = [],
  families: Partial<Families> = {},
): Promise<ExampleRun> {
  const started = await startExampleWorld(families);
  try {
    const outcomes: ExampleOutcome[] = [];
    for (const method of Object.keys(METHODS) as MethodName[]) {
      // The union of all examples is one whose params nobody can name.
      const example = EXAMPLES[method] as Example<unknown> | undefined;
      if (example !== undefined) outcomes.push(await callExample(method, example, started));
    }
    for (const { method, params } of more)
      await started.operator.request(`more ${method} ${String(params)}`, method, await params(started.world));
    const { home, workspace, address, model } = started.world.gateway;
    const places = new Map([
      [home, '/home/ada/.gatehouse'],
      [workspace, '/home/ada/work'],
      [dirname(workspace), '/home/ada'],
      [homedir(), '/home/ada'],
      [address.origin, 'http://127.0.0.1:18789'],
      [address.origin.replace('http', 'ws'), 'ws://127.0.0.1:18789'],
      [model.url, 'http://127.0.0.1:4000'],
    ]);
    return { outcomes, places };
  } finally {
    await started.stop();
  }
}

/** Calls one example, with `extra` params if given. */
export async function callExample(
  method: MethodName,
  example: Example<unknown>,
  { world, operator }: StartedWorld,
  extra?: object,
): Promise<ExampleOutcome> {
  const given = await example.params?.(world);
  const params = extra === undefined ? given : { ...(typeof given === 'object' ? given : {}), ...extra };
  const socket = (await example.caller?.(world)) ?? operator;
  const answer = await call(socket, method, params, example.twice === true);
  return { method, params, answer };
}

async function call(socket: RawSocket, method: string, params: unknown, twice: boolean): Promise<RawFrame> {
  const id = `example ${method}`;
  const first = await socket.request(id, method, params);
  if (!twice || first.ok !== true) return first;
  return socket.frame((frame) => frame.type === 'res' && frame.id === id && frame.payload?.['status'] !== ACCEPTED);
}
