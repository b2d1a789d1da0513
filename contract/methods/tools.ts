// Tools and skills of agents.
import { defineMethod, readMethod, writeMethod } from './define-method.ts';
import { published, publishedParams } from '../wire/published.ts';
import { resultType } from './results.ts';

/** A skill of an agent, in the protocol's shape. */
interface SkillRow {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly bundled: boolean;
  readonly filePath: string;
  readonly baseDir: string;
  readonly skillKey: string;
  readonly always: boolean;
  readonly disabled: boolean;
  readonly eligible: boolean;
}

/** Skills of an agent. */
export interface SkillsStatus {
  readonly workspaceDir: string;
  readonly managedSkillsDir: string;
  readonly agentId: string;
  readonly skills: readonly SkillRow[];
}

/** Methods that list and run tools. */
export const TOOL_METHODS = {
  'tools.catalog': readMethod({
    summary: 'Lists all tools of an agent.',
    ...published('ToolsCatalog'),
    ignores: { includePlugins: 'There are no plugins.' },
  }),
  'tools.effective': readMethod({ summary: 'Lists the tools available in a session.', ...published('ToolsEffective') }),
  'tools.invoke': writeMethod({
    summary:
      'Runs a tool without a model. The approval policy applies: a call that requires approval waits for the answer.',
    ...published('ToolsInvoke'),
    unsupported: ['confirm', 'conversationReadOrigin'],
    idempotent: true,
  }),
  'skills.status': readMethod({
    summary: 'Lists the skills of an agent. Gatehouse has no skills yet, so the list is always empty.',
    stub: true,
    params: publishedParams('SkillsStatusParams'),
    result: resultType<SkillsStatus>('SkillsStatus'),
  }),
  'skills.bins': defineMethod({
    summary: 'Lists the programs that skills require. Gatehouse has no skills yet, so the list is always empty.',
    scope: 'any',
    role: 'node',
    stub: true,
    ...published('SkillsBins'),
  }),
} as const;
