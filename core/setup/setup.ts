// First run. Its small values are in the store, so a crash in between loses nothing.
import { defined } from '#contract/types/defined.ts';
import type { SetupStatus } from '#contract/types/setup.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SetupChoice, SetupFacet } from '../engine/setup-facet.ts';
import type { AutomaticModel } from '../runs/automatic-model.ts';
import { agentModel } from '../runs/model-choice.ts';
import { requireModel } from '../runs/provider-admin.ts';
import { setupWizards } from './setup-wizards.ts';
import { GATEWAY, type Principal } from '../principal.ts';

const SETUP_KEY = 'setup';

interface SetupState {
  readonly workspace?: string;
  readonly done?: boolean;
}

/** The first run of the engine. `changed` is called after each choice. */
export function setup(ports: EnginePorts, automaticModel: AutomaticModel, changed: () => void): SetupFacet {
  const { start, ...wizards } = setupWizards(ports);
  const status = (): Promise<SetupStatus> => readStatus(ports, automaticModel);
  return {
    status,
    async choose(choice, by) {
      await applyChoice(ports, choice, by);
      changed();
      return status();
    },
    async startWizard(workspace) {
      const { workspace: chosen, suggestedWorkspace } = await status();
      return start(workspace ?? chosen ?? suggestedWorkspace);
    },
    ...wizards,
  };
}

async function readStatus(
  { config, providers, folders, store }: EnginePorts,
  automatic: AutomaticModel,
): Promise<SetupStatus> {
  const { workspace, done = false } = await readState(store);
  const { defaultAgentId } = config.settings();
  // Nothing is chosen automatically before the user had the opportunity to choose.
  const inEffect = done ? await automatic.require(defaultAgentId) : agentModel(config.settings(), defaultAgentId);
  const { automaticModel } = config.settings();
  const model = inEffect === automaticModel ? undefined : inEffect;
  return {
    done,
    step: done ? 'finished' : model === undefined ? 'model' : 'workspace',
    providers: await providers.list(false, GATEWAY.userId),
    suggestedWorkspace: folders.suggested,
    ...defined({ workspace, model, automaticModel }),
  };
}

async function applyChoice(
  { config, providers, folders, store }: EnginePorts,
  { model, workspace: asked, createWorkspace = false, done }: SetupChoice,
  by: Principal,
): Promise<void> {
  if (model !== undefined)
    await config.merge({ agents: { defaults: { model: await requireModel(providers, model) } } });
  const workspace = asked === undefined ? undefined : await folders.require(asked, createWorkspace);
  if (workspace !== undefined)
    await config.merge({ agents: { entries: { [config.settings().defaultAgentId]: { workspace } } } });
  const choice = defined({ workspace, done });
  await store.settings.set(SETUP_KEY, { ...(await readState(store)), ...choice });
  const details = { ...defined({ model }), ...choice };
  await store.audit.append({ by, action: 'setup.choose', subject: 'setup', details });
}

async function readState({ settings }: EnginePorts['store']): Promise<SetupState> {
  // Only `applyChoice` writes it.
  return ((await settings.get(SETUP_KEY)) as SetupState | undefined) ?? {};
}
