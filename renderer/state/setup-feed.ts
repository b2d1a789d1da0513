// Setup scripts of sessions: their state, and the output of those that run.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ProjectSetup } from '#contract/types/projects.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { supports } from '#contract/wire/features.ts';

/** Characters of output that are kept. */
const MAX_TEXT = 32 * 1024;

/** The setup of a session's folder. */
export type SetupView = Pick<ProjectSetup, 'status' | 'output' | 'exitCode' | 'problem'>;

/** Setups by session key. */
export interface SetupFeed {
  readonly store: StoreApi<{ readonly setups: Readonly<Record<string, SetupView>> }>;
  /** Reads the state of a session that is shown. */
  load(sessionKey: string): Promise<void>;
  /** Runs the script again. */
  run(sessionKey: string): Promise<void>;
}

/** Follows the gateway's setups for as long as the app lives. */
export function createSetupFeed(client: GatewayClient): SetupFeed {
  const store = createStore<{ readonly setups: Readonly<Record<string, SetupView>> }>(() => ({ setups: {} }));
  const put = (key: string, setup: SetupView): void =>
    store.setState(({ setups }) => ({ setups: { ...setups, [key]: setup } }));
  const load = async (sessionKey: string): Promise<void> => {
    if (!supports(client.hello(), 'projects.setup.get')) return;
    const { setup } = await client.request('projects.setup.get', { sessionKey });
    // Live output is newer than what is stored about a script that runs.
    if (setup === null || (setup.status === 'running' && store.getState().setups[sessionKey] !== undefined)) return;
    put(sessionKey, setup);
  };
  client.on('projects.setup', ({ sessionKey, status, text }) => {
    if (status !== 'running') return void load(sessionKey).catch(() => undefined);
    const before = store.getState().setups[sessionKey];
    const output = text === undefined ? '' : ((before?.output ?? '') + text).slice(-MAX_TEXT);
    put(sessionKey, { status, output });
  });
  return {
    store,
    load: (sessionKey) => load(sessionKey).catch(() => undefined),
    run: async (sessionKey) => void (await client.request('projects.setup.run', { sessionKey })),
  };
}
