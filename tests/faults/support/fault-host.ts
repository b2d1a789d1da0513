// A host process in which a test injects faults: the built bundle with a home, a workspace, a local model and a recording client.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { RequestError, type GatewayClient } from '#contract/wire/client-api.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { connectTo } from '#tests/kill/connect.ts';
import {
  startModelServer,
  type ModelRequestRecord,
  type ModelServer,
  type Reply,
} from '#tests/support/model-server.ts';
import { startRunningHost, type RunningHost } from '#tests/support/running-host.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

/** How the host is started. */
export interface FaultHostOptions {
  readonly model?: (request: ModelRequestRecord, index: number) => Reply | Promise<Reply>;
  readonly env?: Readonly<Record<string, string>>;
  /** `limits` of the configuration file. */
  readonly limits?: Readonly<Record<string, number>>;
  readonly agent?: Readonly<Record<string, unknown>>;
  /** Settings of the agent itself, such as its machine. */
  readonly entry?: Readonly<Record<string, unknown>>;
  readonly machines?: Readonly<Record<string, unknown>>;
}

/** A running host; everything it needs is cleaned up when the test ends. */
export interface FaultHost {
  readonly host: RunningHost;
  readonly client: GatewayClient;
  readonly model: ModelServer;
  readonly home: string;
  /** The environment of the host, for another one on the same home folder. */
  readonly env: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** Sends a message, waits for the end of its run and returns the run's events. */
  say(key: string, text: string): Promise<readonly SessionEvent[]>;
  /** The events of a session since this fixture first used it. */
  events(key: string): readonly SessionEvent[];
  /** Returns the error of a call; fails when the call succeeds. */
  refusal(work: Promise<unknown>): Promise<RequestError>;
}

const MODEL = 'anthropic/claude-sonnet-4-5';

/** Starts one. Call it inside a test. */
export async function startFaultHost(options: FaultHostOptions = {}): Promise<FaultHost> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-faults-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const home = join(folder, 'home');
  const workspace = join(folder, 'work');
  for (const path of [home, workspace]) mkdirSync(path, { mode: 0o700 });
  writeConfiguration(home, workspace, options);
  const model = await startModelServer(options.model ?? (() => ({ steps: [{ say: 'Yes.' }] })));
  onTestFinished(() => model.close());
  const env = {
    OLLAMA_HOST: 'http://127.0.0.1:9',
    ANTHROPIC_API_KEY: 'sk-ant-test-0000000000',
    ANTHROPIC_BASE_URL: model.url,
    ...options.env,
  };
  const host = await startRunningHost({ home, env });
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') console.error(host.stderr());
    await host.dispose();
  });
  const client = await connectTo(host.origin, host.token);
  onTestFinished(() => client.stop());
  return { host, client, model, home, env, workspace, ...conversation(client), refusal };
}

/** Returns the only event of a type; fails when there are none or several. */
export function only<T extends SessionEvent['type']>(
  events: readonly SessionEvent[],
  type: T,
): Extract<SessionEvent, { type: T }> {
  const found = events.filter((event): event is Extract<SessionEvent, { type: T }> => event.type === type);
  const [one] = found;
  if (one === undefined || found.length > 1) throw new Error(`${found.length} events are ${type}`);
  return one;
}

function writeConfiguration(
  home: string,
  workspace: string,
  { limits, agent, entry, machines }: FaultHostOptions,
): void {
  const configuration = {
    agents: { defaults: { model: MODEL, ...agent }, entries: { main: { workspace, ...entry } } },
    ...(machines === undefined ? {} : { machines }),
    workspaces: { trusted: [workspace] },
    limits: { modelRetries: 1, concurrentRuns: 64, ...limits },
  };
  writeFileSync(join(home, 'gatehouse.json5'), JSON.stringify(configuration), { mode: 0o600 });
}

function conversation(client: GatewayClient): Pick<FaultHost, 'say' | 'events'> {
  const seen = new Map<string, SessionEvent[]>();
  let count = 0;
  client.on('session.event', ({ sessionKey, event }) => seen.get(sessionKey)?.push(event));
  const follow = async (key: string): Promise<SessionEvent[]> => {
    const known = seen.get(key);
    if (known !== undefined) return known;
    const events: SessionEvent[] = [];
    seen.set(key, events);
    await client.request('sessions.create', { key });
    await client.request('sessions.watch', { key });
    return events;
  };
  return {
    events: (key) => seen.get(key) ?? [],
    async say(key, text) {
      const events = await follow(key);
      const from = events.length;
      const runId = `${key} ${(count += 1)}`;
      await client.request('chat.send', { sessionKey: key, message: text, idempotencyKey: runId });
      await waitUntil(`the end of ${runId}`, () =>
        events.find((event) => event.type === 'run.ended' && event.runId === runId),
      );
      return events.slice(from);
    },
  };
}

async function refusal(work: Promise<unknown>): Promise<RequestError> {
  const error = await work.then(
    () => expect.fail('the call was not refused'),
    (cause: unknown) => cause,
  );
  if (!(error instanceof RequestError)) throw error;
  return error;
}
