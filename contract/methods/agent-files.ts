// Agent files with their history, and reading an agent's workspace.
import type { AgentFileContent, AgentFileHistory, AgentFileSaved, AgentFileVersion } from '../types/agent-files.ts';
import { defineMethod } from './define-method.ts';
import { published, publishedParams } from '../wire/published.ts';
import { Id, closed, resultType } from './results.ts';
import { Type } from 'typebox';

const Name = Type.String({ minLength: 1, maxLength: 100 });

/** Rejected with `FILE_CHANGED` if the file changed. Empty: the file must not exist (`FILE_EXISTS`). */
const ExpectedHash = Type.Optional(Type.String({ maxLength: 128 }));

/** Methods that read and write agent files, and read an agent's workspace. */
export const AGENT_FILE_METHODS = {
  'agents.files.list': defineMethod({
    summary: "Lists an agent's files: AGENTS.md, SOUL.md, USER.md, BOOTSTRAP.md, MEMORY.md.",
    scope: 'operator.read',
    ...published('AgentsFilesList'),
  }),
  'agents.files.get': defineMethod({
    summary: 'Returns an agent file with its content and hash.',
    scope: 'operator.read',
    params: publishedParams('AgentsFilesGetParams'),
    result: resultType<AgentFileContent>('AgentFileContent'),
  }),
  'agents.files.set': defineMethod({
    summary: 'Writes an agent file and keeps the previous version. Rejected if `expectedHash` is stale.',
    scope: 'operator.admin',
    params: closed({ agentId: Id, name: Name, content: Type.String(), expectedHash: ExpectedHash }),
    result: resultType<AgentFileSaved>('AgentFileSaved'),
  }),
  'agents.files.history': defineMethod({
    summary:
      'Lists the saved versions of an agent file, newest first, and says whether the current content is in effect.',
    scope: 'operator.read',
    params: closed({ agentId: Id, name: Name }),
    result: resultType<AgentFileHistory>('AgentFileHistory'),
  }),
  'agents.files.version': defineMethod({
    summary: 'Returns a saved version of an agent file with its content.',
    scope: 'operator.read',
    params: closed({ agentId: Id, name: Name, id: Type.Integer({ minimum: 1 }) }),
    result: resultType<{ readonly version: AgentFileVersion & { readonly content: string } }>('AgentFileVersion'),
  }),
  'agents.files.restore': defineMethod({
    summary: 'Writes a saved version of an agent file as a new version.',
    scope: 'operator.admin',
    params: closed({ agentId: Id, name: Name, id: Type.Integer({ minimum: 1 }), expectedHash: ExpectedHash }),
    result: resultType<AgentFileSaved>('AgentFileSaved'),
  }),
  'agents.workspace.list': defineMethod({
    summary: "Lists a folder of an agent's workspace.",
    scope: 'operator.read',
    ...published('AgentsWorkspaceList'),
  }),
  'agents.workspace.get': defineMethod({
    summary: "Returns a file of an agent's workspace, up to a size limit.",
    scope: 'operator.read',
    ...published('AgentsWorkspaceGet'),
  }),
} as const;
