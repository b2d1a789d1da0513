// Tools of agents, and what else an agent may be given: skills and channels.
import type { SkillsStatus } from '../types/tools.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { resultOf } from './results.ts';
import { Type } from 'typebox';

export const TOOL_METHODS = {
  'tools.catalog': defineMethod({
    summary: 'All tools of an agent.',
    scope: 'operator.read',
    params: publishedParams('ToolsCatalogParams'),
    result: publishedResult('ToolsCatalogResult'),
  }),
  'tools.effective': defineMethod({
    summary: 'Tools in force for a session.',
    scope: 'operator.read',
    params: publishedParams('ToolsEffectiveParams'),
    result: publishedResult('ToolsEffectiveResult'),
  }),
  'tools.invoke': defineMethod({
    summary:
      'Runs one tool without a model. The approval policy holds: a call that must be asked about waits for its answer.',
    scope: 'operator.write',
    params: publishedParams('ToolsInvokeParams'),
    result: publishedResult('ToolsInvokeResult'),
    idempotent: true,
  }),
  'skills.status': defineMethod({
    summary: 'Skills of an agent. There are no skills yet, so the list is always empty.',
    scope: 'operator.read',
    stub: true,
    params: publishedParams('SkillsStatusParams'),
    result: resultOf<SkillsStatus>('SkillsStatus'),
  }),
  'skills.bins': defineMethod({
    summary: 'Programs that skills need. There are no skills yet, so the list is always empty.',
    scope: 'any',
    role: 'node',
    stub: true,
    params: publishedParams('SkillsBinsParams'),
    result: publishedResult('SkillsBinsResult'),
  }),
  'channels.status': defineMethod({
    summary: 'Chat channels and their accounts. There are no channels yet, so the list is always empty.',
    scope: 'operator.read',
    stub: true,
    params: publishedParams('ChannelsStatusParams'),
    result: publishedResult('ChannelsStatusResult'),
  }),
  'channels.logout': defineMethod({
    summary: 'Logs a channel account out. There are no channels yet, so it is always refused.',
    scope: 'operator.admin',
    stub: true,
    params: publishedParams('ChannelsLogoutParams'),
    result: Type.Object({ channel: Type.String(), accountId: Type.String(), cleared: Type.Boolean() }),
  }),
} as const;
