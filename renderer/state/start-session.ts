// Creates a session with its first message. Nothing exists before that.
import { defined } from '#contract/types/defined.ts';
import { formatSessionKey, DEFAULT_AGENT_ID } from '#contract/types/ids.ts';
import type { AppServices } from './app-services.ts';
import type { NewSession, SendRequest } from './outbox.ts';

/** Sends the first message and returns the key of the new session, for `navigate(href('sessions', key))`. */
export function startSession(
  services: AppServices,
  {
    text,
    images = [],
    files = [],
    create,
  }: Pick<SendRequest, 'text' | 'create'> & Partial<Pick<SendRequest, 'images' | 'files'>>,
): string {
  const { catalog, newId, outbox } = services;
  const place = findPlace(services, create);
  const agentId = place.agentId ?? catalog.agents.store.getState().data?.defaultId ?? DEFAULT_AGENT_ID;
  const sessionKey = formatSessionKey(agentId, newId().replaceAll('-', '').slice(0, 12));
  outbox.send({ sessionKey, text, images, files, create: { ...place, agentId } });
  return sessionKey;
}

/** The options with the default project, unless another place was chosen, and with the agent of that project. */
function findPlace({ projects }: AppServices, create: NewSession = {}): NewSession {
  const { projects: known, defaultProjectId } = projects.store.getState();
  const { projectId = create.cwd === undefined ? defaultProjectId : undefined, ...options } = create;
  const project = known.find(({ id }) => id === projectId);
  if (project === undefined) return options;
  return { ...defined({ agentId: project.defaults.agentId }), ...options, projectId: project.id };
}
