// The system prompt. Stable parts come first so that prompt caching is effective.
import { takeStart } from '#contract/types/truncate-text.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { ContextSectionKind } from '#contract/types/context.ts';

/** Longest excerpt of one file, characters. */
const MAX_FILE_CHARACTERS = 20_000;
/** Longest excerpt of all files together, characters. */
const MAX_CHARACTERS = 60_000;

const TOOL_GUIDE = [
  'Tools operate inside the workspace, and paths are relative to it.',
  'Some calls require approval by the user. If one is denied, the result may give a reason: respect it, and do not try to achieve the same thing another way.',
  'Prefer the read, write, edit, list, search, and find tools over equivalent shell commands. Run one simple command at a time.',
  'Report an action as done only after its result confirms it.',
].join('\n');

const PLAN_GUIDE = [
  'You are in plan mode. You can read files and run read-only commands, but you cannot change anything: edits, other commands, and requests to the network are denied.',
  'Find out what you need to know, and ask the user about decisions that only they can make. Then present a complete plan with the plan tool. Plan mode ends when the user approves it.',
].join('\n');

/** A part of the system prompt. */
export interface PromptPart {
  readonly kind: ContextSectionKind;
  /** Of a file. */
  readonly name?: string;
  readonly text: string;
}

interface PromptContext {
  readonly agent: AgentSettings;
  /** The agent's own files, in order. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly workspace: string;
  readonly hasTools: boolean;
  /** Text of the session's persona. */
  readonly persona?: string | undefined;
  /** Whether the session is in plan mode. */
  readonly plans?: boolean;
  /** Instructions of the sender, for this run. */
  readonly instructions?: string | undefined;
  /** Unix ms. */
  readonly now: number;
}

/** The parts of the system prompt. The date changes daily, so it comes near the end. */
export function systemPrompt({
  agent,
  files,
  persona = '',
  workspace,
  hasTools,
  plans = false,
  instructions = '',
  now,
}: PromptContext): readonly PromptPart[] {
  const identity = `You are ${agent.name}, an agent that works for the user in a workspace folder. Reply in the user's language. Be concise and precise, and use Markdown.`;
  const environment = `Workspace: ${workspace}\nToday: ${new Date(now).toISOString().slice(0, 10)}`;
  const parts: readonly PromptPart[] = [
    { kind: 'identity', text: identity },
    { kind: 'toolGuide', text: hasTools ? TOOL_GUIDE : '' },
    { kind: 'instructions', text: agent.instructions.trim() },
    ...toFileParts(files),
    { kind: 'persona', text: persona.trim() },
    { kind: 'plan', text: plans ? PLAN_GUIDE : '' },
    { kind: 'environment', text: environment },
    { kind: 'instructions', name: 'run', text: instructions },
  ];
  return parts.filter(({ text }) => text !== '');
}

/** Each file under its name, truncated if too long: every model call includes them. */
function toFileParts(files: PromptContext['files']): readonly PromptPart[] {
  let left = MAX_CHARACTERS;
  return files.flatMap(({ name, text }) => {
    const whole = text.trim();
    const shown = takeStart(whole, Math.min(MAX_FILE_CHARACTERS, left));
    left -= shown.length;
    if (shown === '') return [];
    const note =
      shown.length === whole.length ? '' : `\n[truncated: showing ${shown.length} of ${whole.length} characters]`;
    return [{ kind: 'file', name, text: `Your file ${name}:\n\n${shown}${note}` }];
  });
}
