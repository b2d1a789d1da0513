// An agent's own files: what it is told, with history; and a look into its workspace.
import type { AgentFileContent, AgentFileHistory, AgentFileSaved, AgentFileVersion } from '../types/agent-files.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { Id, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

const Name = Type.String({ minLength: 1, maxLength: 100 });

/** Refused (`FILE_CHANGED`) when the file is not as it was; empty: it must not exist (`FILE_EXISTS`). */
const ExpectedHash = Type.Optional(Type.String({ maxLength: 128 }));

export const AGENT_FILE_METHODS = {
  'agents.files.list': defineMethod({
    summary: 'Files that an agent is told: AGENTS.md, SOUL.md, USER.md, BOOTSTRAP.md, MEMORY.md.',
    scope: 'operator.read',
    params: publishedParams('AgentsFilesListParams'),
    result: publishedResult('AgentsFilesListResult'),
  }),
  'agents.files.get': defineMethod({
    summary: 'One of them, with its content and hash.',
    scope: 'operator.read',
    params: publishedParams('AgentsFilesGetParams'),
    result: resultOf<AgentFileContent>('AgentFileContent'),
  }),
  'agents.files.set': defineMethod({
    summary: 'Writes one and keeps the version before; refused when `expectedHash` is stale.',
    scope: 'operator.admin',
    params: closed({ agentId: Id, name: Name, content: Type.String(), expectedHash: ExpectedHash }),
    result: resultOf<AgentFileSaved>('AgentFileSaved'),
  }),
  'agents.files.history': defineMethod({
    summary: 'Saved versions of one, newest first, and whether the agent is told what is in the folder now.',
    scope: 'operator.read',
    params: closed({ agentId: Id, name: Name }),
    result: resultOf<AgentFileHistory>('AgentFileHistory'),
  }),
  'agents.files.version': defineMethod({
    summary: 'One saved version with its content.',
    scope: 'operator.read',
    params: closed({ agentId: Id, name: Name, id: Type.Integer({ minimum: 1 }) }),
    result: resultOf<{ readonly version: AgentFileVersion & { readonly content: string } }>('AgentFileVersion'),
  }),
  'agents.files.restore': defineMethod({
    summary: 'Writes a saved version again, as a new one.',
    scope: 'operator.admin',
    params: closed({ agentId: Id, name: Name, id: Type.Integer({ minimum: 1 }), expectedHash: ExpectedHash }),
    result: resultOf<AgentFileSaved>('AgentFileSaved'),
  }),
  'agents.workspace.list': defineMethod({
    summary: 'A folder of an agent’s workspace.',
    scope: 'operator.read',
    params: publishedParams('AgentsWorkspaceListParams'),
    result: publishedResult('AgentsWorkspaceListResult'),
  }),
  'agents.workspace.get': defineMethod({
    summary: 'A file of an agent’s workspace; bounded in size.',
    scope: 'operator.read',
    params: publishedParams('AgentsWorkspaceGetParams'),
    result: publishedResult('AgentsWorkspaceGetResult'),
  }),
} as const;
