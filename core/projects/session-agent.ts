// What the defaults of a project change for its sessions.
import type { AgentSettings } from '#contract/types/agents.ts';
import { defined } from '#contract/types/defined.ts';
import type { NewSessionRequest } from '../engine/sessions-facet.ts';
import type { ProjectRecord } from '../ports/project-store.ts';

/** The settings of an agent in a session. */
export interface SessionAgent extends AgentSettings {
  /** The image of its container. Absent: that of the settings. */
  readonly image?: string;
}

/** The settings of an agent in the sessions of a project: its machine and image come first. */
export function withProject<A extends Pick<AgentSettings, 'machine'>>(
  agent: A,
  project: Pick<ProjectRecord, 'defaults'> | undefined,
): A & { readonly image?: string } {
  const { machine, image } = project?.defaults ?? {};
  return { ...agent, ...defined({ machine, image }) };
}

/** A new session of a project: in its folder and with its model, unless something else was chosen. */
export function inProject(request: NewSessionRequest, { folder, defaults }: ProjectRecord): NewSessionRequest {
  const { workspace = folder, model = defaults.model } = request;
  return { ...request, workspace, ...defined({ model }) };
}
