// Slash commands available in every chat.
import { modelChain, parseModel, requireAgent } from '../runs/model-choice.ts';
import type { Command, CommandCall } from './commands.ts';
import { SETTING_COMMANDS } from './settings.ts';

/** All built-in commands, in the order shown by /help. */
export const BUILT_IN_COMMANDS: readonly Command[] = [
  {
    name: 'new',
    aliases: ['reset'],
    description: 'Start a new conversation. The current one is kept.',
    category: 'session',
    scope: 'operator.admin',
    run: async () => 'Started a new conversation.',
    after: async ({ actor, engine, by }) => void (await engine.sessions.reset(actor.key, by)),
  },
  {
    name: 'stop',
    aliases: ['abort'],
    description: 'Stop the active run.',
    category: 'session',
    run: async ({ actor, engine }) =>
      (await engine.runs.abort(actor.key)).length > 0 ? 'Stopped.' : 'Nothing was running.',
  },
  {
    name: 'compact',
    description: 'Summarize the older part of the conversation for the model.',
    category: 'session',
    scope: 'operator.admin',
    run: async ({ actor, engine }) =>
      (await engine.sessions.compact(actor.key)).compacted
        ? 'The earlier part of the conversation was summarized.'
        : "There isn't enough to summarize yet.",
  },
  {
    name: 'btw',
    description: 'Ask about this session in a side thread. It stays out of the conversation.',
    category: 'session',
    args: [{ name: 'question', description: 'question', required: true }],
    run: async ({ actor, engine, ports, args, by }) => {
      const { key } = await engine.side.ask({ key: actor.key, question: args, runId: ports.ids.next(), by });
      return `Asked in the side thread ${key}.`;
    },
  },
  {
    name: 'model',
    description: 'Show or change the model.',
    category: 'model',
    args: [{ name: 'model', description: 'provider/model', required: false }],
    run: async (call) => (call.args === '' ? `Model: ${getModel(call)}` : changeModel(call)),
  },
  {
    name: 'usage',
    description: 'Show the token usage and cost of this session.',
    category: 'info',
    run: async ({ actor, ports }) => {
      const { input, output, cacheRead, cacheWrite, cost } = actor.view.usage;
      const price = cost === undefined ? 'cost unknown' : `$${cost.toFixed(4)} (prices as of ${ports.models.date})`;
      return `Input ${input}, output ${output}, cache read ${cacheRead}, cache write ${cacheWrite} tokens; ${price}.`;
    },
  },
  {
    name: 'status',
    description: 'Show the status of this session.',
    category: 'info',
    run: async (call) => {
      const { view } = call.actor;
      return [
        `State: ${view.run === undefined ? 'idle' : 'running'}`,
        `Model: ${getModel(call)}`,
        `Context: ${view.contextTokens} tokens`,
        `Queued messages: ${view.queue.length}`,
        `Messages: ${view.items.length}`,
      ].join('\n');
    },
  },
  ...SETTING_COMMANDS,
  {
    name: 'sessions',
    description: 'List recent sessions.',
    category: 'info',
    run: async ({ engine }) => {
      const { sessions, total } = await engine.sessions.list({ limit: 10, offset: 0 });
      const titles = sessions.map(({ title, derivedTitle, key }) => `- ${title ?? derivedTitle ?? key}`);
      return [`${total} sessions.`, ...titles].join('\n');
    },
  },
  {
    name: 'agents',
    description: 'List agents.',
    category: 'info',
    run: async ({ ports }) => {
      const { agents } = ports.config.settings();
      return agents.map((agent) => `- ${agent.name} (${agent.agentId})`).join('\n');
    },
  },
  {
    name: 'approve',
    description: 'Approve the pending request of this session once.',
    category: 'approvals',
    scope: 'operator.approvals',
    run: (call) => answerPending(call, 'allow-once'),
  },
  {
    name: 'deny',
    description: 'Deny the pending request of this session, optionally with a reason for the model.',
    category: 'approvals',
    scope: 'operator.approvals',
    args: [{ name: 'reason', description: 'reason for the model', required: false }],
    run: (call) => answerPending(call, 'deny'),
  },
  {
    name: 'help',
    aliases: ['commands'],
    description: 'List the available commands.',
    category: 'info',
    run: async () => BUILT_IN_COMMANDS.map((command) => `- /${command.name}: ${command.description}`).join('\n'),
  },
];

async function changeModel({ actor, args, engine, ports, by }: CommandCall): Promise<string> {
  if (parseModel(args) === undefined) return 'Specify the model as provider/model.';
  const known = await ports.providers.models(false, by.userId);
  if (known.length > 0 && !known.some((info) => `${info.provider}/${info.id}` === args))
    return `The configured providers have no model "${args}".`;
  if (actor.record === undefined) return 'Send a message first, then change the model.';
  await engine.sessions.patch(actor.key, { model: args }, by);
  return `Model: ${args}`;
}

function getModel({ actor, ports }: CommandCall): string {
  const settings = ports.config.settings();
  const [first] = modelChain(settings, requireAgent(settings, actor.agentId), actor.record);
  return `${first.provider}/${first.model}`;
}

async function answerPending(
  { actor, args, by, engine }: CommandCall,
  decision: 'allow-once' | 'deny',
): Promise<string> {
  const pending = (await engine.approvals.pending()).find((approval) => approval.sessionKey === actor.key);
  if (pending === undefined) return 'No approval is pending in this session.';
  await engine.approvals.resolve({ id: pending.id, decision, by, ...(args === '' ? {} : { reason: args }) });
  return `${decision === 'deny' ? 'Denied' : 'Allowed once'}: ${pending.subject.command}`;
}
