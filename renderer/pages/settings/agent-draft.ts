// The form of an agent: sends only what changed, and nothing invalid.
import type { AgentSettings } from '#contract/types/agents.ts';
import { t } from '#messages/translate.ts';

/** The fields of the editor. */
export interface AgentDraft {
  readonly name: string;
  readonly emoji: string;
  readonly model: string;
  readonly fallbacks: readonly string[];
  readonly workspace: string;
  readonly instructions: string;
  readonly approvalMode: AgentSettings['approvalMode'];
  readonly toolsAllow: string;
  readonly toolsDeny: string;
  readonly maxTurns: string;
}

/** The fields for the stored settings. */
export function toDraft(settings: AgentSettings): AgentDraft {
  return {
    name: settings.name,
    emoji: settings.emoji ?? '',
    model: settings.model,
    fallbacks: settings.fallbacks,
    workspace: settings.workspace,
    instructions: settings.instructions,
    approvalMode: settings.approvalMode,
    toolsAllow: settings.tools.allow.join(', '),
    toolsDeny: settings.tools.deny.join(', '),
    maxTurns: String(settings.maxTurns),
  };
}

/** The params of `agents.settings.set`: only changed fields. */
export function findChanges(
  settings: AgentSettings,
  draft: AgentDraft,
): Partial<Omit<AgentSettings, 'agentId' | 'fallbacks' | 'tools'>> & {
  fallbacks?: string[];
  tools?: { allow: string[]; deny: string[] };
} {
  const before = toDraft(settings);
  const tools = { allow: parseNames(draft.toolsAllow), deny: parseNames(draft.toolsDeny) };
  return {
    ...(draft.name.trim() === before.name ? {} : { name: draft.name.trim() }),
    ...(draft.emoji === before.emoji ? {} : { emoji: draft.emoji }),
    ...(draft.model === before.model ? {} : { model: draft.model }),
    ...(draft.fallbacks.join('\n') === before.fallbacks.join('\n') ? {} : { fallbacks: [...draft.fallbacks] }),
    ...(draft.workspace.trim() === before.workspace ? {} : { workspace: draft.workspace.trim() }),
    ...(draft.instructions === before.instructions ? {} : { instructions: draft.instructions }),
    ...(draft.approvalMode === before.approvalMode ? {} : { approvalMode: draft.approvalMode }),
    ...(draft.toolsAllow === before.toolsAllow && draft.toolsDeny === before.toolsDeny ? {} : { tools }),
    ...(draft.maxTurns === before.maxTurns ? {} : { maxTurns: Number(draft.maxTurns) }),
  };
}

/** Errors by field. */
export function draftProblems(draft: AgentDraft): Partial<Readonly<Record<keyof AgentDraft, string>>> {
  const turns = Number(draft.maxTurns);
  return {
    ...(draft.name.trim() === '' ? { name: t('agents.nameMissing') } : {}),
    ...(draft.workspace.trim() === '' ? { workspace: t('agents.folderMissing') } : {}),
    ...(Number.isInteger(turns) && turns >= 1 && turns <= 1000 ? {} : { maxTurns: t('agents.maxTurnsInvalid') }),
  };
}

/** Splits names at commas and spaces. */
function parseNames(text: string): string[] {
  return text.split(/[\s,]+/).filter((name) => name !== '');
}
