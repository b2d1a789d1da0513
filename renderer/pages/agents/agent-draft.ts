// The form of an agent: sends only what changed, and nothing invalid.
import type { AgentSettings } from '#contract/types/agents.ts';
import { t } from '#messages/translate.ts';

/** The fields of the editor. */
export interface AgentDraft extends Omit<
  AgentSettings,
  'agentId' | 'emoji' | 'avatar' | 'machine' | 'tools' | 'maxTurns' | 'context'
> {
  readonly emoji: string;
  /** A data URL; empty without a picture. */
  readonly avatar: string;
  /** Empty: the default. */
  readonly machine: string;
  /** Empty: all. */
  readonly toolsAllow: readonly string[];
  readonly toolsDeny: readonly string[];
  readonly maxTurns: string;
}

type ToolLists = Pick<AgentDraft, 'toolsAllow' | 'toolsDeny'>;

/** The fields for the stored settings. */
export function toDraft({
  agentId: _id,
  emoji = '',
  avatar = '',
  machine = '',
  tools,
  maxTurns,
  context: _context,
  ...same
}: AgentSettings): AgentDraft {
  return {
    ...same,
    emoji,
    avatar,
    machine,
    toolsAllow: tools.allow,
    toolsDeny: tools.deny,
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
    tools: { allow: [...toolsAllow], deny: [...toolsDeny] },
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

/** Whether the agent can use a tool. */
export function isToolAllowed({ toolsAllow, toolsDeny }: ToolLists, name: string): boolean {
  return (toolsAllow.length === 0 || toolsAllow.includes(name)) && !toolsDeny.includes(name);
}

/** Allows a tool, or denies it. A list of allowed tools stays one: emptying it would allow all. */
export function toggleTool(draft: ToolLists, name: string): ToolLists {
  const { toolsAllow, toolsDeny } = draft;
  if (isToolAllowed(draft, name)) return { toolsAllow, toolsDeny: [...toolsDeny, name] };
  const isListed = toolsAllow.length === 0 || toolsAllow.includes(name);
  return {
    toolsAllow: isListed ? toolsAllow : [...toolsAllow, name],
    toolsDeny: toolsDeny.filter((denied) => denied !== name),
  };
}
