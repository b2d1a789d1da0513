// The commands that every chat knows.
import { agentOf, modelChain, parseModel } from '../runs/model-choice.ts';
import { PRICES_AS_OF } from '../usage/prices.ts';
import type { Command, CommandCall } from './commands.ts';
import { SETTING_COMMANDS } from './settings.ts';

const newConversation: Command = {
  name: 'new',
  aliases: ['reset'],
  description: 'Begin a new conversation; the earlier one is kept.',
  category: 'session',
  scope: 'operator.admin',
  run: async () => 'New conversation.',
  after: async ({ actor, engine, sender }) => void (await engine.sessions.reset(actor.key, sender)),
};

const stop: Command = {
  name: 'stop',
  aliases: ['abort'],
  description: 'Stop what the agent is doing.',
  category: 'session',
  run: async ({ actor, engine }) =>
    (await engine.runs.abort(actor.key)).length > 0 ? 'Stopped.' : 'Nothing was running.',
};

const compactNow: Command = {
  name: 'compact',
  description: 'Summarise the older part of the conversation for the model.',
  category: 'session',
  scope: 'operator.admin',
  run: async ({ actor, engine }) =>
    (await engine.sessions.compact(actor.key)).compacted
      ? 'The earlier part was summarised.'
      : 'There is too little to summarise.',
};

const model: Command = {
  name: 'model',
  description: 'Show the model, or change it.',
  category: 'model',
  args: [{ name: 'model', description: 'provider/model', required: false }],
  run: async (call) => (call.args === '' ? `Model: ${modelName(call)}` : changeModel(call)),
};

async function changeModel({ actor, args, engine, ports, sender }: CommandCall): Promise<string> {
  if (parseModel(args) === undefined) return 'Write the model as provider/model.';
  const known = await ports.providers.models(false);
  if (known.length > 0 && !known.some((info) => `${info.provider}/${info.id}` === args))
    return `There is no model "${args}" among the providers that are set up.`;
  if (actor.record === undefined) return 'Send a first message, then change the model.';
  await engine.sessions.patch(actor.key, { model: args }, sender);
  return `Model: ${args}`;
}

function modelName({ actor, ports }: CommandCall): string {
  const settings = ports.config.settings();
  const [first] = modelChain(settings, agentOf(settings, actor.agentId), actor.record);
  return `${first.provider}/${first.model}`;
}

const usage: Command = {
  name: 'usage',
  description: 'Tokens and cost of this session.',
  category: 'info',
  run: async ({ actor }) => {
    const { input, output, cacheRead, cacheWrite, cost } = actor.view.usage;
    const price = cost === undefined ? 'price unknown' : `$${cost.toFixed(4)} (prices of ${PRICES_AS_OF})`;
    return `Input ${input}, output ${output}, cache read ${cacheRead}, cache written ${cacheWrite} tokens; ${price}.`;
  },
};

const status: Command = {
  name: 'status',
  description: 'What this session is doing.',
  category: 'info',
  run: async (call) => {
    const { view } = call.actor;
    const run = view.run === undefined ? 'idle' : 'running';
    return [
      `State: ${run}`,
      `Model: ${modelName(call)}`,
      `Context: ${view.contextTokens} tokens`,
      `Waiting messages: ${view.queue.length}`,
      `Messages: ${view.items.length}`,
    ].join('\n');
  },
};

const sessions: Command = {
  name: 'sessions',
  description: 'The latest sessions.',
  category: 'info',
  run: async ({ engine }) => {
    const { sessions: found, total } = await engine.sessions.list({ limit: 10, offset: 0 });
    return [
      `${total} sessions.`,
      ...found.map((session) => `- ${session.title ?? session.derivedTitle ?? session.key}`),
    ].join('\n');
  },
};

const agents: Command = {
  name: 'agents',
  description: 'The agents.',
  category: 'info',
  run: async ({ ports }) =>
    ports.config
      .settings()
      .agents.map((agent) => `- ${agent.name} (${agent.agentId})`)
      .join('\n'),
};

const approve: Command = {
  name: 'approve',
  description: 'Allow once what this session waits for.',
  category: 'approvals',
  scope: 'operator.approvals',
  run: (call) => answerPending(call, 'allow-once'),
};

const deny: Command = {
  name: 'deny',
  description: 'Deny what this session waits for, with a reason that the model receives.',
  category: 'approvals',
  scope: 'operator.approvals',
  args: [{ name: 'reason', description: 'why', required: false }],
  run: (call) => answerPending(call, 'deny'),
};

async function answerPending(
  { actor, args, sender, engine }: CommandCall,
  decision: 'allow-once' | 'deny',
): Promise<string> {
  const pending = (await engine.approvals.pending()).find((approval) => approval.sessionKey === actor.key);
  if (pending === undefined) return 'Nothing waits for an answer here.';
  await engine.approvals.resolve({ id: pending.id, decision, by: sender, ...(args === '' ? {} : { reason: args }) });
  return `${decision === 'deny' ? 'Denied' : 'Allowed once'}: ${pending.subject.command}`;
}

const help: Command = {
  name: 'help',
  aliases: ['commands'],
  description: 'What can be typed here.',
  category: 'info',
  run: async () => BUILT_IN_COMMANDS.map((command) => `- /${command.name}: ${command.description}`).join('\n'),
};

/** All built-in commands, in the order of the help. */
export const BUILT_IN_COMMANDS: readonly Command[] = [
  newConversation,
  stop,
  compactNow,
  model,
  usage,
  status,
  ...SETTING_COMMANDS,
  sessions,
  agents,
  approve,
  deny,
  help,
];
