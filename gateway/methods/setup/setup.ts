// First run. Its small values are in the store, so a crash in between loses nothing.
import type { SETUP_METHODS } from '#contract/methods/setup.ts';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SetupStatus } from '#contract/types/setup.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { agentModel, requireModel } from '../sessions/session-access.ts';
import { requireWorkspace } from '../files/workspace-folder.ts';
import { auditLine } from '../audit/audit-line.ts';

const SETUP_KEY = 'setup';

interface SetupState {
  readonly workspace?: string;
  readonly done?: boolean;
}

export const SETUP_HANDLERS: HandlersFor<typeof SETUP_METHODS> = {
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
    await auditLine({ services, connection }, 'setup.choose', 'setup', details);
    gateway.publish('settings.changed', { what: 'setup', ts: services.clock.now() });
    return setupStatus(services);
  },
};

/** The progress of the first run. */
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
