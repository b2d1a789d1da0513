// Tools, skills, and channels of agents.
import type { SkillsStatus } from '../types/tools.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { resultOf } from './results.ts';
import { Type } from 'typebox';

const LIVE_STATE_REASON = 'The state is always current.';

export const TOOL_METHODS = {
  'tools.catalog': defineMethod({
    summary: 'Lists all tools of an agent.',
    scope: 'operator.read',
    params: publishedParams('ToolsCatalogParams'),
    ignores: { includePlugins: 'There are no plugins.' },
    result: publishedResult('ToolsCatalogResult'),
  }),
  'tools.effective': defineMethod({
    summary: 'Lists the tools available in a session.',
    scope: 'operator.read',
    params: publishedParams('ToolsEffectiveParams'),
    result: publishedResult('ToolsEffectiveResult'),
  }),
  'tools.invoke': defineMethod({
    summary:
      'Runs a tool without a model. The approval policy applies: a call that requires approval waits for the answer.',
    scope: 'operator.write',
    params: publishedParams('ToolsInvokeParams'),
    unsupported: ['confirm', 'conversationReadOrigin'],
    result: publishedResult('ToolsInvokeResult'),
    idempotent: true,
  }),
  'skills.status': defineMethod({
    summary: 'Lists the skills of an agent. Gatehouse has no skills yet, so the list is always empty.',
    scope: 'operator.read',
    stub: true,
    params: publishedParams('SkillsStatusParams'),
    result: resultOf<SkillsStatus>('SkillsStatus'),
  }),
  'skills.bins': defineMethod({
    summary: 'Lists the programs that skills need. Gatehouse has no skills yet, so the list is always empty.',
    scope: 'any',
    role: 'node',
    stub: true,
    params: publishedParams('SkillsBinsParams'),
    result: publishedResult('SkillsBinsResult'),
  }),
  'channels.status': defineMethod({
    summary: 'Lists channels and their accounts, with the current state of each.',
    scope: 'operator.read',
    ignores: { probe: LIVE_STATE_REASON, timeoutMs: LIVE_STATE_REASON },
    params: publishedParams('ChannelsStatusParams'),
    result: publishedResult('ChannelsStatusResult'),
  }),
  'channels.logout': defineMethod({
    summary: 'Logs out of a channel account. No channel has a login yet, so the call is always rejected.',
    scope: 'operator.admin',
    stub: true,
    params: publishedParams('ChannelsLogoutParams'),
    result: Type.Object({ channel: Type.String(), accountId: Type.String(), cleared: Type.Boolean() }),
  }),
} as const;
