// Models, agents, and slash commands. Read once, and again when the settings change.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import { createResource, type Resource } from './resource.ts';

/** The lists that the composer and the settings choose from. */
export interface Catalog {
  readonly models: Resource<MethodResult<'models.list'>>;
  readonly agents: Resource<MethodResult<'agents.list'>>;
  readonly agentSettings: Resource<MethodResult<'agents.settings.list'>>;
  readonly commands: Resource<MethodResult<'commands.list'>>;
}

/** One model of the list. */
export type ModelChoice = MethodResult<'models.list'>['models'][number];
/** One agent of the list. */
export type AgentChoice = MethodResult<'agents.list'>['agents'][number];
/** One slash command. */
export type CommandChoice = MethodResult<'commands.list'>['commands'][number];

/** Starts reading; the lists live as long as the app. */
export function createCatalog(client: GatewayClient): Catalog {
  const catalog: Catalog = {
    models: createResource(client, 'models.list', {}, ['settings.changed']),
    agents: createResource(client, 'agents.list', {}, ['settings.changed']),
    agentSettings: createResource(client, 'agents.settings.list', {}, ['settings.changed']),
    commands: createResource(client, 'commands.list', { includeArgs: true }),
  };
  for (const list of Object.values(catalog)) list.start();
  return catalog;
}
