// The form of an agent: sends only what changed, and nothing invalid.
import type { AgentSettings } from '#contract/types/agents.ts';
import { t } from '#messages/translate.ts';

/** The fields of the editor. */
export interface AgentDraft extends Omit<AgentSettings, 'agentId' | 'emoji' | 'machine' | 'tools' | 'maxTurns'> {
  readonly emoji: string;
  /** Empty: the default. */
  readonly machine: string;
  readonly toolsAllow: string;
  readonly toolsDeny: string;
  readonly maxTurns: string;
}

/** The fields for the stored settings. */
export function toDraft({
  agentId: _id,
  emoji = '',
  machine = '',
  tools,
  maxTurns,
  ...same
}: AgentSettings): AgentDraft {
  return {
    ...same,
    emoji,
    machine,
    toolsAllow: tools.allow.join(', '),
    toolsDeny: tools.deny.join(', '),
    maxTurns: String(maxTurns),
  };
}

/** The settings of a draft, as `agents.settings.set` takes them. */
function fromDraft({ toolsAllow, toolsDeny, ...draft }: AgentDraft) {
  return {
    ...draft,
    name: draft.name.trim(),
    workspace: draft.workspace.trim(),
    fallbacks: [...draft.fallbacks],
    tools: { allow: parseNames(toolsAllow), deny: parseNames(toolsDeny) },
    maxTurns: Number(draft.maxTurns),
  };
}

/** The params of `agents.settings.set`: only changed fields. */
export function findChanges(settings: AgentSettings, draft: AgentDraft): Partial<ReturnType<typeof fromDraft>> {
  const before = Object.entries(fromDraft(toDraft(settings)));
  const known = new Map(before.map(([field, value]) => [field, JSON.stringify(value)]));
  return Object.fromEntries(
    Object.entries(fromDraft(draft)).filter(([field, value]) => known.get(field) !== JSON.stringify(value)),
  );
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
