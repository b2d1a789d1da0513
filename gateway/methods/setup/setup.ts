// First run and preferences: small values in the store, so that a kill in between loses nothing.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Preferences } from '#contract/types/preferences.ts';
import type { SetupStatus } from '#contract/types/setup.ts';
import type { Handlers } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { agentModel, requireModel } from '../sessions/session-access.ts';
import { requireWorkspace } from '../files/workspace-folder.ts';

const SETUP_KEY = 'setup';
const PREFERENCES_KEY = 'preferences';
/** Preferences are a few switches; this bounds what a client can store. */
const MAX_PREFERENCES_CHARS = 64 * 1024;

interface SetupState {
  readonly workspace?: string;
  readonly done?: boolean;
}

export const SETUP_HANDLERS: Handlers<'setup.status' | 'setup.choose' | 'preferences.get' | 'preferences.set'> = {
  'setup.status': (_params, { services }) => setupStatus(services),

  async 'setup.choose'({ model, workspace, createWorkspace, done }, { services, gateway, connection }) {
    if (model !== undefined)
      await services.config.merge({ agents: { defaults: { model: await requireModel(model, services) } } });
    const state = await readSetup(services);
    const folder =
      workspace === undefined ? undefined : await chooseWorkspace(workspace, createWorkspace ?? false, services);
    await services.store.settings.set(SETUP_KEY, {
      ...state,
      ...(folder === undefined ? {} : { workspace: folder }),
      ...(done === undefined ? {} : { done }),
    });
    const details = {
      ...(model === undefined ? {} : { model }),
      ...(folder === undefined ? {} : { workspace: folder }),
      ...(done === undefined ? {} : { done }),
    };
    await services.store.audit.append({ actor: connection.actor, action: 'setup.choose', subject: 'setup', details });
    gateway.publish('settings.changed', { what: 'setup', ts: services.clock.now() });
    return setupStatus(services);
  },

  'preferences.get': async (_params, { services }) => ({ preferences: await readPreferences(services) }),

  async 'preferences.set'({ preferences: change }, { services, gateway }) {
    const merged = Object.entries({ ...(await readPreferences(services)), ...change }).filter(
      ([, value]) => value !== null && value !== undefined,
    );
    const preferences = Object.fromEntries(merged);
    if (JSON.stringify(preferences).length > MAX_PREFERENCES_CHARS)
      throw invalidRequest('the preferences are too large', 'PREFERENCES_TOO_LARGE');
    await services.store.settings.set(PREFERENCES_KEY, preferences);
    gateway.publish('settings.changed', { what: 'preferences', ts: services.clock.now() });
    return { preferences };
  },
};

/** Where the first run stands. */
export async function setupStatus(services: GatewayServices): Promise<SetupStatus> {
  const { workspace, done = false } = await readSetup(services);
  const model = agentModel(services.config.settings().defaultAgentId, services);
  return {
    done,
    step: done ? 'finished' : model === undefined ? 'model' : 'workspace',
    providers: await services.providers.list(false),
    suggestedWorkspace: join(homedir(), 'Gatehouse'),
    ...(workspace === undefined ? {} : { workspace }),
    ...(model === undefined ? {} : { model }),
  };
}

/** Checks the folder (and makes it when asked) and gives it to the default agent. @throws {GatewayError} */
async function chooseWorkspace(asked: string, create: boolean, services: GatewayServices): Promise<string> {
  const workspace = await requireWorkspace(asked, services, create);
  const { defaultAgentId } = services.config.settings();
  await services.config.merge({ agents: { entries: { [defaultAgentId]: { workspace } } } });
  return workspace;
}

async function readSetup({ store }: GatewayServices): Promise<SetupState> {
  const value = await store.settings.get(SETUP_KEY);
  if (typeof value !== 'object' || value === null) return {};
  const state: { workspace?: string; done?: boolean } = {};
  if ('workspace' in value && typeof value.workspace === 'string') state.workspace = value.workspace;
  if ('done' in value && typeof value.done === 'boolean') state.done = value.done;
  return state;
}

async function readPreferences({ store }: GatewayServices): Promise<Preferences> {
  const value = await store.settings.get(PREFERENCES_KEY);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
