// Opens an agent file while a component shows it.
import { useEffect, useMemo } from 'react';
import { useClient } from '../../../state/use-client.ts';
import type { OpenFile } from '../../files/open-file.ts';
import { guardAgentFiles, holdAgentFile, openAgentFile } from './kept-agent-files.ts';

/** Unsaved text outlives the component. */
export function useAgentFile(agentId: string, name: string): OpenFile {
  const client = useClient();
  const file = useMemo(() => openAgentFile(client, agentId, name), [client, agentId, name]);
  useEffect(() => {
    guardAgentFiles(window);
    return holdAgentFile(client, agentId, file);
  }, [client, agentId, file]);
  return file;
}
