// Open agent files. Unsaved text is kept while another file or page is open; closing the page asks for confirmation.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { onFresh } from '../../../state/connection.ts';
import { OpenFile, type FilePlace } from '../../files/open-file.ts';

const kept = new Map<string, OpenFile>();
let guarded = false;

function agentFile(client: GatewayClient, agentId: string, name: string): FilePlace {
  return {
    path: name,
    read: async () => (await client.request('agents.files.get', { agentId, name })).file,
    write: async (content, expectedHash) => {
      const { file } = await client.request('agents.files.set', { agentId, name, content, expectedHash });
      return file.hash;
    },
  };
}

/** The file with its unsaved text if there is any, otherwise a fresh one. */
export function openAgentFile(client: GatewayClient, agentId: string, name: string): OpenFile {
  return kept.get(fileKey(agentId, name)) ?? new OpenFile(agentFile(client, agentId, name));
}

/** Names of an agent's files with unsaved text. */
export function unsavedFiles(agentId: string): readonly string[] {
  return [...kept]
    .filter(([key, file]) => key === fileKey(agentId, file.path) && file.unsaved())
    .map(([, file]) => file.path);
}

/** Keeps it in sync with the gateway until the returned function is called. */
export function holdAgentFile(client: GatewayClient, agentId: string, file: OpenFile): () => void {
  const key = fileKey(agentId, file.path);
  kept.set(key, file);
  const read = (): void => void (file.store.getState().edit.phase === 'loading' ? file.load() : file.refresh());
  const stopFresh = onFresh(client, read);
  const stopEvents = client.on('settings.changed', ({ what }) => (what === 'agents' ? read() : undefined));
  return () => {
    stopFresh();
    stopEvents();
    if (!file.unsaved()) kept.delete(key);
  };
}

/** Asks for confirmation before the browser closes a page with unsaved text. Installed once. */
export function guardAgentFiles(target: Pick<Window, 'addEventListener'>): void {
  if (guarded) return;
  guarded = true;
  target.addEventListener('beforeunload', (event) => {
    if ([...kept.values()].some((file) => file.unsaved())) event.preventDefault();
  });
}

function fileKey(agentId: string, name: string): string {
  return `${agentId}/${name}`;
}
