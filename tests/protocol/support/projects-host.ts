// A host for tests of projects, whose model runs the commands that it is told to.
import path from 'node:path';
import { lastToolResults, lastUserText } from '../../support/model-server.ts';
import { startOwnClient, type OwnClient } from './own-client.ts';
import { MODEL, startProtocolHost, type ProtocolHost } from './protocol-host.ts';

/** A host, a client that administers it, and the folder in which projects are created. */
export interface ProjectsHost {
  readonly gateway: ProtocolHost;
  readonly own: OwnClient;
  readonly parent: string;
  /** Creates a project. */
  fromTemplate(name: string, template?: string): ReturnType<typeof createProject>;
  /** Sends a message in full access and returns the transcript. */
  say(sessionKey: string, message: string, runId: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts it after its setup. */
export async function startProjectsHost(): Promise<ProjectsHost> {
  const gateway = await startProtocolHost(
    (request) => {
      const results = lastToolResults(request);
      if (results.length > 0) return { steps: [{ say: JSON.stringify(results) }] };
      const command = /^run: (.*)$/s.exec(lastUserText(request))?.[1];
      return { steps: [command === undefined ? { say: 'Hello.' } : { call: 'exec', input: { command } }] };
    },
    { config: { titles: { automatic: false } } },
  );
  const own = startOwnClient(gateway.url);
  await own.client.request('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
  const parent = path.join(gateway.workspace, '..', 'projects');
  return {
    gateway,
    own,
    parent,
    fromTemplate: (name, template) => createProject(own, parent, name, template),
    async say(sessionKey, message, runId) {
      await own.client.request('chat.send', { sessionKey, message, idempotencyKey: runId });
      await own.client.request('agent.wait', { runId, timeoutMs: 60_000 });
      return JSON.stringify(await own.client.request('chat.history', { sessionKey }));
    },
    async stop() {
      own.stop();
      await gateway.stop();
    },
  };
}

async function createProject(own: OwnClient, parent: string, name: string, template = 'empty') {
  const source = { kind: 'template', template } as const;
  return (await own.client.request('projects.create', { source, name, parent })).project;
}
