// Agent files with their history, and reading an agent's workspace.
import type { AgentFileContent, AgentFileHistory, AgentFileSaved, AgentFileVersion } from '../types/agent-files.ts';
import { adminMethod, readMethod } from './define-method.ts';
import { published, publishedParams } from '../wire/published.ts';
import { Id, closed, resultType } from './results.ts';
import { Type } from 'typebox';

const Name = Type.String({ minLength: 1, maxLength: 100 });

/** Rejected with `FILE_CHANGED` if the file changed. Empty: the file must not exist (`FILE_EXISTS`). */
const ExpectedHash = Type.Optional(Type.String({ maxLength: 128 }));

/** Methods that read and write agent files, and read an agent's workspace. */
export const AGENT_FILE_METHODS = {
  'agents.files.list': readMethod({
    summary: "Lists an agent's files: AGENTS.md, SOUL.md, USER.md, BOOTSTRAP.md, MEMORY.md.",
    ...published('AgentsFilesList'),
  }),
  'agents.files.get': readMethod({
    summary: 'Returns an agent file with its content and hash.',
    params: publishedParams('AgentsFilesGetParams'),
    result: resultType<AgentFileContent>('AgentFileContent'),
  }),
  'agents.files.set': adminMethod({
    summary: 'Writes an agent file and keeps the previous version. Rejected if `expectedHash` is stale.',
    params: closed({ agentId: Id, name: Name, content: Type.String(), expectedHash: ExpectedHash }),
    result: resultType<AgentFileSaved>('AgentFileSaved'),
  }),
  'agents.files.history': readMethod({
    summary:
      'Lists the saved versions of an agent file, newest first, and says whether the current content is in effect.',
    params: closed({ agentId: Id, name: Name }),
    result: resultType<AgentFileHistory>('AgentFileHistory'),
  }),
  'agents.files.version': readMethod({
    summary: 'Returns a saved version of an agent file with its content.',
    params: closed({ agentId: Id, name: Name, id: Type.Integer({ minimum: 1 }) }),
    result: resultType<{ readonly version: AgentFileVersion & { readonly content: string } }>('AgentFileVersion'),
  }),
  'agents.files.restore': adminMethod({
    summary: 'Writes a saved version of an agent file as a new version.',
    params: closed({ agentId: Id, name: Name, id: Type.Integer({ minimum: 1 }), expectedHash: ExpectedHash }),
    result: resultType<AgentFileSaved>('AgentFileSaved'),
  }),
  'agents.workspace.list': readMethod({
    summary: "Lists a folder of an agent's workspace.",
    ...published('AgentsWorkspaceList'),
  }),
  'agents.workspace.get': readMethod({
    summary: "Returns a file of an agent's workspace, up to a size limit.",
    ...published('AgentsWorkspaceGet'),
  }),
} as const;
