// Commands that show or change the settings of a session.
import { APPROVAL_MODES } from '#contract/types/approval-modes.ts';
import { approvalMode } from '../policy/modes.ts';
import { requireAgent, modelChain } from '../runs/model-choice.ts';
import type { Command } from './commands.ts';

/** Full access requires a fresh proof, which a message doesn't have. */
const MODES_BY_COMMAND = APPROVAL_MODES.filter((mode) => mode !== 'full');

const THINKING = ['off', 'low', 'medium', 'high'] as const;

/** In the order shown by /help. */
export const SETTING_COMMANDS: readonly Command[] = [
  {
    name: 'config',
    description: 'Show the settings of this session and where they come from.',
    category: 'info',
    run: async ({ actor, ports }) => {
      const settings = ports.config.settings();
      const agent = requireAgent(settings, actor.agentId);
      const [first, ...fallbacks] = modelChain(settings, agent, actor.record);
      const from = actor.record?.model !== undefined ? 'session' : agent.model === '' ? 'default' : 'agent';
      const { limits } = settings;
      const others = fallbacks.map(({ provider, model }) => `${provider}/${model}`);
      return [
        `Agent: ${agent.name} (${agent.agentId})`,
        `Model: ${first.provider}/${first.model} (from: ${from})`,
        ...(fallbacks.length === 0 ? [] : [`Fallbacks: ${others.join(', ')}`]),
        `Thinking: ${actor.record?.thinkingLevel ?? 'off'}`,
        `Approvals: ${approvalMode(agent, actor.record)} (from: ${actor.record?.approvalMode === undefined ? 'agent' : 'session'})`,
        `Workspace: ${actor.record?.workspace ?? agent.workspace}`,
        `Model calls per message: up to ${agent.maxTurns}`,
        `Summary of older messages: at ${Math.round(limits.compactAt * 100)}% of the context or after ${limits.compactAtMessages} messages`,
      ].join('\n');
    },
  },
  {
    name: 'think',
    description: 'Show or change how much the model thinks before it answers.',
    category: 'model',
    args: [{ name: 'level', description: THINKING.join(', '), required: false }],
    run: async ({ actor, words, engine, by }) => {
      const [asked] = words;
      if (asked === undefined) return `Thinking: ${actor.record?.thinkingLevel ?? 'off'}`;
      const level = THINKING.find((known) => known === asked);
      if (level === undefined) return `Specify one of: ${THINKING.join(', ')}.`;
      if (actor.record === undefined) return 'Send a message first, then change it.';
      await engine.sessions.patch(actor.key, { thinkingLevel: level }, by);
      return `Thinking: ${level}`;
    },
  },
  {
    name: 'mode',
    description: 'Show or change the approval mode of this session.',
    category: 'approvals',
    scope: 'operator.approvals',
    args: [{ name: 'mode', description: MODES_BY_COMMAND.join(', '), required: false }],
    async run({ actor, words, engine, ports, by }) {
      const now = approvalMode(requireAgent(ports.config.settings(), actor.agentId), actor.record);
      const [asked] = words;
      if (asked === undefined) return `Approval mode: ${now}`;
      const mode = MODES_BY_COMMAND.find((known) => known === asked);
      if (asked === 'full')
        return 'Full access requires confirmation. Choose it in the app or with `gatehouse sessions mode`.';
      if (mode === undefined) return `Specify one of: ${MODES_BY_COMMAND.join(', ')}.`;
      if (actor.record === undefined) return 'Send a message first, then change the mode.';
      await engine.sessions.patch(actor.key, { approvalMode: mode }, by);
      return `Approval mode: ${mode}`;
    },
  },
  {
    name: 'title',
    description: 'Rename this session.',
    category: 'session',
    args: [{ name: 'title', description: 'new title', required: true }],
    run: async ({ actor, args, engine, by }) => {
      if (args === '') return 'Specify the new title, such as /title Release notes.';
      if (actor.record === undefined) return 'Send a message first, then rename the session.';
      await engine.sessions.patch(actor.key, { title: args.replaceAll(/^["']|["']$/g, '') }, by);
      return 'Renamed.';
    },
  },
];
